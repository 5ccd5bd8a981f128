"""The decisions: what waits for a second registrar, and each one with its history and its undo."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.linkage.actions import second, undo
from schakel.register.linkage.choices import ConflictKind, DecisionState, TwoEyesMore
from schakel.register.linkage.decision_forms import SecondForm, UndoForm
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.history import awaiting, decisions, in_the_way
from schakel.register.linkage.joining import in_order
from schakel.register.linkage.pairs import Pair, Side
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.two_persons import beside
from schakel.register.persons.queries import actor_names
from schakel.register.persons.templatetags.persons import colleague

PER_PAGE = 50


@require_GET
@allowed("see", "linkage.Decision")
def every(request: SignedInRequest) -> HttpResponse:
    """What waits for a second registrar; or, asked for, every decision."""
    waits = request.GET.get("show") != "all"
    rows = (awaiting() if waits else decisions()).visible_to(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waits": waits,
        "rows": [(row, _labels(TwoEyesMore, row.rests_on.two) if waits else []) for row in page],
        "actor_names": actor_names(row.by for row in page),
        "tabs": [
            {"url": "?", "label": _("Waiting for a second registrar"), "current": waits},
            {"url": "?show=all", "label": _("All decisions"), "current": not waits},
        ],
    }
    return render(request, "linkage/decisions.html", context)


def _labels(kinds: Any, codes: list[str]) -> list[str]:
    """In words; a code that is no longer in use stays a code."""
    return [str(kinds(code).label) if code in kinds.values else code for code in codes]


def _decision(request: SignedInRequest, number: str) -> Decision:
    rows = Decision.objects.select_related("person", "other", "undoes", "undone_by", "version")
    return visible_or_404(rows, request.user, number=number)


@require_GET
@never_cache
@allowed("see", "linkage.Decision")
def decision(request: SignedInRequest, number: str) -> HttpResponse:
    """One decision: whom it was about, what it rested on, and the way back."""
    return _show(request, _decision(request, number))


def _show(request: SignedInRequest, row: Decision, **context: Any) -> HttpResponse:
    people = [one for one in (row.person, row.other) if one is not None]
    for one in people:
        record(
            by=request.user,
            event=Event.VIEW,
            object_type="decision",
            object_id=row.number,
            subject=one.number,
            data=("reason", "evidence"),
        )
    rests_on = row.rests_on
    waits = row.state == DecisionState.AWAITS_SECOND
    pair = Pair(*map(Side.of, in_order(*people))) if waits and len(people) > 1 else None
    context = {
        "decision": row,
        "rests_on": rests_on,
        "before": [(number, rests_on.before[number]) for number in sorted(rests_on.before)],
        "told": list(_told(row)),
        "conflicts": _labels(ConflictKind, rests_on.conflicts),
        "waits": waits,
        "own": row.by == request.user.actor_id,
        # Whoever can say no needs no second button that does the same.
        "refusable": waits and row.by != request.user.actor_id,
        "beside": beside(pair, request.user) if pair else None,
        "may_undo": row.may_become(DecisionState.UNDONE) and row.kind != "UNDO",
        "in_the_way": in_the_way(row),
        "second": SecondForm(prefix="second"),
        "undo": UndoForm(prefix="undo"),
        **context,
    }
    status = 422 if context["second"].is_bound or context["undo"].is_bound else 200
    return render(request, "linkage/decision.html", context, status=status)


def _told(row: Decision) -> Iterator[tuple[str, str]]:
    """What was decided, as (label, value); what does not apply is left out."""
    names = actor_names([row.by, row.second_by])
    yield _("Reason"), row.reason or _("none given")
    yield _("Decided by"), _who(row.by, row.at, names)
    if row.rests_on.two:
        yield _("Why a second registrar"), "; ".join(_labels(TwoEyesMore, row.rests_on.two))
    if row.second_at:
        yield _("Second registrar"), _who(row.second_by, row.second_at, names)
        yield _("Explanation"), row.second_reason or _("none given")
    if row.score is not None:
        version = row.version.version if row.version else ""
        yield _("The machine"), f"{number_format(min(99.9, 100 * row.score), 1)} % ({version})"


def _who(actor: str, at: datetime, names: dict[str, str]) -> str:
    return f"{colleague(actor, names)}, {date_format(timezone.localtime(at), 'j F Y H:i')}"


@require_POST
@never_cache
@allowed("change", "linkage.Decision")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """The second registrar agrees or not."""
    row = _decision(request, number)
    form = SecondForm(request.POST, prefix="second")
    if not form.is_valid():
        return _show(request, row, second=form)
    agree = form.cleaned_data["answer"] == SecondForm.AGREE
    try:
        second(by=request.user, decision=row, agree=agree, reason=form.cleaned_data["reason"])
    except RefusedError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request, _("Carried out.") if agree else _("Refused: nothing has changed.")
        )
    return redirect("linkage:decision", number=number)


@require_POST
@never_cache
@allowed("change", "linkage.Decision")
def take_back(request: SignedInRequest, number: str) -> HttpResponse:
    """Undo a decision, or take back one that still waits."""
    row = _decision(request, number)
    form = UndoForm(request.POST, prefix="undo")
    if not form.is_valid():
        return _show(request, row, undo=form)
    try:
        undone = undo(by=request.user, decision=row, reason=form.cleaned_data["reason"])
    except RefusedError as refused:
        messages.error(request, refused.message)
        return redirect("linkage:decision", number=number)
    messages.success(request, _("Undone: everything is as it was before."))
    return redirect("linkage:decision", number=undone.number)
