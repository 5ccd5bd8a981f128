"""Review: the queue of pairs that may be one person, and one case side by side."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.models import Report
from schakel.register.linkage import cases
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.forms import AnswerForm
from schakel.register.linkage.judging import (
    judge,
    needs_reason,
)
from schakel.register.linkage.models import Proposal, SecondLook
from schakel.register.linkage.restricted import asked_of
from schakel.register.linkage.views.judging import DONE, PROBLEMS, SECOND, in_words, refuse
from schakel.register.linkage.views.showing import side_by_side
from schakel.register.linkage.weighing import weights
from schakel.register.linkage.wording import chance, told

PER_PAGE = 25
# A colleague was first: nothing to mend, on to the next.
SETTLED = "settled"


@require_GET
@never_cache
@allowed("see", "linkage.Proposal")
def queue(request: SignedInRequest) -> HttpResponse:
    """Cases, on top those in which a decision is worth most."""
    pairs = list(cases.open_pairs(request.user)[: cases.MOST_PAIRS])
    found = cases.cases(pairs, cases.standing_of(pairs))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    reports = {pk for case in page.object_list for pk in case.reports}
    known = Report.objects.select_related("organisation").in_bulk(reports)
    rows = [
        {
            "case": case,
            "reports": [known[pk] for pk in case.reports],
            "chance": chance(case.first.score),
            "told": told(case.first.levels),
        }
        for case in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "pairs": len(pairs),
        "asked": len(asked_of(request.user)),
        "second_looks": _second_looks(request),
    }
    return render(request, "linkage/review.html", context)


def _second_looks(request: SignedInRequest) -> int:
    """How many pairs wait for a blind second look or were judged differently."""
    rows = SecondLook.objects.visible_to(request.user, "change")
    actor = request.user.actor_id
    return rows.to_give(actor).count() + rows.differing().of(actor).count()


def _pair(request: SignedInRequest, low: str, high: str) -> Proposal:
    """The pair that an address names by the numbers of its reports; else 404."""
    rows = Proposal.objects.visible_to(request.user).select_related("low", "high", "version")
    both = Q(low__number=low, high__number=high) | Q(low__number=high, high__number=low)
    found = rows.filter(both).first()
    if found is None:
        raise Http404
    return found


@require_GET
@never_cache
@allowed("see", "linkage.Proposal")
def case(request: SignedInRequest, low: str, high: str) -> HttpResponse:
    """One case: every report a column, every field a row, and the answer to one of its pairs."""
    return _show(request, _pair(request, low, high))


def _show(request: SignedInRequest, pair: Proposal, **context: Any) -> HttpResponse:
    found = cases.case_of(pair, request.user)
    focus = (pair.low_id, pair.high_id)
    order = [*focus, *(pk for pk in found.reports if pk not in focus)]
    shown = {
        "pair": pair,
        "focus": focus,
        "others": [(one, chance(one.score)) for one in found.pairs if one.pk != pair.pk],
        "chance": chance(pair.score),
        "told": told(pair.levels),
        "weights": weights(pair),
        "judgements": list(pair.judgements.all()),
        "form": AnswerForm(sure=needs_reason(pair.score, Verdict.NOT_SAME)),
        **side_by_side(request, order),
        **context,
    }
    return render(request, "linkage/case.html", shown, status=context.get("status", 200))


@require_POST
@never_cache
@allowed("change", "linkage.Proposal")
def decide(request: SignedInRequest, low: str, high: str) -> HttpResponse:
    """Write the answer down, and go on with what is worth most now."""
    pair = _pair(request, low, high)
    verdict = request.POST.get("verdict", "")
    form = AnswerForm(request.POST, sure=needs_reason(pair.score, Verdict.NOT_SAME))
    if not form.is_valid():
        return _show(request, pair, form=form, status=422)
    reason = form.cleaned_data["reason"]
    found = cases.case_of(pair, request.user)
    try:
        refuse(verdict, reason)
        done = judge(by=request.user, proposal=pair, verdict=verdict, reason=reason)
    except PROBLEMS as problem:
        if getattr(problem, "code", "") != SETTLED:
            form.add_error("reason", in_words(problem))
            return _show(request, pair, form=form, status=422)
        messages.info(request, in_words(problem))
    else:
        messages.success(request, DONE[Verdict(verdict)] if done else SECOND)
    following = None
    if verdict != Verdict.UNSURE:
        following = cases.next_after(pair, found, request.user)
    if following is None:
        return redirect("linkage:review")
    return redirect("linkage:case", low=following.low.number, high=following.high.number)
