"""What registrars decided about pairs of reports, where it meets a join or a split.

A join says of one pair that it must be one person, a split of every pair across it that it cannot be. A
decision that says otherwise takes the older word back; undoing it restores that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from schakel.register.linkage.choices import ConstraintKind, DecisionKind, DecisionState, Settled
from schakel.register.linkage.decisions import SEALED, Decision
from schakel.register.linkage.followers import Going
from schakel.register.linkage.pairs import Pair
from schakel.register.linkage.proposals import Constraint, ConstraintQuerySet, Proposal
from schakel.register.linkage.records import LinkRecord
from schakel.register.linkage.standardising import facts_of
from schakel.register.persons.models import Membership

PARTING = frozenset({DecisionKind.SPLIT, DecisionKind.MOVE})
Keys = Collection[int]


@dataclass(frozen=True)
class Apart:
    """That somebody decided that two sides are not one person; `decisions` where each is written down."""

    said: bool
    decisions: tuple[Decision, ...] = ()

    def __bool__(self) -> bool:
        return self.said


def apart(pair: Pair) -> Apart:
    """Was it decided that a report on one side cannot be about the person of the other?"""
    low, high = ([one.report_id for one in side.members] for side in (pair.low, pair.high))
    rows = _across(low, high).filter(kind=ConstraintKind.CANNOT_LINK)
    keys = list(rows.values_list("decision", flat=True))
    decisions = Decision.objects.filter(pk__in=[key for key in keys if key]).defer(*SEALED)
    return Apart(bool(keys), tuple(decisions) if keys else ())


def decisions_behind(pairs: Iterable[tuple[int, int]]) -> list[Decision]:
    """The decisions in force by which these pairs of reports were put apart, and nothing else."""
    rows = Constraint.objects.standing().filter(
        decision__kind=DecisionKind.NOT_SAME, decision__state=DecisionState.EFFECTIVE
    )
    found = [
        rows.filter(low=low, high=high).values_list("decision", flat=True) for low, high in pairs
    ]
    keys = {key for each in found for key in each}
    return list(Decision.objects.filter(pk__in=keys).defer(*SEALED))


def _across(one: Keys, other: Keys) -> ConstraintQuerySet:
    """Standing constraints with a report on either side."""
    between = Q(low__in=one, high__in=other) | Q(low__in=other, high__in=one)
    return Constraint.objects.standing().filter(between)


def remember(decision: Decision, goings: Iterable[Going], now: datetime) -> None:
    """Write down what the decision says of pairs; before the memberships change."""
    for going in goings:
        there = _reports(going.target.pk)
        _state(decision, ConstraintKind.MUST_LINK, going.reports[:1], there[:1], now)
        _take_back(decision, going.reports, there, ConstraintKind.CANNOT_LINK, now)
        if decision.kind in PARTING:
            left = [pk for pk in _reports(going.source.pk) if pk not in going.reports]
            _take_back(decision, going.reports, left, ConstraintKind.MUST_LINK, now)
            _state(decision, ConstraintKind.CANNOT_LINK, going.reports, left, now)


def _reports(person: int) -> list[int]:
    rows = Membership.objects.open().filter(person=person).order_by("report_id")
    return list(rows.values_list("report", flat=True))


def _take_back(
    decision: Decision, one: Keys, other: Keys, kind: ConstraintKind, now: datetime
) -> None:
    rows = _across(one, other).filter(kind=kind)
    rows.update(revoked_at=now, revoked_by=decision)


def _state(decision: Decision, kind: ConstraintKind, one: Keys, other: Keys, now: datetime) -> None:
    pairs = {(min(a, b), max(a, b)) for a in one for b in other if a != b}
    standing = set(_across(one, other).values_list("low", "high"))
    _write(decision, kind, sorted(pairs - standing), now)


def _write(
    decision: Decision, kind: str, pairs: Collection[tuple[int, int]], now: datetime
) -> None:
    ends = {pk for pair in pairs for pk in pair}
    packed = dict(LinkRecord.objects.filter(report__in=ends).values_list("report", "packed"))
    Constraint.objects.bulk_create(
        Constraint(
            low_id=low,
            high_id=high,
            kind=kind,
            facts=facts_of(packed.get(low, b""), packed.get(high, b"")),
            at=now,
            by=decision.by,
            decision=decision,
        )
        for low, high in pairs
    )


def restore(undone: Decision, undo: Decision, now: datetime) -> None:
    """Take back what the undone decision said of pairs, and let stand again what it had taken back."""
    stood = Constraint.objects.standing().filter(decision=undone)
    if undone.kind == DecisionKind.NOT_SAME:
        _ask_again(stood.values_list("low", "high"))
    stood.update(revoked_at=now, revoked_by=undo)
    put_aside = Constraint.objects.filter(revoked_by=undone).exclude(
        decision__state=DecisionState.UNDONE
    )
    for old in put_aside:
        if not Constraint.objects.standing().filter(low=old.low_id, high=old.high_id).exists():
            Constraint.objects.create(
                low_id=old.low_id,
                high_id=old.high_id,
                kind=old.kind,
                facts=old.facts,
                at=now,
                by=old.by,
                decision_id=old.decision_id,
            )


def _ask_again(pairs: Iterable[tuple[int, int]]) -> None:
    """What was settled by "not the same" waits for a registrar again."""
    for low, high in pairs:
        settled = Proposal.objects.filter(low=low, high=high, settled_how=Settled.NOT_SAME)
        settled.update(settled_at=None, settled_how="")
