"""Choosing places for a request: the ranking, the choice with its reason, and all it rested on, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError, locked
from schakel.care.placement.choices import State
from schakel.care.placement.models import Decision, Offer, Request, Unit
from schakel.care.placement.offering import HOURS, offer
from schakel.care.placement.queries import asked, place_facts, requests, units
from schakel.care.placement.rulebook import book
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.methods.placement import Frozen, Outcome, Ranked, Ranking, frozen, rank, replay

# So many others who wait are weighed in how scarce a place is.
MOST_WAITING = 200
_SEEKING = (State.NEW, State.TRIAGE, State.MATCHING, State.WAITLISTED, State.NO_SHOW)


@dataclass(frozen=True)
class Places:
    """All places for one request in order, with the units that they are."""

    ranking: Ranking
    units: Sequence[Unit]

    def unit_of(self, entry: Ranked) -> Unit:
        return self.units[entry.place]

    def entry_of(self, unit: Unit) -> Ranked:
        return next(one for one in self.ranking.entries if self.units[one.place].pk == unit.pk)


def places_for(user: Actor, request: Request) -> Places:
    """Every place that may be offered, ranked for a request; a fixed number of queries.

    Raises PermissionDenied.
    """
    require(user, "change", request)
    others = requests(user).in_state(*_SEEKING).exclude(pk=request.pk)[:MOST_WAITING]
    everybody = asked([request, *others])
    client = everybody.pop(request.pk)
    rows = list(units(user).order_by("number"))
    today = timezone.localdate()
    return Places(rank(client, place_facts(rows), book(today), list(everybody.values())), rows)


def needs_reason(places: Places, chosen: Sequence[Unit]) -> bool:
    """Is this another choice than the ranking's: not the best place, or one that does not fit?"""
    entries = [places.entry_of(unit) for unit in chosen]
    if any(one.outcome is Outcome.NOT for one in entries):
        return True
    return bool(places.ranking.entries) and places.ranking.entries[0] not in entries


def decide(
    *,
    by: Actor,
    request: Request,
    chosen: Sequence[Unit],
    in_order: bool = False,
    hours: int = HOURS,
    deviation: str = "",
) -> list[Offer]:
    """Offer a request to the chosen units: to all at once, or to the first, and the others when it refuses.

    All that the choice rested on is frozen. Raises PermissionDenied, and NotPossibleError: "empty" without
    a unit, "deviation" where the ranking says otherwise and no reason was given, and those of `offer`; then
    nothing was offered at all.
    """
    require(by, "change", request)
    if not chosen:
        raise NotPossibleError("empty")
    with transaction.atomic():
        row = locked(request)
        places = places_for(by, row)
        if needs_reason(places, chosen) and not deviation.strip():
            raise NotPossibleError("deviation")
        decision = _freeze(by, row, places, chosen, in_order=in_order, deviation=deviation)
        now = chosen[:1] if in_order else chosen
        return [
            offer(by=by, request=row, unit=unit, hours=hours, decision=decision) for unit in now
        ]


def _freeze(
    by: Actor,
    request: Request,
    places: Places,
    chosen: Sequence[Unit],
    *,
    in_order: bool,
    deviation: str,
) -> Decision:
    kept = frozen(places.ranking)
    return Decision.objects.create(
        request=request,
        by=by.actor_id,
        frozen=kept.text,
        digest=kept.sha256,
        chosen=chosen[0],
        place=places.entry_of(chosen[0]).position,
        then=" ".join(unit.number for unit in chosen[1:]) if in_order else "",
        deviation=deviation.strip(),
    )


def replayed(decision: Decision) -> Ranking:
    """The ranking of then, made again from what was frozen. Raises ReplayError where it is not the same."""
    return replay(Frozen(decision.frozen, decision.digest))


@dataclass(frozen=True)
class Next:
    """The unit whose turn it is, after others refused, and how many follow it."""

    decision: Decision
    unit: Unit
    left: int


def next_in_order(user: Actor, request: Request) -> Next | None:
    """Whose turn it is by the last choice; None where it was no row of places, or all had their turn.

    The next has its turn by itself; what is left was taken then, or follows an offer that was taken back.
    """
    decision = Decision.objects.filter(request=request).defer("frozen", "deviation").first()
    if decision is None or not decision.then:
        return None
    turns = decision.turns_left()
    unit = units(user).filter(number=turns[0]).first() if turns else None
    return Next(decision, unit, len(turns) - 1) if unit else None


def offer_next(*, by: Actor, request: Request, hours: int = HOURS) -> Offer:
    """Offer to the next unit of a row of places.

    Raises PermissionDenied, and NotPossibleError: "empty" where none follows, and those of `offer`.
    """
    require(by, "change", request)
    with transaction.atomic():
        row = locked(request)
        following = next_in_order(by, row)
        if following is None or row.offers.open().exists():
            raise NotPossibleError("offers" if following else "empty")
        return offer(
            by=by, request=row, unit=following.unit, hours=hours, decision=following.decision
        )
