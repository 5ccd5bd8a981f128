"""Letters to and from the reporter: a question, its answer by telephone, a report given back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.actions import NotPossibleError, answer, ask
from schakel.register.intake.choices import TRANSITIONS, Status
from schakel.register.intake.models import Report
from schakel.register.persons import triage
from schakel.register.persons.choices import ReadyQuestion
from schakel.register.persons.handling import give_back
from schakel.register.persons.questions import first_choice, ready_text
from schakel.register.persons.triage_forms import AnswerForm, AskForm, GiveBackForm
from schakel.register.persons.views.triage import report_on_desk


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("ask", "intake.Report")
def question(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask the reporter: a ready text, that can be changed."""
    row = _row(request, number)
    if Status.QUESTION not in TRANSITIONS[row.status]:
        return _too_late(request, row)
    kind = request.GET.get("ready", first_choice(row))
    form = AskForm(
        request.POST if request.method == "POST" else None,
        report=row,
        initial={"text": ready_text(kind, row)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask(by=request.user, report=row, question=form.cleaned_data["text"])
        except (NotPossibleError, ValidationError):
            return _too_late(request, row)
        messages.success(request, _("The question is with the reporter now."))
        return redirect("persons:triage")
    ready = [
        {"url": f"?ready={each.value}", "label": each.label, "current": each.value == kind}
        for each in ReadyQuestion
        if each != ReadyQuestion.MISSING or first_choice(row) == ReadyQuestion.MISSING
    ]
    return _page(request, "ask", row, form, ready=ready)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("give_back", "intake.Report")
def returning(request: SignedInRequest, number: str) -> HttpResponse:
    """Give a report back to the reporter, with a reason."""
    row = _row(request, number)
    if Status.RETURNED not in TRANSITIONS[row.status]:
        return _too_late(request, row)
    form = GiveBackForm(request.POST if request.method == "POST" else None, report=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            give_back(by=request.user, report=row, reason=given["reason"], text=_letter(given))
        except NotPossibleError:
            return _too_late(request, row)
        messages.success(request, _("The report has been given back to the reporter."))
        return redirect("persons:triage")
    return _page(request, "give_back", row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("ask", "intake.Report")
def answered(request: SignedInRequest, number: str) -> HttpResponse:
    """Write down an answer that the reporter gave by telephone or on paper."""
    row = _row(request, number)
    if Status.ANSWERED not in TRANSITIONS[row.status]:
        return _too_late(request, row)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(by=request.user, report=row, text=form.cleaned_data["text"])
        except NotPossibleError:
            return _too_late(request, row)
        messages.success(request, _("The answer has been written down."))
        return redirect("persons:report", number=row.number)
    return _page(request, "answer", row, form, asked=row.statuses.last())


def _letter(given: dict[str, Any]) -> str:
    return f"{given['text']} ({given['earlier']})" if given.get("earlier") else given["text"]


def _row(request: SignedInRequest, number: str) -> Report:
    report = report_on_desk(request, number)
    return triage.with_details(triage.placed(pks=[report.pk])).get()


def _too_late(request: SignedInRequest, row: Report) -> HttpResponse:
    messages.error(request, _("The report has meanwhile changed. This is not possible any more."))
    return redirect("persons:report", number=row.number)


def _page(
    request: SignedInRequest, name: str, row: Report, form: Any, **context: Any
) -> HttpResponse:
    context = {"report": row, "form": form, "standing": triage.standing(row), **context}
    return render(request, f"persons/{name}.html", context, status=422 if form.errors else 200)
