"""The code of a report that was sent: made later, or again with the key of a new year."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.choices import ENCODED, ENDED
from schakel.register.intake.encoder import bench_of_report, with_encoder
from schakel.register.intake.models import Report
from schakel.register.intake.queries import latest_status
from schakel.register.intake.rules import is_sender


def takes_a_code(report: Report, state: str) -> bool:
    """Does the report stand, and was it sent with a code instead of a name?"""
    return report.share_level == ENCODED and state not in ENDED


@require_GET
@allowed("see", "intake.Report")
def code(request: SignedInRequest, number: str) -> HttpResponse:
    """The frame alone. It asks for nothing that the report says already."""
    rows = Report.objects.with_rows().select_related("identity", "organisation")
    report = visible_or_404(rows, request.user, number=number)
    sender = report.organisation
    if (
        sender is None
        or not is_sender(request.user, report)
        or not takes_a_code(report, latest_status(report))
    ):
        return redirect("intake:detail", number=report.number)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("report",),
    )
    context = {"report": report, "reference_url": reverse("intake:correct", args=[report.number])}
    return with_encoder(request, "code", context, bench_of_report(report, sender))
