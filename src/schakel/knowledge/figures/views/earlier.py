"""Tables that were released one by one, before there were cubes: they stay readable as they were."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from schakel.foundation.ui.exports import csv_response
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.choices import TOTAL, UNIT_LABELS, UNKNOWN_YEAR, Chart, Layout, Unit
from schakel.knowledge.figures.models import PublishedTable, page_language


def page(request: HttpRequest, found: PublishedTable) -> HttpResponse:
    """One table with its charts, definitions and versions."""
    versions = list(queries.versions(found.slug))
    charts = queries.drawings(found)
    return render(
        request,
        "figures/earlier.html",
        {
            "table": found,
            "wording": found.wording,
            "versions": versions,
            "overtaken": queries.overtaken(found),
            "overview": _chart(charts, Chart.OVERVIEW),
            "sections": [_section(found, unit, charts) for unit in Unit],
            "breaks": queries.breaks(found.years),
            "permalink": request.build_absolute_uri(
                reverse("figures:table", args=[found.slug, found.version])
            ),
        },
    )


def csv(found: PublishedTable) -> HttpResponseBase:
    """Every number of one version, one a row."""
    return csv_response(
        f"{found.slug}-v{found.version}.csv", queries.COLUMNS, queries.flat_rows(found)
    )


def chart(found: PublishedTable, name: str) -> HttpResponse | None:
    """One chart as a file; None where there is none."""
    svg = queries.drawing(found, Chart(name), Layout.WIDE) if name in set(Chart) else None
    if svg is None:
        return None
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = (
        f'inline; filename="{found.slug}-v{found.version}-{name}-{page_language()}.svg"'
    )
    return response


def _chart(charts: dict[str, dict[str, str]], chart: Chart) -> dict[str, Any] | None:
    """A chart for the page; the drawings were made and stripped when they were released."""
    if chart not in charts:
        return None
    layouts = charts[chart]
    return {
        "name": chart.value,
        "title": {
            Chart.OVERVIEW: _("reports and persons by year"),
            Chart.REPORTS: _("reports by kind of reporter and year"),
            Chart.PERSONS: _("persons by kind of reporter and year"),
        }[chart],
        "wide": mark_safe(layouts[Layout.WIDE]),
        "narrow": mark_safe(layouts[Layout.NARROW]),
    }


def _section(
    found: PublishedTable, unit: Unit, charts: dict[str, dict[str, str]]
) -> dict[str, Any]:
    values = found.values()
    kinds = [*((kind.code, str(kind)) for kind in found.kinds.all()), (TOTAL, _("Total"))]
    names = {TOTAL: _("All years together"), UNKNOWN_YEAR: _("Year not known")}
    return {
        "unit": unit.value,
        "label": UNIT_LABELS[unit],
        "rule": found.wording.reports_rule if unit == Unit.REPORTS else found.wording.persons_rule,
        "periods": [names.get(period, period) for period in found.periods],
        "rows": [
            (label, [values[(unit.value, period, kind)] for period in found.periods])
            for kind, label in kinds
        ],
        "chart": _chart(charts, Chart(unit.value)),
    }
