"""A decision undone: everything back where it was, and what came later with it goes along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.register.intake.consents import chain_of, closed
from schakel.register.intake.models import ReportIdentity
from schakel.register.linkage import crossing, effects, followers
from schakel.register.linkage.choices import DecisionKind, DecisionState, Refusal
from schakel.register.linkage.decisions import SEALED, Decision, DecisionMembership
from schakel.register.linkage.evidence import Evidence
from schakel.register.linkage.joining import BASIS, require_reason
from schakel.register.linkage.pairs import Side
from schakel.register.linkage.refusing import RefusedError
from schakel.register.persons import registering
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.models import Membership, Person


def undo(*, by: Actor, decision: Decision, reason: str) -> Decision:
    """Let the register hold again what it held before `decision`, as a decision of its own.

    Where later decisions rest on this one it is refused with their numbers (RefusedError "later"), so
    that nobody undoes unseen what a colleague decided. What has come since with the same corrections or
    keys goes along; reports whose consent was withdrawn stay alone. A decision that still waits is taken
    back. One registrar is enough: two people held for one is the greater harm.
    Raises PermissionDenied, ValueError (no reason) and RefusedError.
    """
    require(by, "change", decision)
    require_reason(by, reason)
    with transaction.atomic():
        registering.one_at_a_time()
        row = Decision.objects.select_related("person", "other").get(pk=decision.pk)
        if row.kind == DecisionKind.UNDO:
            raise RefusedError(Refusal.NOT_UNDONE)
        if not row.may_become(DecisionState.UNDONE):
            raise RefusedError(Refusal.SETTLED)
        back = way_back(row)
        return _undo(by, row, back, reason)


def _undo(by: Actor, row: Decision, back: "WayBack", reason: str) -> Decision:
    now = timezone.now()
    goings = [going for person, rows in back for going in effects.going(rows, person)]
    people = {one.pk: one for one in (row.person, row.other) if one is not None}
    people |= {one.pk: one for each in goings for one in (each.source, each.target)}
    undone = Decision.objects.create(
        kind=DecisionKind.UNDO,
        state=DecisionState.EFFECTIVE,
        at=now,
        by=by.actor_id,
        person=row.person,
        other=row.other,
        reason=reason.strip(),
        undoes=row,
        evidence=Evidence(
            before={one.number: Side.of(one).numbers for one in people.values()},
            moving=sorted(one.report.number for each in goings for one in each.members),
        ).written(),
    )
    row.state = DecisionState.UNDONE
    row.save(update_fields=["state"])
    followers.back(row.rests_on.followed)
    crossing.restore(row, undone, now)
    effects.carry_out(
        undone,
        goings,
        kind=BASIS[DecisionKind.UNDO],
        actor=by.actor_id,
        now=now,
        reason=reason.strip(),
    )
    effects.log(by, undone, goings)
    return undone


# For each person to go back to, the open memberships that do.
WayBack = list[tuple[Person, list[Membership]]]


def way_back(decision: Decision) -> WayBack:
    """Where each report was before. Raises RefusedError where something later rests on the decision."""
    opened = _memberships(decision, opened=True)
    shut = closed(one.report_id for one in opened)
    standing = _Trail.of([one for one in opened if one.report_id not in shut]).followed()
    was = {one.report_id: one.person for one in _memberships(decision, opened=False)}
    back: dict[int, tuple[Person, list[Membership]]] = {}
    for member in standing:
        person = was[member.report_id]
        back.setdefault(person.pk, (person, []))[1].append(member)
    for _person, rows in back.values():
        rows += _came_along(rows, stay=_staying(standing))
    return list(back.values())


def _memberships(decision: Decision, *, opened: bool) -> list[Membership]:
    rows = Membership.objects.filter(
        pk__in=DecisionMembership.objects.filter(decision=decision, opened=opened).values(
            "membership"
        )
    )
    return list(rows.select_related("report", "person").defer("reason").order_by("pk"))


@dataclass(frozen=True)
class _Trail:
    """What became of memberships that a decision opened; an undone decision leaves no mark."""

    opened: list[Membership]
    closers: dict[int, Decision]  # by membership
    reopened: dict[tuple[int, int], Membership]  # by the decision that opened it, and report

    @classmethod
    def of(cls, opened: list[Membership]) -> "_Trail":
        """With every decision about the same reports."""
        rows = DecisionMembership.objects.filter(
            membership__report__in=[one.report_id for one in opened]
        ).select_related("decision__undone_by", "membership__report", "membership__person")
        rows = rows.defer(
            "membership__reason", *_sealed("decision"), *_sealed("decision__undone_by")
        )
        return cls(
            opened,
            {row.membership_id: row.decision for row in rows if not row.opened},
            {
                (row.decision_id, row.membership.report_id): row.membership
                for row in rows
                if row.opened
            },
        )

    def followed(self) -> list[Membership]:
        """The open memberships that stand for the opened ones. Raises RefusedError where some do not."""
        ends = [self._end(one) for one in self.opened]
        if later := {one.pk: one for one in ends if isinstance(one, Decision)}:
            newest_first = sorted(later.values(), key=lambda one: -one.pk)
            raise RefusedError(Refusal.LATER, newest_first)
        standing = [one for one in ends if isinstance(one, Membership)]
        if len(standing) < len(ends):
            raise RefusedError(Refusal.MOVED_SINCE)
        return standing

    def _end(self, member: Membership) -> Membership | Decision | None:
        """The open membership now, the decision in the way, or None where no decision closed it."""
        while member.until is not None:
            closer = self.closers.get(member.pk)
            if closer is None or closer.state != DecisionState.UNDONE:
                return closer
            member = self.reopened[closer.undone_by.pk, member.report_id]
        return member


def _sealed(path: str) -> list[str]:
    return [f"{path}__{name}" for name in SEALED]


_ALONG = (MembershipKind.CORRECTION, MembershipKind.SAME_KEY)


def _staying(standing: Sequence[Membership]) -> list[int]:
    """Reports that are with the same person now and do not go back."""
    about = Membership.objects.open().filter(person__in={one.person_id for one in standing})
    going = {one.report_id for one in standing}
    return [pk for pk in about.values_list("report", flat=True) if pk not in going]


def _came_along(rows: Sequence[Membership], *, stay: Sequence[int]) -> list[Membership]:
    """What was registered since because of a report that goes back: its corrections, and its key."""
    chains = {pk for one in rows for pk in chain_of(one.report)}
    keys = _keys([one.report_id for one in rows])
    since = min(one.since for one in rows)
    later = Membership.objects.open().filter(
        Q(report__in=chains)
        | Q(report__identity__person_key_index__in=keys - _older_keys(stay, since)),
        report__in=stay,
        kind__in=_ALONG,
        since__gte=since,
    )
    return list(later.select_related("report", "person").defer("reason").order_by("pk"))


def _keys(reports: Sequence[int]) -> set[str]:
    found = ReportIdentity.objects.filter(report__in=reports).exclude(person_key_index="")
    return set(found.values_list("person_key_index", flat=True))


def _older_keys(stay: Sequence[int], since: object) -> set[str]:
    """Keys of reports that were with the person before: what came with those stays."""
    older = Membership.objects.open().filter(report__in=stay, since__lt=since)
    return _keys(list(older.values_list("report", flat=True)))
