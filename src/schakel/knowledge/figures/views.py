"""The public pages and files of released tables. No login, no cookies; nothing but what was released."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.foundation.ui.exports import csv_response
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.charts import chart_title
from schakel.knowledge.figures.choices import TOTAL, UNIT_LABELS, UNKNOWN_YEAR, Chart, Layout, Unit
from schakel.knowledge.figures.models import PublishedTable, page_language


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every released table."""
    return render(request, "figures/index.html", {"tables": queries.latest_tables()})


@require_safe
def table(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """One table with its charts, definitions and versions."""
    found = _found(slug, version)
    versions = list(queries.versions(slug))
    charts = queries.drawings(found)
    return render(
        request,
        "figures/table.html",
        {
            "table": found,
            "wording": found.wording,
            "versions": versions,
            "newest": versions[0],
            "overview": _chart(charts, Chart.OVERVIEW),
            "sections": [_section(found, unit, charts) for unit in Unit],
            "stats": queries.last_year(found),
            "breaks": queries.breaks(found),
            "permalink": request.build_absolute_uri(
                reverse("figures:table", args=[found.slug, found.version])
            ),
        },
    )


@require_safe
def csv(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponseBase:
    """Every number of one version, one a row."""
    found = _found(slug, version)
    response = csv_response(
        f"{found.slug}-v{found.version}.csv", queries.COLUMNS, queries.flat_rows(found)
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def chart(request: HttpRequest, slug: str, version: int, chart: str) -> HttpResponse:
    """One chart as a file."""
    if chart not in set(Chart):
        raise Http404
    svg = queries.drawing(_found(slug, version), Chart(chart), Layout.WIDE)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = (
        f'inline; filename="{slug}-v{version}-{chart}-{page_language()}.svg"'
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


def _found(slug: str, version: int | None) -> PublishedTable:
    found = queries.find(slug, version)
    if found is None:
        raise Http404
    return found


def _chart(charts: dict[str, dict[str, str]], chart: Chart) -> dict[str, Any] | None:
    """A chart for the page; the drawings were made and stripped by `charts.draw`."""
    if chart not in charts:
        return None
    layouts = charts[chart]
    return {
        "name": chart.value,
        "title": chart_title(chart),
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
