"""Receipts to keep: of a report, and of a file of reports."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.files.responses import download
from schakel.register.intake.models import Report
from schakel.register.intake.queries import deliveries_for
from schakel.register.intake.receipts.contents import file_name, of_delivery, of_report
from schakel.register.intake.receipts.typesetting import typeset
from schakel.register.intake.rules import is_sender


@require_GET
@allowed("see", "intake.Report")
def receipt(request: SignedInRequest, number: str) -> HttpResponse:
    """The receipt of one report, as PDF."""
    rows = Report.objects.with_rows().select_related("identity")
    report = visible_or_404(rows, request.user, number=number)
    for_sender = is_sender(request.user, report)
    made = typeset(of_report(report, for_sender=for_sender), report.received_at)
    shown = ("report", "reporter_reference") if for_sender else ("report",)
    _log(request, "report", report.number, shown)
    return download(made, file_name(report.number), "application/pdf")


@require_GET
@allowed("deliver", "intake.ImportBatch")
def delivery_receipt(request: SignedInRequest, number: str) -> HttpResponse:
    """The receipt of a file of reports, as PDF."""
    batch = visible_or_404(deliveries_for(request.user), request.user, "deliver", number=number)
    made = typeset(of_delivery(batch), batch.finished_at or batch.created_at)
    _log(request, "import", batch.number, ("counts",))
    return download(made, file_name(batch.number), "application/pdf")


def _log(request: SignedInRequest, kind: str, number: str, data: tuple[str, ...]) -> None:
    record(by=request.user, event=Event.PRINT, object_type=kind, object_id=number, data=data)
