"""Changing the rules about who fits where: a new version, the end of a rule, and whom that would touch."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.models import Group, Request, RuleVersion
from schakel.care.placement.queries import place_facts, units
from schakel.care.placement.telling import gathered
from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged
from schakel.foundation.terms.numbers import new_number
from schakel.methods.placement import Rule, RuleBook, changed

# Counts everybody who waits, restricted groups too: what comes out is numbers alone.
_COUNTING = SystemActor("placement-rules")


@dataclass(frozen=True)
class Effect:
    """Whom a change would touch, in numbers: requests that wait, and units in use.

    `lost` and `gained` are requests that lose or gain at least one unit, `without` those that had somewhere
    to go to and have nothing left; `units_lost` and `units_gained` are units that lose or gain a request.
    """

    waiting: int
    units: int
    lost: int
    gained: int
    without: int
    units_lost: int
    units_gained: int

    @property
    def is_none(self) -> bool:
        return not (self.lost or self.gained)


def new_code() -> str:
    """The code of a rule that somebody makes here; those that come with the system have a word."""
    return new_number("X")


def save_rule(*, by: Actor, rule: Rule, after: int, why: str) -> RuleVersion:
    """Append a version of a rule; it replaces the one before from the day on which it begins.

    `after`: the version that was looked at; 0 for a new rule. Raises PermissionDenied, and NotPossibleError:
    "empty" without a reason, "past" for a first day that has passed, "meanwhile" where a colleague was first.
    """
    require(by, "change", "placement.RuleVersion")
    if not why.strip():
        raise NotPossibleError("empty")
    if rule.valid_from is None or rule.valid_from < timezone.localdate():
        raise NotPossibleError("past")
    return _append(by, replace(rule, version=after + 1), why)


def end_rule(*, by: Actor, code: str, after: int, on: date, why: str) -> RuleVersion:
    """From that day the rule does not hold any more. Its versions stay.

    Raises PermissionDenied, and NotPossibleError: "empty", "past", "meanwhile", or "rule_ended" where it
    has ended, or begins later than that.
    """
    require(by, "change", "placement.RuleVersion")
    if not why.strip():
        raise NotPossibleError("empty")
    if on < timezone.localdate():
        raise NotPossibleError("past")
    last = RuleVersion.objects.newest().get(code=code)
    if last.valid_to is not None or (last.valid_from is not None and last.valid_from >= on):
        raise NotPossibleError("rule_ended")
    return _append(by, replace(last.rule(), version=after + 1, valid_to=on), why)


def _append(by: Actor, rule: Rule, why: str) -> RuleVersion:
    row = RuleVersion.of(rule, by=by.actor_id, why=why.strip())
    with transaction.atomic():
        before = RuleVersion.objects.filter(code=rule.code).order_by("-version").first()
        if (before.version if before else 0) + 1 != rule.version:
            raise NotPossibleError("meanwhile")
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise NotPossibleError("meanwhile") from error
        record(
            by=by,
            event=Logged.CREATE if before is None else Logged.CHANGE,
            object_type="rule",
            object_id=rule.code,
            data=("version",),
        )
    return row


def effect(*, by: Actor, before: RuleBook, after: RuleBook) -> Effect:
    """Whom the change from one book to the other would touch, among those who wait now; numbers only.

    Every unit in use counts as if it were free: a rule outlives tonight. Raises PermissionDenied.
    """
    require(by, "change", "placement.RuleVersion")
    waiting = Request.objects.waiting().values("group")
    clients = list(gathered(Group.objects.filter(pk__in=waiting)).values())
    places = place_facts(units(_COUNTING), free=True)
    change = changed(before, after, clients, places)
    record(
        by=by, event=Logged.VIEW, object_type="table", object_id="placement-rules", data=("effect",)
    )
    return Effect(
        waiting=len(clients),
        units=len(places),
        lost=len({client for client, _place in change.lost}),
        gained=len({client for client, _place in change.gained}),
        without=len(change.without),
        units_lost=len({place for _client, place in change.lost}),
        units_gained=len({place for _client, place in change.gained}),
    )


def with_rule(rule: Rule, on: date, book: RuleBook) -> RuleBook:
    """The same book with this rule in the place of the one with its code."""
    others = [one for one in book.rules if one.code != rule.code]
    return RuleBook([*others, rule], on)


def without_rule(code: str, on: date, book: RuleBook) -> RuleBook:
    """The same book without the rule of that code."""
    return RuleBook([one for one in book.rules if one.code != code], on)
