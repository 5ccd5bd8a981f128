"""What can happen to pairs and persons: proposed as reports arrive, judged, joined and parted.

Each is one transaction, logged for both persons, reversible.
"""

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.register.intake.models import Report
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.joining import join as join
from schakel.register.linkage.joining import move as move
from schakel.register.linkage.judging import ReasonNeededError as ReasonNeededError
from schakel.register.linkage.judging import judge as judge
from schakel.register.linkage.judging import take_back as take_back
from schakel.register.linkage.models import Proposal
from schakel.register.linkage.seconding import second as second
from schakel.register.linkage.splitting import split as split
from schakel.register.linkage.undoing import undo as undo
from schakel.register.persons.actions import NotPossibleError as NotPossibleError


def propose(*, by: Actor, report: Report) -> list[Proposal]:
    """Compare a report with all others now; gives what waits for a person, the most probable first.

    Raises PermissionDenied.
    """
    require(by, "create", "linkage.Proposal")
    compare_waiting([report.pk])
    return list(Proposal.objects.open().about([report.pk]))
