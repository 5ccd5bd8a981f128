"""Two reports become one person's: a report that waits is registered, and two persons are joined."""

from schakel.foundation.access.actors import Actor
from schakel.register.linkage.choices import DecisionState
from schakel.register.linkage.joining import join
from schakel.register.linkage.models import Proposal
from schakel.register.linkage.wording import chance, told
from schakel.register.persons import actions as persons
from schakel.register.persons.models import Membership


def unite(by: Actor, proposal: Proposal, reason: str) -> bool:
    """Let both reports be about one person; False where a second registrar has to agree first.

    Raises what registering and joining raise. Whoever gives a reason may go against an earlier "not the
    same"; a second registrar then decides.
    """
    members = Membership.objects.open().filter(report__in=(proposal.low_id, proposal.high_id))
    people = {one.report_id: one.person for one in members.select_related("person").defer("reason")}
    low, high = people.get(proposal.low_id), people.get(proposal.high_id)
    if low is None and high is None:
        low = persons.register(by=by, report=proposal.low)
    if low is None or high is None:
        waiting = proposal.low if low is None else proposal.high
        persons.register(by=by, report=waiting, person=low or high)
        return True
    if low.pk == high.pk:
        return True
    decision = join(
        by=by,
        low=low,
        high=high,
        reason=reason or _as_proposed(proposal),
        proposal=proposal,
        overrule=bool(reason),
    )
    return decision.state == DecisionState.EFFECTIVE


def _as_proposed(proposal: Proposal) -> str:
    """What convinced somebody who gives no further reason."""
    reasons = ", ".join(told(proposal.levels).reasons)
    return f"{chance(proposal.score)}: {reasons}"
