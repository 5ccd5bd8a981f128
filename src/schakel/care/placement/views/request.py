"""One request: its people and needs, what suits, where it stands, offers, history, and every step."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.care.placement import (
    actions,
    asking,
    deciding,
    fitting,
    following,
    offering,
    opening,
    work,
)
from schakel.care.placement.choices import (
    DONE,
    MAY_PASS_ON,
    TRANSITIONS,
    AnswerKind,
    Happening,
    State,
)
from schakel.care.placement.clocks import clocks_of
from schakel.care.placement.contents import NAMED
from schakel.care.placement.contents import intake_report as intake_report_of
from schakel.care.placement.models import Client, Event, GroupRestriction, Offer, Request
from schakel.care.placement.needs_forms import WORTH_ASKING, NeedsForm, initial_of
from schakel.care.placement.offer_forms import CareForm, QuestionForm, RefusalForm
from schakel.care.placement.offering import offers_of
from schakel.care.placement.queries import asked, people_of, requests
from schakel.care.placement.request_forms import (
    AskAskerForm,
    AssignForm,
    ConsentForm,
    NoteForm,
    RestrictForm,
    StepForm,
)
from schakel.care.placement.views.trying import form_errors, tried
from schakel.care.placement.wording import fact_rows, not_known, timeline
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged
from schakel.methods.placement import Outcome
from schakel.register.intake.receipts.typesetting import typeset
from schakel.register.persons.queries import actor_names

# Longer histories than this are read from the newest on.
EVENTS = 200


def request_of(request: SignedInRequest, number: str) -> Request:
    """The request that an address names, if this coordinator may change it."""
    rows = requests(request.user).defer(None)
    return visible_or_404(rows, request.user, "change", number=number)


@require_GET
@never_cache
@allowed("change", "placement.Request")
def one(request: SignedInRequest, number: str) -> HttpResponse:
    """One request."""
    return show(request, request_of(request, number))


def show(request: SignedInRequest, row: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a request, with what a form of it came back with."""
    _looked(request, row, "request")
    facts = asked([row])[row.pk]
    people = list(Client.objects.filter(group=row.group_id).order_by("pk").defer(*_NAMES))
    offers = offers_of([row])[row.pk]
    events = list(Event.objects.filter(group=row.group_id).order_by("-pk")[:EVENTS])
    names = actor_names({event.by for event in events} | {each.sent_by for each in offers})
    placements = list(row.group.placements.select_related("unit__site", "occupancy", "care"))
    accepted = next((o for o in offers if _answer(o) == AnswerKind.ACCEPTED), None)
    restriction = GroupRestriction.objects.filter(group=row.group_id, ended_at=None)
    present = next((one for one in placements if one.occupancy.until is None), None)
    context = {
        "row": row,
        "people": people,
        "short": work.in_short([row])[row.group_id],
        "facts": fact_rows(facts, people_beside=True),
        "missing": not_known(facts, WORTH_ASKING),
        "fits": [fit for fit in fitting.fits(facts, timezone.localdate()) if _worth(fit)],
        "offers": [(each, *_answer_forms(each)) for each in offers],
        "next": deciding.next_in_order(request.user, row) if row.state in _SEEKING else None,
        "accepted": accepted if row.state == State.ACCEPTED else None,
        "placements": placements,
        "clocks": clocks_of(row.group),
        "decisions": row.decisions.defer("frozen", "deviation"),
        "timeline": timeline(events, names),
        "notes": [event for event in events if event.kind == Happening.NOTE][:3],
        "actor_names": names,
        "event": _same_event(request, row),
        "can_offer": State.OFFERED in TRANSITIONS[row.state] or row.state == State.OFFERED,
        "may_again": row.state in DONE and asking.may_ask_again(row.group),
        "may_follow_up": row.state == State.PLACED and asking.may_ask_for_follow_up(row.group),
        "present": present,
        "may_pass_on": row.consent in MAY_PASS_ON,
        "restriction": restriction.select_related("keeper").defer("reason").first(),
        **_forms(row),
        "care": CareForm(prefix="care", initial={"care": present.care if present else None}),
        **more,
    }
    return render(request, "placement/request.html", context, status=status)


_NAMES = ("surname", "given_names", "date_of_birth")
_SEEKING = frozenset({State.MATCHING, State.WAITLISTED, State.NO_SHOW})


def _worth(fit: fitting.Fit) -> bool:
    return fit.outcome is not Outcome.NOT


def _answer(offer: Offer) -> str:
    return getattr(getattr(offer, "answer", None), "kind", "")


def _answer_forms(offer: Offer) -> tuple[RefusalForm, QuestionForm]:
    """The forms below one offer; each control has an id of its own on the page."""
    ids = f"id_{offer.number}_%s"
    return (
        RefusalForm(prefix="refusal", auto_id=ids),
        QuestionForm(prefix="question", auto_id=ids),
    )


def _forms(row: Request) -> dict[str, Any]:
    step = StepForm(row=row, prefix="step")
    return {
        "step": step if step.possible else None,
        "note": NoteForm(prefix="note"),
        "ask": AskAskerForm(prefix="ask") if row.asked_by_id else None,
        "consent": ConsentForm(
            prefix="consent", initial={"consent": row.consent, "on": row.consent_on}
        ),
        "assign": AssignForm(
            prefix="assign", initial={"to": row.coordinator.number if row.coordinator else ""}
        ),
        "restrict": RestrictForm(prefix="restrict"),
    }


def _same_event(request: SignedInRequest, row: Request) -> list[Request]:
    """The other requests out of one event."""
    first = row.together_with or row.number
    rows = requests(request.user).filter(together_with=first)
    others = [each for each in rows[:20] if each.pk != row.pk]
    if row.together_with:
        others = [*requests(request.user).filter(number=first), *others]
    return others


