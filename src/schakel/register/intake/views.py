"""Pages of reporters: their own organisation's reports, and sending one."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import allowed_verbs, require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.numbers import read_number
from schakel.register.intake.actions import (
    NotPossibleError,
    ReferenceInUseError,
    answer,
    correct,
    receive,
    withdraw,
)
from schakel.register.intake.choices import ENDED, Status
from schakel.register.intake.files.templates import TEMPLATES
from schakel.register.intake.forms import AnswerForm, OwnReportsFilter, ReportForm, WithdrawForm
from schakel.register.intake.models import Report, ReportQuerySet
from schakel.register.intake.queries import (
    facts,
    history,
    identity_facts,
    latest_status,
    own_reports,
    report_values,
    senders_for,
)

PER_PAGE = 25


@require_GET
@allowed("see", "intake.Report")
def own(request: SignedInRequest) -> HttpResponse:
    """The reports of one's own organisation."""
    form = OwnReportsFilter(request.GET)
    reports = own_reports(request.user)
    if form.is_valid():
        reports = _narrowed(reports, form.cleaned_data)
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "narrowed": any(form.data.get(name) for name in form.fields),
        "several_senders": senders_for(request.user).count() > 1,
    }
    return _page(request, "own", context)


def _narrowed(reports: ReportQuerySet, given: dict[str, Any]) -> ReportQuerySet:
    if given["number"]:
        reports = reports.filter(number=read_number(given["number"]) or "")
    if given["year"]:
        reports = reports.filter(year=given["year"])
    if given["status"]:
        reports = reports.filter(status=given["status"])
    return reports


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.Report")
def new(request: SignedInRequest) -> HttpResponse:
    """Send a report."""
    form = _report_form(request)
    if request.method == "POST" and form.is_valid():
        sender = form.sender or form.cleaned_data["organisation"]
        report = _try(
            form,
            lambda: receive(
                by=request.user,
                data=form.to_data(sender),
                channel=form.cleaned_data.get("channel") or "PORTAL",
                organisation=sender,
            ),
        )
        if report is not None:
            messages.success(request, _("We have received your report. The number is below."))
            return redirect("intake:detail", number=report.number)
    return _form_page(request, form, template="new")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "intake.Report")
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """One report: the receipt, what was sent, and what became of it."""
    report = _report(request, number)
    state = latest_status(report)
    form = AnswerForm(request.POST or None) if state == Status.QUESTION else None
    if form is not None and request.method == "POST" and form.is_valid():
        answer(by=request.user, report=report, text=form.cleaned_data["answer"])
        messages.success(request, _("Your answer has been sent."))
        return redirect("intake:detail", number=report.number)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("report", "identity"),
    )
    verbs = () if state in ENDED else allowed_verbs(request.user, report, {"correct", "withdraw"})
    context = {
        "report": report,
        "state": Status(state),
        "ended": state in ENDED,
        "answer_form": form,
        "facts": [*identity_facts(report), *facts(report)],
        "history": history(report),
        "correction": next(iter(report.corrections.all()), None),
        "verbs": verbs,
    }
    return _page(request, "detail", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("correct", "intake.Report")
def correction(request: SignedInRequest, number: str) -> HttpResponse:
    """Send a correction: the same form, filled in as the report was."""
    old = _open_report(request, number, "correct")
    if old.organisation is None:
        raise Http404  # without a sender there is no form to fill in anew
    form = _report_form(request, sender=old.organisation, initial=report_values(old))
    if request.method == "POST" and form.is_valid():
        report = _try(
            form,
            lambda: correct(by=request.user, report=old, data=form.to_data(old.organisation)),
        )
        if report is not None:
            messages.success(request, _("We have received your correction as a new report."))
            return redirect("intake:detail", number=report.number)
    return _form_page(request, form, template="correct", report=old)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("withdraw", "intake.Report")
def withdrawal(request: SignedInRequest, number: str) -> HttpResponse:
    """Take a report back."""
    report = _open_report(request, number, "withdraw")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(by=request.user, report=report, reason=form.cleaned_data["reason"])
        messages.success(request, _("The report has been withdrawn."))
        return redirect("intake:detail", number=report.number)
    return _page(request, "withdraw", {"form": form, "report": report})


@require_GET
@allowed("create", "intake.Report")
def template(_request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with all columns, as CSV or XLSX."""
    made = TEMPLATES[kind]()
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _report_form(
    request: SignedInRequest,
    sender: Organisation | None = None,
    initial: dict[str, Any] | None = None,
) -> ReportForm:
    senders = senders_for(request.user)
    by_centre = request.user.works_at_centre
    if sender is None:
        first_two = list(senders[:2])
        sender = first_two[0] if len(first_two) == 1 and not by_centre else None
    initial = {"token": secrets.token_hex(16), **(initial or {})}
    named = bool(initial.get("surname") or initial.get("given_names") or initial.get("consent"))
    return ReportForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        organisation=sender,
        senders=senders,
        by_centre=by_centre,
        with_identity=named or request.GET.get("identity") == "1",
    )


def _try(form: ReportForm, send: Any) -> Report | None:
    """Send, or put what is in the way beside the field that it is about."""
    try:
        return send()
    except ValidationError as refusal:
        for name, texts in refusal.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
    except ReferenceInUseError as refusal:
        form.add_error(
            "reporter_reference",
            _(
                "You already used this reference, for report %(number)s. Correct that report, or use "
                "another reference."
            )
            % {"number": refusal.number},
        )
    except NotPossibleError:
        form.add_error(None, _("This report has meanwhile been corrected or withdrawn."))
    return None


def _form_page(
    request: SignedInRequest, form: ReportForm, template: str, **context: Any
) -> HttpResponse:
    faces = []
    if form.sender is not None and not form.statutory:
        address = request.path
        faces = [
            {"url": address, "label": _("Without a name"), "current": not form.with_identity},
            {
                "url": f"{address}?identity=1",
                "label": _("With a name and consent"),
                "current": form.with_identity,
            },
        ]
    return _page(request, template, {"form": form, "faces": faces, **context})


def _report(request: SignedInRequest, number: str) -> Report:
    reports = Report.objects.with_rows().select_related("identity")
    return visible_or_404(reports, request.user, number=number)


def _open_report(request: SignedInRequest, number: str, verb: str) -> Report:
    """The report, if it can still be corrected or withdrawn; else 404, as no button leads here."""
    report = _report(request, number)
    require(request.user, verb, report)
    if latest_status(report) in ENDED:
        raise Http404
    return report


def _page(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    shell = "ui/staff.html" if request.user.works_at_centre else "ui/partner.html"
    context = {"shell": shell, "list_url": reverse("intake:own"), **context}
    return render(request, f"intake/{name}.html", context)
