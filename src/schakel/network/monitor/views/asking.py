"""A survey: its adviser answers, the centre accepts item by item."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.terms.queries import label
from schakel.network.monitor.choices import ITEMS, Verdict
from schakel.network.monitor.forms import AnswerForm
from schakel.network.monitor.models import DETAIL_FIELDS, Survey
from schakel.network.monitor.portrait import said
from schakel.network.monitor.queries import items, newest
from schakel.network.monitor.showing import shown
from schakel.network.monitor.surveys import answer, decide

# When an accepted answer is to be looked at again.
CHECK_AFTER_YEARS = 1


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedInRequest, number: str) -> HttpResponse:
    """For its adviser a form to fill in, until it was sent; for the centre the answers to decide on."""
    survey = visible_or_404(
        Survey.objects.select_related("municipality"), request.user, number=number
    )
    if survey.answered_at is None and may(request.user, "answer", survey):
        return _fill_in(request, survey)
    deciding = survey.answered_at is not None and may(request.user, "change", survey)
    if request.method == "POST" and deciding:
        return _decide(request, survey)
    return render(
        request,
        "monitor/survey.html",
        {"survey": survey, "answers": _answers(survey), "deciding": deciding},
    )


def _fill_in(request: SignedInRequest, survey: Survey) -> HttpResponse:
    held = newest(survey.municipality_id, timezone.localdate())
    forms = []
    for item, name in items():
        row = held.get(item)
        initial = (
            {n: getattr(row, n) for n in ("state", *DETAIL_FIELDS) if n != "remark"} if row else {}
        )
        forms.append((name, item, AnswerForm(request.POST or None, item=item, initial=initial)))
    # Every form is looked at, so that all that is wrong is said at once.
    right = [form.is_valid() for _name, _item, form in forms]
    if request.method == "POST" and all(right):
        said_of = {item: form.cleaned_data for _name, item, form in forms}
        answer(by=request.user, survey=survey, answers=said_of)
        messages.success(request, _("Thank you. The centre looks at your answers."))
        return redirect("monitor:survey", survey.number)
    status = 422 if request.method == "POST" else 200
    context = {"survey": survey, "forms": forms}
    return render(request, "monitor/survey_form.html", context, status=status)


def _answers(survey: Survey) -> list[dict[str, Any]]:
    held = newest(survey.municipality_id, timezone.localdate())
    return [
        {
            "item": row.item,
            "name": label(ITEMS, row.item),
            "state": shown(row.state),
            "now": shown(held[row.item].state if row.item in held else "UNKNOWN"),
            "said": said(row, True),
            "verdict": row.get_verdict_display() if row.verdict else "",
            "accepted": row.verdict == Verdict.ACCEPTED,
        }
        for row in survey.answers.order_by("pk")
    ]


def _decide(request: SignedInRequest, survey: Survey) -> HttpResponse:
    verdicts = {item: request.POST.get(item, "") for item, _name in items()}
    today = timezone.localdate()
    next_check = today.replace(year=today.year + CHECK_AFTER_YEARS, day=min(today.day, 28))
    decide(by=request.user, survey=survey, verdicts=verdicts, next_check=next_check)
    messages.success(request, _("Your decisions are written down."))
    return redirect("monitor:survey", survey.number)
