"""A second registrar agrees or not; until then a delicate decision changes nothing."""

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.register.linkage import effects
from schakel.register.linkage.choices import DecisionKind, DecisionState, Refusal
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.joining import take_effect
from schakel.register.linkage.pairs import Side, open_members
from schakel.register.linkage.refusing import RefusedError
from schakel.register.persons import registering
from schakel.register.persons.models import Membership, Person


def second(*, by: Actor, decision: Decision, agree: bool, reason: str) -> Decision:
    """The answer of another registrar than the one who decided; a "no" needs a reason.

    An agreed decision takes effect at once, on exactly the reports it was taken about: where those have
    changed it is refused (RefusedError "changed"), and only a "no" remains. Raises PermissionDenied,
    ValueError (no reason) and RefusedError.
    """
    require(by, "change", decision)
    if not agree and not reason.strip():
        raise ValueError("a refusal needs a reason")
    with transaction.atomic():
        registering.one_at_a_time()
        row = Decision.objects.select_related("person", "other").get(pk=decision.pk)
        if row.state != DecisionState.AWAITS_SECOND:
            raise RefusedError(Refusal.SETTLED)
        if row.by == by.actor_id:
            raise RefusedError(Refusal.OWN)
        row.state = DecisionState.EFFECTIVE if agree else DecisionState.REFUSED
        row.second_by, row.second_at = by.actor_id, timezone.now()
        row.second_reason = reason.strip()
        row.save()
        if agree:
            take_effect(by, row, *_as_decided(row))
        else:
            effects.log(by, row)
    return row


def _as_decided(decision: Decision) -> tuple[Person, tuple[Membership, ...]]:
    """To whom the reports go, and their open memberships; as they were when it was decided."""
    person, other = decision.person, decision.other
    if other is None:
        raise RefusedError(Refusal.CHANGED)
    target, source = (other, person) if decision.kind == DecisionKind.MOVE else (person, other)
    rests_on = decision.rests_on
    if any(Side.of(one).numbers != rests_on.before[one.number] for one in (person, other)):
        raise RefusedError(Refusal.CHANGED)
    members = [one for one in open_members(source) if one.report.number in rests_on.moving]
    for member in members:
        member.person = source
    return target, tuple(members)
