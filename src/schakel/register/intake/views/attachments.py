"""Files with a report: adding them to a draft, to a report that was sent and to an answer; opening them."""

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.rules import require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.attachments import refusals
from schakel.register.intake.attachments.keeping import (
    Checked,
    add_to_draft,
    add_to_report,
    hand_out,
    look_at,
    remove_from_draft,
)
from schakel.register.intake.attachments.refusals import FileRefusedError
from schakel.register.intake.attachments.responses import file_response
from schakel.register.intake.attachments.tables import Attachment
from schakel.register.intake.choices import ENDED
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.forms.attachments import AttachmentForm
from schakel.register.intake.models import Report
from schakel.register.intake.queries import kept_drafts, latest_status
from schakel.register.intake.views.drafts import check_page
from schakel.register.intake.views.pages import page


def checked_file(form: Form, request: SignedInRequest, to: Report | ReportDraft) -> Checked | None:
    """The file that was sent with a form; None where there is none, or with what is wrong beside it.

    Django passes over a file that is too large to hold in memory, as if none had been chosen.
    """
    limit = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        form.errors.pop("file", None)  # it was chosen
        form.add_error("file", FileRefusedError(refusals.TOO_LARGE).sentence)
        return None
    if not form.is_valid() or not form.cleaned_data["file"]:
        return None
    file = form.cleaned_data["file"]
    try:
        return look_at(by=request.user, to=to, name=file.name, content=file.read())
    except FileRefusedError as refusal:
        form.add_error("file", refusal.sentence)
        return None


@require_POST
@allowed("create", "intake.Report")
def add_draft(request: SignedInRequest, number: str) -> HttpResponse:
    """Add a file to a draft, on its check page."""
    draft = _draft(request, number)
    form = AttachmentForm(request.POST, request.FILES)
    file = checked_file(form, request, draft)
    if file is not None:
        try:
            add_to_draft(by=request.user, draft=draft, file=file)
            return _to_check(draft)
        except FileRefusedError as refusal:
            form.add_error("file", refusal.sentence)
        except NotPossibleError:  # sent or thrown away in another window
            return _to_check(draft)
    return check_page(request, draft, upload=form)


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
    if latest_status(report) in ENDED:
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
