"""A word on two persons that moves nothing: not the same. Kept as a decision, so that it can be undone."""

from collections.abc import Collection

from schakel.foundation.access.actors import Actor
from schakel.register.linkage import effects
from schakel.register.linkage.choices import DecisionKind, DecisionState
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.evidence import Evidence
from schakel.register.linkage.pairs import Pair
from schakel.register.linkage.proposals import Constraint, Proposal
from schakel.register.linkage.strength import strength_of


def not_the_same(
    by: Actor, pair: Pair, reason: str, *, proposal: Proposal, constraints: Collection[Constraint]
) -> Decision:
    """Write down that two persons are not one, as the decision behind these constraints."""
    strength = strength_of(pair, proposal)
    decision = Decision.objects.create(
        kind=DecisionKind.NOT_SAME,
        state=DecisionState.EFFECTIVE,
        by=by.actor_id,
        person=pair.low.person,
        other=pair.high.person,
        reason=reason,
        version=strength.version,
        score=strength.score,
        evidence=Evidence(
            before={side.person.number: side.numbers for side in (pair.low, pair.high)},
            levels=list(strength.levels),
        ).written(),
    )
    keys = [row.pk for row in constraints]
    Constraint.objects.filter(pk__in=keys, decision=None).update(decision=decision)
    effects.log(by, decision)
    return decision
