"""Questions about released tables."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.knowledge.figures.choices import BREAKS, TOTAL, Chart, Layout, Unit
from schakel.knowledge.figures.models import PublishedChart, PublishedTable, page_language

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
