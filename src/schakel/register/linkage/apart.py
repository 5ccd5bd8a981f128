"""What people decided about pairs, kept so that no computation overrules it."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.register.linkage.choices import ConstraintKind
from schakel.register.linkage.models import Constraint, LinkRecord
from schakel.register.linkage.standardising import facts_of


def put_apart(by: Actor, low: int, high: int) -> Constraint:
    """These two reports cannot be one person; asked twice, it is said once."""
    return _constrain(by, low, high, ConstraintKind.CANNOT_LINK)


def hold_together(by: Actor, low: int, high: int) -> Constraint:
    """These two reports must be one person."""
    return _constrain(by, low, high, ConstraintKind.MUST_LINK)


def let_go(low: int, high: int) -> None:
    """Nobody says any more what these two reports are to each other."""
    standing = Constraint.objects.standing().filter(low=low, high=high)
    standing.update(revoked_at=timezone.now())


def _constrain(by: Actor, low: int, high: int, kind: ConstraintKind) -> Constraint:
    standing = Constraint.objects.standing().filter(low=low, high=high)
    row = standing.filter(kind=kind).first()
    if row is not None:
        return row
    let_go(low, high)
    facts = _facts({low, high})
    return Constraint.objects.create(
        low_id=low, high_id=high, kind=kind, facts=facts_of(facts[low], facts[high]), by=by.actor_id
    )


def renew_facts(reports: Collection[int]) -> None:
    """Reports were standardised anew and say what they said: their constraints follow."""
    about = Q(low__in=reports) | Q(high__in=reports)
    rows = list(Constraint.objects.standing().filter(about))
    facts = _facts({pk for row in rows for pk in (row.low_id, row.high_id)})
    for row in rows:
        row.facts = facts_of(facts[row.low_id], facts[row.high_id])
    Constraint.objects.bulk_update(rows, ["facts"], batch_size=500)


def _facts(reports: Collection[int]) -> dict[int, bytes]:
    kept = LinkRecord.objects.filter(report__in=reports).values_list("report", "packed")
    return {**dict.fromkeys(reports, b""), **dict(kept)}
