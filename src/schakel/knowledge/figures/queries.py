"""Questions about released figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.knowledge.figures.choices import BREAKS, TOTAL, Chart, Layout, Unit
from schakel.knowledge.figures.content import ALL
from schakel.knowledge.figures.content import Unit as CountingUnit
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.models import (
    PublishedChart,
    PublishedCube,
    PublishedTable,
    page_language,
)
from schakel.knowledge.figures.reading import Standing, standing
from schakel.knowledge.figures.structure import in_order

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
    """The newest version of every table, last published first."""
    return PublishedTable.objects.current().prefetch_related("wordings").order_by("-published_at")


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


def breaks(table: PublishedTable) -> list[tuple[str, str]]:
    """What to know about this table's years: (heading, text) of each break in or just before them."""
    years = {int(year) for year in table.years}
    return [(str(name), str(text)) for year, name, text in BREAKS if {year, year + 1} & years]


def last_year(table: PublishedTable) -> list[dict[str, Any]]:
    """The last year beside the year before it, worked out from the released numbers only."""
    if not table.years:
        return []
    values, last = table.values(), table.years[-1]
    before = str(int(last) - 1)
    labels = {Unit.REPORTS: _("reports in %(year)s"), Unit.PERSONS: _("persons in %(year)s")}
    return [
        {
            "value": values[(unit.value, last, TOTAL)],
            "label": labels[unit] % {"year": last},
            "year": before,
            "before": values.get((unit.value, before, TOTAL)),
        }
        for unit in Unit
    ]


@dataclass(frozen=True)
class Head:
    """A row or column: a category, or the total (`ALL`); `depth`: parts stand under their whole."""

    code: str
    label: str
    depth: int = 0


@dataclass(frozen=True)
class Numbers:
    """A table: (row, column, period) to its count; None where that period did not have the category."""

    unit: CountingUnit
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
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
    counted = found.structure.unit(unit)
    if counted is None:
        raise NotInCubeError(f"unit: {unit}")
    down = heads(found, rows)
    across = heads(found, columns) if columns else (total_head(),)
    places = [(row.code, column.code) for row in down for column in across]
    cells = [
        {"unit": unit, **(fixed or {}), rows: row, **({columns: column} if columns else {})}
        for row, column in places
    ]
    values = {
        (*place, period): value
        for period in periods
        for place, value in zip(places, found.counts(period, cells), strict=True)
    }
    return Numbers(counted, down, across, periods, values)


def heads(found: Standing, dimension: str) -> tuple[Head, ...]:
    """The categories of a dimension as heads, and the total last."""
    described = found.structure.dimension(dimension)
    if described is None:
        raise NotInCubeError(f"dimension: {dimension}")
    shown = [Head(one.code, worded(one), depth) for one, depth in in_order(described)]
    return (*shown, total_head())


def total_head() -> Head:
    """The total of a dimension."""
    return Head(ALL, _("Total"))


def worded(content: Any) -> str:
    """The label of a unit, dimension or category in the language of the page."""
    return content.en if page_language() == "en" else content.nl


def _standing(version: int | None) -> Standing:
    found = standing(version)
    if found is None:
        raise NotInCubeError("version")
    return found
