"""The waiting list against all free places at once, beside one by one. Nothing is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

import schakel.methods.placement as methods
from schakel.care.placement.choices import MAY_PASS_ON, Priority, State
from schakel.care.placement.models import Request, Unit
from schakel.care.placement.queries import asked, place_facts, requests, units
from schakel.care.placement.rulebook import book
from schakel.care.placement.work import MOST
from schakel.foundation.access.actors import Actor
from schakel.methods.placement import Waiting

_SEEKING = (State.NEW, State.TRIAGE, State.MATCHING, State.WAITLISTED, State.NO_SHOW)
_LEVEL = {Priority.TONIGHT: 1, Priority.DAYS: 2, Priority.NORMAL: 3}


@dataclass(frozen=True)
class Line:
    """One request: its place in the joint proposal, and its place when all have their turn one by one."""

    request: Request
    together: Unit | None
    one_by_one: Unit | None
    # Something must be asked before the place of the joint proposal is certain.
    asks: bool

    @property
    def differs(self) -> bool:
        return self.together != self.one_by_one


@dataclass(frozen=True)
class Proposal:
    """What the whole waiting list could get; `persons`: how many of them, jointly and one by one."""

    lines: list[Line]
    free: int
    persons: int
    persons_one_by_one: int
    proven: bool
    without_consent: int


def propose(user: Actor) -> Proposal:
    """The best for all who wait and may be offered; a fixed number of queries."""
    rows = list(requests(user).in_state(*_SEEKING)[:MOST])
    waiting = [row for row in rows if row.consent in MAY_PASS_ON]
    free = list(units(user).shown_free().order_by("number"))
    known = asked(waiting)
    list_of = [
        Waiting(
            row.number,
            known[row.pk],
            _LEVEL[Priority(row.priority)],
            (timezone.now() - row.asked_at).days,
        )
        for row in waiting
    ]
    places, rules = place_facts(free), book(timezone.localdate())
    # A group has a unit to itself, whatever beds are left.
    best = methods.assign(list_of, places, rules, ask=True, sharing=False)
    turns = methods.one_by_one(list_of, places, rules, ask=True, sharing=False)
    first, second = _by_key(best, free), _by_key(turns, free)
    numbers = {row.number: number for number, row in enumerate(waiting)}
    outcome = methods.score([one.facts for one in list_of], places, rules).outcome
    asks = {
        one.key
        for one in best.placed
        if outcome[numbers[one.key], one.place] == methods.Truth.UNKNOWN
    }
    lines = [
        Line(row, first.get(row.number), second.get(row.number), row.number in asks)
        for row in waiting
    ]
    return Proposal(
        lines,
        len(free),
        best.persons,
        turns.persons,
        best.gap == 0,
        len(rows) - len(waiting),
    )


def _by_key(assignment: methods.Assignment, free: list[Unit]) -> Mapping[str, Unit]:
    return {one.key: free[one.place] for one in assignment.placed}
