"""Questions about released figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from schakel.knowledge.figures.choices import BREAKS, TOTAL, Chapter, Chart, Layout, Unit
from schakel.knowledge.figures.content import Unit as CountingUnit
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.fixed import TABLES, FixedTable
from schakel.knowledge.figures.glance import stats
from schakel.knowledge.figures.models import (
    PublishedChart,
    PublishedCube,
    PublishedTable,
    PublishedVersion,
    page_language,
)
from schakel.knowledge.figures.reading import Standing, standing
from schakel.knowledge.figures.tabulation import (
    Frame,
    Line,
    described,
    lines,
    section,
    total_line,
    unit_of,
)

COLUMNS = (
    "table",
    "version",
    "release_number",
    "cutoff_date",
    "counts",
    "period",
    "kind",
    "kind_label_nl",
    "kind_label_en",
    "value",
)
TOTAL_LABELS = ("Totaal", "Total")


def latest_tables() -> QuerySet[PublishedTable]:
    """The newest version of every table that was released by itself, last published first."""
    return PublishedTable.objects.current().prefetch_related("wordings").order_by("-published_at")


def earlier_tables() -> list[PublishedTable]:
    """Tables released by themselves of which no table over the cubes has taken the place."""
    found = standing()
    taken = {table.slug for table in fixed_tables(found)} if found else set()
    return [table for table in latest_tables() if table.slug not in taken]


def overtaken(table: PublishedTable) -> bool:
    """Whether a newer version stands at the address of this table."""
    newest = versions(table.slug).first()
    return (
        newest is None
        or newest.pk != table.pk
        or table.slug in {one.slug for one in fixed_tables(standing())}
    )


def published() -> list[FixedTable]:
    """The tables that stand on the public site now, for a list of links: each with slug and title."""
    return [table for chapter in Chapter for table in fixed_tables(standing(chapter=chapter))]


def last_year() -> list[dict[str, object]]:
    """Each unit in the last year and the one before: value, label, year, before; empty without figures."""
    found = standing()
    return stats(found) if found else []


def fixed_tables(found: Standing | None) -> list[FixedTable]:
    """The fixed tables that these figures have, in their order."""
    return [table for table in TABLES.values() if table.fits(found)] if found else []


def newest_version(chapter: Chapter = Chapter.REGISTER) -> int | None:
    """The number of the newest version of the figures of a chapter."""
    rows = PublishedVersion.objects.filter(
        Exists(PublishedCube.objects.filter(version=OuterRef("pk"), chapter=chapter))
    )
    return rows.values_list("version", flat=True).first()


def find(slug: str, version: int | None = None) -> PublishedTable | None:
    """A version of a table, or its newest; None where there is no such table."""
    versions = PublishedTable.objects.for_page().filter(slug=slug)
    if version is not None:
        versions = versions.filter(version=version)
    return versions.order_by("-version").first()


def versions(slug: str) -> QuerySet[PublishedTable]:
    """Every version of a table, newest first."""
    return PublishedTable.objects.filter(slug=slug).order_by("-version")


def drawings(table: PublishedTable) -> dict[str, dict[str, str]]:
    """Chart to layout to SVG text, in the language of the page."""
    found: dict[str, dict[str, str]] = {}
    for drawing in PublishedChart.objects.filter(table=table, language=page_language()):
        found.setdefault(drawing.chart, {})[drawing.layout] = drawing.svg
    return found


def drawing(table: PublishedTable, chart: Chart, layout: Layout) -> str | None:
    """One chart as SVG text in the language of the page; None where the table has no such chart."""
    rows = PublishedChart.objects.filter(
        table=table, chart=chart, layout=layout, language=page_language()
    )
    return rows.values_list("svg", flat=True).first()


def flat_rows(table: PublishedTable) -> Iterator[tuple[object, ...]]:
    """One row for each number, for files; in the order of `COLUMNS`."""
    labels = {kind.code: (kind.label_nl, kind.label_en) for kind in table.kinds.all()}
    values = table.values()
    for unit in Unit:
        for period in table.periods:
            for kind in (*labels, TOTAL):
                yield (
                    table.slug,
                    table.version,
                    table.release_number,
                    table.cutoff.isoformat(),
                    unit.value,
                    period,
                    kind,
                    *labels.get(kind, TOTAL_LABELS),
                    values[(unit.value, period, kind)],
                )


def breaks(years: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """What to know about some years (all): (heading, text) of each break in or just before them."""
    if years is None:
        return [(str(name), str(text)) for _year, name, text in BREAKS]
    wanted = {int(year) for year in years}
    return [(str(name), str(text)) for year, name, text in BREAKS if {year, year + 1} & wanted]


@dataclass(frozen=True)
class Numbers:
    """A table: (row, column, period) to its count; None where that period did not have the category."""

    unit: CountingUnit
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    periods: tuple[str, ...]
    values: Mapping[tuple[str, str, str], int | None]


def period_cube(period: str, version: int | None = None) -> PublishedCube | None:
    """The cube of a period, now or at `version`; None where there is none or it was withdrawn."""
    found = standing(version)
    return found.cubes.get(period) if found else None


def count(
    period: str, unit: str, where: Mapping[str, str] | None = None, version: int | None = None
) -> int | None:
    """One count; `where`: dimension to category. None where that period did not have the category.

    NotInCubeError where nothing of the kind was published.
    """
    cell = {"unit": unit, **(where or {})}
    return _standing(version).counts(period, [cell])[0]


def table(
    unit: str,
    rows: str,
    columns: str | None = None,
    fixed: Mapping[str, str] | None = None,
    periods: Sequence[str] = (),
    version: int | None = None,
) -> Numbers:
    """A table of two dimensions and their totals, for `periods` (all by default), in the page's language.

    NotInCubeError where the cubes do not have it: too many dimensions, or one that does not exist.
    """
    found = _standing(version)
    periods = tuple(periods) or tuple(found.periods)
    down = lines(described(found, rows))
    across = lines(described(found, columns)) if columns else (total_line(),)
    values = {}
    for period in periods:
        frame = Frame(unit, down, across, rows, columns, fixed or {}, period)
        counted = section(found, period, frame)
        for row, column, value in counted.pairs():
            values[(row.code, column.code, period)] = value
    return Numbers(unit_of(found, unit), down, across, periods, values)


def _standing(version: int | None) -> Standing:
    found = standing(version)
    if found is None:
        raise NotInCubeError("version")
    return found