def _looked(request: SignedInRequest, row: Request, what: str) -> None:
    record(
        by=request.user,
        event=Logged.VIEW,
        object_type="request",
        object_id=row.number,
        subject=row.group.number,
        data=(what,),
    )


@require_POST
@never_cache
@allowed("change", "placement.Request")
def names(request: SignedInRequest, number: str) -> HttpResponse:
    """The request with the names of its people; that they were opened is logged."""
    row = request_of(request, number)
    _looked(request, row, "identity")
    return show(request, row, people=people_of(row.group), opened=True)


@require_POST
@never_cache
@allowed("change", "placement.Request")
def step(request: SignedInRequest, number: str) -> HttpResponse:
    """One step with a request; `do` says which."""
    row = request_of(request, number)
    doing = _STEPS.get(request.POST.get("do", ""))
    if doing is None:
        messages.error(request, _("Choose what must happen."))
        return redirect("placement:request", number=row.number)
    return doing(request, row) or redirect("placement:request", number=row.number)


Answer = HttpResponse | None


def _move(request: SignedInRequest, row: Request) -> Answer:
    form = StepForm(request.POST, row=row, prefix="step")
    if not form.is_valid():
        return show(request, row, step=form, status=422)
    given = form.cleaned_data

    def moved() -> None:
        offering.move(
            by=request.user,
            request=row,
            state=given["state"],
            reason=given["scheme"] if given["state"] == State.REDIRECTED else "",
            note=given["note"],
        )

    tried(request, moved, _("Written down."))
    return None


def _note(request: SignedInRequest, row: Request) -> Answer:
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return show(request, row, note=form, status=422)
    text = form.cleaned_data["text"]
    tried(
        request,
        lambda: actions.note_for_next_shift(by=request.user, request=row, text=text),
        _("The next shift sees this note."),
    )
    return None


def _ask(request: SignedInRequest, row: Request) -> Answer:
    form = AskAskerForm(request.POST, prefix="ask")
    if not form.is_valid():
        return show(request, row, ask=form, status=422)
    text = form.cleaned_data["text"]
    tried(
        request,
        lambda: following.ask_asker(by=request.user, request=row, text=text),
        _("The question has been sent."),
    )
    return None


def _consent(request: SignedInRequest, row: Request) -> Answer:
    form = ConsentForm(request.POST, prefix="consent")
    if not form.is_valid():
        return show(request, row, consent=form, status=422)
    given = form.cleaned_data
    tried(
        request,
        lambda: asking.record_consent(by=request.user, request=row, **given),
        _("The answer about consent has been written down."),
    )
    return None


def _assign(request: SignedInRequest, row: Request) -> Answer:
    form = AssignForm(request.POST, prefix="assign")
    if request.POST.get("me"):
        tried(
            request,
            lambda: actions.assign(by=request.user, request=row, to=request.user),
            _("You are on this request now."),
        )
    elif form.is_valid():
        to = form.cleaned_data["to"]
        tried(
            request,
            lambda: actions.assign(by=request.user, request=row, to=to),
            _("Written down who is on it."),
        )
    else:
        form_errors(request, form)
    return None


def _restrict(request: SignedInRequest, row: Request) -> Answer:
    form = RestrictForm(request.POST, prefix="restrict")
    if not form.is_valid():
        return show(request, row, restrict=form, status=422)
    keeper, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    tried(
        request,
        lambda: opening.restrict(by=request.user, group=row.group, keeper=keeper, reason=reason),
        _("Only the keeper sees this request now.")
        if keeper
        else _("All coordinators see it again."),
    )
    return None if keeper in (None, request.user) else redirect("placement:desk")


def _offer_next(request: SignedInRequest, row: Request) -> Answer:
    tried(
        request,
        lambda: deciding.offer_next(by=request.user, request=row),
        _("Offered to the next place."),
    )
    return None


_STEPS: dict[str, Callable[[SignedInRequest, Request], Answer]] = {
    "move": _move,
    "note": _note,
    "ask": _ask,
    "consent": _consent,
    "assign": _assign,
    "restrict": _restrict,
    "next": _offer_next,
}


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Request")
def needs(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """What one person of the group needs; what was known before stays readable."""
    row = request_of(request, number)
    client = get_object_or_404(Client.objects.defer(*_NAMES), group=row.group_id, pk=pk)
    _looked(request, row, "needs")
    last = client.needs.first()
    before = json.loads(last.facts) if last else {}
    form = NeedsForm(request.POST or None, initial=initial_of(before))
    if request.method != "POST" or not form.is_valid():
        context = {"row": row, "client": client, "form": form}
        status = 422 if form.errors else 200
        return render(request, "placement/needs.html", context, status=status)
    asking.change_facts(
        by=request.user, client=client, facts={**form.untouched(before), **form.facts()}
    )
    messages.success(request, _("What this person needs has been written down."))
    return redirect("placement:request", number=row.number)


@require_GET
@never_cache
@allowed("change", "placement.Request")
def intake_report(request: SignedInRequest, number: str) -> HttpResponse:
    """The intake report for the shelter as PDF; with names once a shelter accepted. Logged."""
    row = request_of(request, number)
    named = row.state in NAMED
    record(
        by=request.user,
        event=Logged.PRINT,
        object_type="request",
        object_id=row.number,
        subject=row.group.number,
        data=("needs", "identity") if named else ("needs",),
    )
    pdf = typeset(intake_report_of(row, named=named), timezone.now())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="intake-{row.number}.pdf"'
    return answer
