"""Two persons side by side, and joining them; reports chosen, and parting them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.linkage import crossing
from schakel.register.linkage.actions import join, split
from schakel.register.linkage.choices import DecisionState, Refusal
from schakel.register.linkage.decision_forms import JoinForm, OtherPersonForm, SplitForm
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.joining import in_order, waiting_for
from schakel.register.linkage.pairs import Pair, Side, mark_of, open_members
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.strength import strength_of
from schakel.register.linkage.two_persons import beside, opened
from schakel.register.persons.actions import open_identity
from schakel.register.persons.asking import IdentityForm
from schakel.register.persons.models import Person
from schakel.register.persons.queries import carries_identity, members, possible_same

CHANGES = ("GET", "HEAD", "POST")


def person_or_404(request: SignedInRequest, number: str) -> Person:
    """The person that an address names, for whoever sees all of it: who is who is decided on everything."""
    return visible_or_404(Person.objects.all(), request.user, "change", number=number)


def seen_by(request: SignedInRequest, *people: Person) -> None:
    """Log that somebody looked at what the reports say about these persons."""
    for one in people:
        record(
            by=request.user,
            event=Event.VIEW,
            object_type="person",
            object_id=one.number,
            subject=one.number,
            data=("reports", "registrations"),
        )


@require_http_methods(CHANGES)
@never_cache
@allowed("change", "linkage.Decision")
def choose(request: SignedInRequest, number: str) -> HttpResponse:
    """With whom is this person to be compared?"""
    person = person_or_404(request, number)
    form = OtherPersonForm(request.POST or None, person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect("linkage:join", number=number, other=form.cleaned_data["number"])
    context = {
        "person": person,
        "form": form,
        "candidates": possible_same(person, user=request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "linkage/choose.html", context, status=status)


def pair_or_404(request: SignedInRequest, number: str, other: str) -> Pair:
    """Both persons of an address, whoever was registered first as the low one."""
    one, two = person_or_404(request, number), person_or_404(request, other)
    if one.pk == two.pk:
        raise Http404
    low, high = in_order(one, two)
    return Pair(Side.of(low), Side.of(high))


@require_http_methods(CHANGES)
@never_cache
@allowed("change", "linkage.Decision")
def join_two(request: SignedInRequest, number: str, other: str) -> HttpResponse:
    """What would become one, what speaks against it, and whether a second registrar is needed."""
    pair = pair_or_404(request, number, other)
    overruled = crossing.apart(pair)
    form = JoinForm(request.POST or None, overrules=bool(overruled), initial={"seen": pair.mark})
    if request.method != "POST" or not form.is_valid():
        return _show(request, pair, form=form, overruled=overruled)
    wanted = form.cleaned_data
    try:
        decision = join(
            by=request.user,
            low=pair.low.person,
            high=pair.high.person,
            reason=wanted["reason"],
            overrule=wanted.get("overrule", False),
            seen=wanted["seen"],
        )
    except RefusedError as refused:
        return _refused(request, pair, refused)
    messages.success(request, _said(decision))
    return redirect("linkage:decision", number=decision.number)


def _said(decision: Decision) -> str:
    if decision.state == DecisionState.AWAITS_SECOND:
        return _("Nothing has changed yet: a second registrar must agree.")
    return _("Done. You can undo it on this page.")


def _refused(request: SignedInRequest, pair: Pair, refused: RefusedError) -> HttpResponse:
    """To the decision that was taken already, or back to the page with what stands there now."""
    messages.error(request, refused.message)
    if refused.decisions and refused.code in (Refusal.SAME_PERSON, Refusal.AWAITS):
        return redirect("linkage:decision", number=refused.decisions[0].number)
    low, high = pair.low.person, pair.high.person
    return redirect("linkage:join", number=low.number, other=high.number)


def _show(request: SignedInRequest, pair: Pair, **context: Any) -> HttpResponse:
    low, high = pair.low.person, pair.high.person
    seen_by(request, low, high)
    overruled = context.pop("overruled", None)
    overruled = crossing.apart(pair) if overruled is None else overruled
    strength = strength_of(pair)
    form = context.pop("form", None) or JoinForm(
        overrules=bool(overruled), initial={"seen": pair.mark}
    )
    context = {
        "beside": beside(pair, request.user),
        "conflicts": pair.conflicts,
        "strength": strength,
        "why_two": [
            str(why.label) for why in pair.why_two(strength.score, overrules=bool(overruled))
        ],
        "overruled": overruled,
        "waiting": waiting_for(pair),
        "form": form,
        "possible": bool(pair.low.members and pair.high.members),
        "closed": any(carries_identity(one, request.user) for one in (low, high)),
        "ground": IdentityForm(prefix="identity"),
        "opened": None,
        **context,
    }
    status = 422 if form.is_bound or context["ground"].is_bound else 200
    if context["opened"] is not None:
        status = 200
    return render(request, "linkage/join.html", context, status=status)


@require_POST
@never_cache
@allowed("see", "persons.Identity")
def identities(request: SignedInRequest, number: str, other: str) -> HttpResponse:
    """The same page with the identities that the reports about both give, after a ground was given."""
    pair = pair_or_404(request, number, other)
    form = IdentityForm(request.POST, prefix="identity")
    if not form.is_valid():
        return _show(request, pair, ground=form)
    rows = [
        open_identity(by=request.user, row=side.person, **form.cleaned_data)
        for side in (pair.low, pair.high)
    ]
    return _show(request, pair, opened=opened(pair, rows), ground=form)


@require_http_methods(CHANGES)
@never_cache
@allowed("change", "linkage.Decision")
def split_one(request: SignedInRequest, number: str) -> HttpResponse:
    """Which reports are about another person, and why."""
    person = person_or_404(request, number)
    reports = list(members(person, request.user))
    form = SplitForm(
        request.POST or None, rows=reports, initial={"seen": mark_of(open_members(person))}
    )
    if request.method != "POST" or not form.is_valid():
        seen_by(request, person)
        context = {"person": person, "form": form, "reports": reports}
        return render(request, "linkage/split.html", context, status=422 if form.is_bound else 200)
    wanted = form.cleaned_data
    chosen = [row for row in reports if row.number in wanted["reports"]]
    try:
        decision = split(
            by=request.user,
            person=person,
            reports=chosen,
            reason=wanted["reason"],
            seen=wanted["seen"],
        )
    except RefusedError as refused:
        messages.error(request, refused.message)
        return redirect("linkage:split", number=number)
    messages.success(request, _said(decision))
    return redirect("linkage:decision", number=decision.number)
