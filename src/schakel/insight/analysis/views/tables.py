"""Pages with unprotected counts, for analysts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.answers import UNKNOWN
from schakel.insight.analysis.choices import TOTAL, Unit
from schakel.insight.analysis.dimensions import dimensions, units
from schakel.insight.analysis.exports import several_rule
from schakel.insight.analysis.labels import kind_label, period_label
from schakel.insight.analysis.models import SavedTable
from schakel.insight.analysis.queries import newest, reports_by_reporter, rows
from schakel.insight.analysis.questions import from_definition

REPORTERS = "reports-by-reporter"


@require_safe
@allowed("see", "analysis.Table")
def index(request: SignedInRequest) -> HttpResponse:
    """What there is to do, and the tables that were saved."""
    tables = SavedTable.objects.visible_to(request.user).select_related("owner", "snapshot")
    shown = [
        (table, from_definition(table.definition).address, table.owner == request.user)
        for table in tables
    ]
    return render(request, "analysis/index.html", {"saved": shown, "newest": newest()})


@require_safe
@allowed("see", "analysis.Table")
def definitions(request: SignedInRequest) -> HttpResponse:
    """Counting units, dimensions with their codes, and the rules: from the registry itself."""
    listed = [
        (one, [(code, one.name(code)) for code in one.order({*one.names(), UNKNOWN})])
        for one in dimensions().values()
    ]
    return render(
        request,
        "analysis/definitions.html",
        {"units": units().values(), "dimensions": listed, "rule": several_rule()},
    )


@require_safe
@allowed("see", "analysis.Table")
def reporters(request: SignedInRequest) -> HttpResponse:
    """Reports and persons by kind of reporter and year, in both counting units."""
    moment = timezone.now()
    cube = reports_by_reporter(moment)
    values = cube.values()
    record(by=request.user, event=Event.VIEW, object_type="table", object_id=REPORTERS)
    sections = [
        {
            "unit": unit.value,
            "rows": [(kind_label(kind), numbers) for kind, numbers in rows(cube, values, unit)],
        }
        for unit in Unit
    ]
    return render(
        request,
        "analysis/reporters.html",
        {
            "sections": sections,
            "periods": [period_label(period) for period in (*cube.periods, TOTAL)],
            "moment": moment,
            "empty": not cube.counts.sum(),
        },
    )
