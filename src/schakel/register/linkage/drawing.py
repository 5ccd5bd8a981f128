"""Which verdicts get a blind second look.

It hangs on a keyed fingerprint of the pair: nobody can tell beforehand, and a pair is always drawn, or never.
"""

from collections.abc import Sequence

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.models import Judgement, Proposal, SecondLook

ONE_OF = 20


def is_drawn(proposal: Proposal) -> bool:
    """Does a verdict on this pair get a second look?"""
    found = fingerprint("linkage.second_look", proposal.low.number, proposal.high.number)
    return int(found[:8], 16) % ONE_OF == 0


def draw(*, by: Actor, proposal: Proposal, judgements: Sequence[Judgement]) -> None:
    """Mark the verdict just given for a second look, if it is drawn; call in its transaction."""
    if isinstance(by, SystemActor) or not is_drawn(proposal):
        return
    for row in judgements:
        decided = row.verdict in (Verdict.SAME, Verdict.NOT_SAME)
        if row.proposal_id == proposal.pk and decided and not row.blind:
            SecondLook.objects.create(first=row)
