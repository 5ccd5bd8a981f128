"""Pages with unprotected counts, for analysts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.foundation.access.views import allowed
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.choices import KINDS, TOTAL, UNKNOWN_YEAR, Unit
from schakel.insight.analysis.cubes import Cell
from schakel.insight.analysis.queries import reports_by_reporter, rows

REPORTERS = "reports-by-reporter"


@require_safe
@allowed("see", "analysis.Table")
def index(request: HttpRequest) -> HttpResponse:
    """The tables that there are."""
    return render(request, "analysis/index.html")


@require_safe
@allowed("see", "analysis.Table")
def reporters(request: HttpRequest) -> HttpResponse:
    """Reports and persons by kind of reporter and year, in both counting units."""
    moment = timezone.now()
    cube = reports_by_reporter(moment)
    values = cube.values()
    record(by=request.user, event=Event.VIEW, object_type="table", object_id=REPORTERS)
    sections = [
        {
            "unit": unit.value,
            "rows": [
                (period_label(period), numbers) for period, numbers in rows(cube, values, unit)
            ],
            "total": values[Cell(unit, TOTAL, TOTAL)],
        }
        for unit in Unit
    ]
    return render(
        request,
        "analysis/reporters.html",
        {
            "sections": sections,
            "kinds": kind_labels(),
            "moment": moment,
            "empty": not cube.counts.sum(),
        },
    )


def period_label(period: str) -> str:
    """A period in words."""
    names = {TOTAL: _("All years together"), UNKNOWN_YEAR: _("Year not known")}
    return names.get(period, period)


def kind_labels() -> list[str]:
    """The kinds of reporter in the language of the page, in the order of the tables."""
    language = (get_language() or "nl")[:2]
    return [kind.en if language == "en" else kind.nl for kind in KINDS]
