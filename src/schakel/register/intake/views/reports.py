"""Pages of reporters: their own organisation's reports, correcting and withdrawing."""

import secrets
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import allowed_verbs, may, require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.files.refusals import FileRefusedError
from schakel.foundation.terms.numbers import read_number
from schakel.register.intake.actions import (
    NotPossibleError,
    correct,
    withdraw,
)
from schakel.register.intake.attachments.keeping import answer_with
from schakel.register.intake.attachments.listing import attachments_before, attachments_of
from schakel.register.intake.choices import ENDED, TRANSITIONS, Status
from schakel.register.intake.consents import state_of
from schakel.register.intake.forms.attachments import AnswerWithFileForm
from schakel.register.intake.forms.correction import CorrectionForm, values_of
from schakel.register.intake.forms.replies import OwnReportsFilter, WithdrawForm
from schakel.register.intake.models import Report, ReportQuerySet
from schakel.register.intake.queries import (
    data_of,
    drafts_for,
    facts,
    history,
    identity_facts,
    latest_status,
    own_reports,
    senders_for,
)
from schakel.register.intake.retention import DRAFT_DAYS
from schakel.register.intake.rules import is_sender
from schakel.register.intake.views.code import takes_a_code
from schakel.register.intake.views.pages import attempt, page
from schakel.register.intake.views.uploads import checked_file

PER_PAGE = 25


@require_GET
@allowed("see", "intake.Report")
def own(request: SignedInRequest) -> HttpResponse:
    """The reports of one's own organisation."""
    form = OwnReportsFilter(request.GET)
    reports = own_reports(request.user)
    if form.is_valid():
        reports = _narrowed(reports, form.cleaned_data)
    reports_page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": reports_page,
        "drafts": list(drafts_for(request.user)),
        "draft_days": DRAFT_DAYS,
        "by_centre": request.user.works_at_centre,
        "narrowed": any(form.data.get(name) for name in form.fields),
        "several": may(request.user, "deliver", "intake.ImportBatch"),
        "several_senders": senders_for(request.user).count() > 1,
    }
    return page(request, "own", context)


def _narrowed(reports: ReportQuerySet, given: dict[str, Any]) -> ReportQuerySet:
    if given["number"]:
        reports = reports.filter(number=read_number(given["number"]) or "")
    if given["year"]:
        reports = reports.filter(year=given["year"])
    if given["status"]:
        reports = reports.filter(status=given["status"])
    return reports


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "intake.Report")
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """One report: the receipt, what was sent, and what became of it."""
    report = _report(request, number)
    if not is_sender(request.user, report):
        # The centre has a page of its own, on which an identity is only opened on a ground.
        return redirect(settings.STAFF_REPORT_PAGE, number=report.number)
    state = latest_status(report)
    form = None
    if state == Status.QUESTION:
        form = AnswerWithFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and _answered(request, report, form):
            messages.success(request, _("Your answer has been sent."))
            return redirect("intake:detail", number=report.number)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("report", "identity"),
    )
    verbs = allowed_verbs(request.user, report, {"correct", "withdraw", "attach", "open"})
    context = {
        "report": report,
        "state": Status(state),
        "last": next(reversed(report.statuses.all()), None),
        "ended": state in ENDED,
        "answer_form": form,
        "facts": [*identity_facts(report), *facts(report)],
        "history": history(report),
        "correction": next(iter(report.corrections.all()), None),
        "verbs": verbs & _open_verbs(state),
        "attachments": attachments_of(report),
        "earlier": attachments_before(report),
        "consent": state_of(report),
        "takes_a_code": takes_a_code(report, state),
    }
    return page(request, "detail", context)


def _answered(request: SignedInRequest, report: Report, form: AnswerWithFileForm) -> bool:
    """Send the answer, with its file; False where something is wrong with either."""
    file = checked_file(form, request, report)
    if not form.is_valid():
        return False
    try:
        answer_with(by=request.user, report=report, text=form.cleaned_data["answer"], file=file)
    except FileRefusedError as refusal:
        form.add_error("file", refusal.sentence)
        return False
    except NotPossibleError:  # answered or withdrawn in another window
        form.add_error(None, _("This report has meanwhile been corrected or withdrawn."))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("correct", "intake.Report")
def correction(request: SignedInRequest, number: str) -> HttpResponse:
    """Send a correction: all questions on one page, filled in as the report was."""
    report = _report(request, number)
    if _is_late(request, report, "correct"):
        return redirect("intake:detail", number=report.number)
    sender = report.organisation
    if sender is None:
        raise Http404  # without a sender there is no form to fill in anew
    old = data_of(report)
    values = values_of(old)
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={"token": secrets.token_hex(16), **values},
        sender=sender,
        with_identity=old.has_identity
        or bool(values["consent"])
        or request.GET.get("identity") == "1",
        old=old,
    )
    if request.method == "POST" and form.is_valid():
        new = attempt(form, lambda: correct(by=request.user, report=report, data=form.corrected()))
        if new is not None:
            messages.success(request, _("We have received your correction as a new report."))
            return redirect("intake:detail", number=new.number)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("report", "identity"),
    )
    return page(
        request, "correct", {"form": form, "faces": _faces(request, form), "report": report}
    )


def _faces(request: SignedInRequest, form: CorrectionForm) -> list[dict[str, Any]]:
    """With and without a name, for those who choose."""
    if form.statutory:
        return []
    without, identified = (
        {"url": request.path, "label": _("Without a name"), "current": not form.with_identity},
        {
            "url": f"{request.path}?identity=1",
            "label": _("With a name and consent"),
            "current": form.with_identity,
        },
    )
    return [without, identified]


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("withdraw", "intake.Report")
def withdrawal(request: SignedInRequest, number: str) -> HttpResponse:
    """Take a report back."""
    report = _report(request, number)
    if _is_late(request, report, "withdraw"):
        return redirect("intake:detail", number=report.number)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(by=request.user, report=report, reason=form.cleaned_data["reason"])
            messages.success(request, _("The report has been withdrawn."))
        except NotPossibleError:  # in another window, at the same moment
            messages.error(request, _("This report has meanwhile been corrected or withdrawn."))
        return redirect("intake:detail", number=report.number)
    context = {"form": form, "report": report, "consent": state_of(report)}
    return page(request, "withdraw", context)


@require_GET
@allowed("create", "intake.Report")
def template(_request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with all columns, as CSV or XLSX."""
    made = import_module("schakel.register.intake.files.templates").TEMPLATES[kind]()
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _report(request: SignedInRequest, number: str) -> Report:
    reports = Report.objects.with_rows().select_related("identity")
    return visible_or_404(reports, request.user, number=number)


def _is_late(request: SignedInRequest, report: Report, verb: str) -> bool:
    """Can the report not be corrected or withdrawn any more? Who sends a page from before is told so.

    Opened, it is 404, as no button leads here.
    """
    require(request.user, verb, report)
    if verb in _open_verbs(latest_status(report)):
        return False
    if request.method != "POST":
        raise Http404
    messages.error(request, _("This report has meanwhile been corrected or withdrawn."))
    return True


_BECOMES = {"correct": Status.CORRECTED, "withdraw": Status.WITHDRAWN}


def _open_verbs(state: str) -> set[str]:
    """What a reporter can still do with a report in this state."""
    shut = state in ENDED or state == Status.CONSENT_WITHDRAWN
    always = {"open"} if shut else {"open", "attach"}
    return always | {verb for verb, status in _BECOMES.items() if status in TRANSITIONS[state]}
