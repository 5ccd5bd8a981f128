"""Files with a report: adding them to a draft, to a report that was sent and to an answer; opening them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.rules import require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.files.refusals import FileRefusedError
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.attachments.keeping import (
    add_to_report,
    hand_out,
    remove_from_draft,
)
from schakel.register.intake.attachments.listing import takes_files
from schakel.register.intake.attachments.responses import file_response
from schakel.register.intake.attachments.tables import Attachment
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.forms.attachments import AttachmentForm
from schakel.register.intake.models import Report
from schakel.register.intake.queries import kept_drafts
from schakel.register.intake.views.drafts import check_page
from schakel.register.intake.views.pages import page
from schakel.register.intake.views.uploads import add_chosen, checked_file


@require_POST
@allowed("create", "intake.Report")
def add_draft(request: SignedInRequest, number: str) -> HttpResponse:
    """Add a file to a draft, on its check page."""
    draft = _draft(request, number)
    wrong = add_chosen(request, draft)
    return check_page(request, draft, upload=wrong) if wrong else _to_check(draft)


@require_POST
@allowed("create", "intake.Report")
def remove_draft(request: SignedInRequest, number: str, serial: int) -> HttpResponse:
    """Take a file out of a draft."""
    draft = _draft(request, number)
    remove_from_draft(by=request.user, draft=draft, serial=serial)
    return _to_check(draft)


def _draft(request: SignedInRequest, number: str) -> ReportDraft:
    return visible_or_404(kept_drafts(), request.user, "change", number=number)


def _to_check(draft: ReportDraft) -> HttpResponse:
    address = reverse("intake:draft-check", args=[draft.number])
    return redirect(f"{address}#attachments")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("attach", "intake.Report")
def add(request: SignedInRequest, number: str) -> HttpResponse:
    """Add a file to a report that was sent."""
    report = visible_or_404(Report.objects.all(), request.user, number=number)
    require(request.user, "attach", report)
    if not takes_files(report):
        raise Http404  # as no button leads here
    sent = request.method == "POST"
    form = AttachmentForm(request.POST if sent else None, request.FILES if sent else None)
    file = checked_file(form, request, report) if sent else None
    if file is not None:
        try:
            add_to_report(by=request.user, report=report, file=file)
        except FileRefusedError as refusal:
            form.add_error("file", refusal.sentence)
        except NotPossibleError:
            form.add_error(None, _("This report has meanwhile been corrected or withdrawn."))
        else:
            messages.success(request, _("The file has been added to the report."))
            return redirect("intake:detail", number=report.number)
    return page(request, "attach", {"form": form, "report": report})


@require_GET
@never_cache
@allowed("open", "intake.Report")
def open_file(request: SignedInRequest, number: str, serial: int) -> HttpResponse:
    """One file of a report of one's own organisation."""
    report = visible_or_404(Report.objects.all(), request.user, "open", number=number)
    try:
        return file_response(report, *hand_out(by=request.user, report=report, serial=serial))
    except Attachment.DoesNotExist:
        raise Http404 from None
    except NotPossibleError:
        messages.error(
            request, _("This file cannot be opened: see what the virus scan says of it.")
        )
        return redirect("intake:detail", number=report.number)
