"""Everybody raises signals and follows their own; the centre sees all, and assesses them."""

from django.db.models import Q

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import Rule, has_role, own, policy
from schakel.foundation.accounts.choices import Role
from schakel.network.signals.models import Signal, SignalConcern

_CENTRE = has_role(
    Role.SECRETARY,
    Role.PLACEMENT_COORDINATOR,
    Role.REGISTRAR,
    Role.ANALYST,
    Role.EDITOR,
    Role.ADMINISTRATOR,
)
_ASSESSORS = has_role(Role.SECRETARY, Role.PLACEMENT_COORDINATOR, Role.ADMINISTRATOR)
# The people at an organisation who ask for shelter hear what is counted out of their questions.
ASKERS = (Role.CARE_COORDINATOR, Role.REPORTER, Role.SHELTER)


def _concerned(user: Actor) -> "Q":
    organisations = user.organisations_as(ASKERS)
    rows = SignalConcern.objects.filter(organisation__in=organisations)
    return Q(pk__in=rows.values("signal"))


_CONCERNED = Rule(
    lambda user: bool(user.organisations_as(ASKERS)),
    lambda user, row: Signal.objects.filter(_concerned(user), pk=row.pk).exists(),
    _concerned,
)
_OWN = own("raised_by") | _CONCERNED

policy(
    "signals.Signal",
    see=_CENTRE | _OWN,
    follow=_OWN,
    oversee=_CENTRE,
    send=has_role(*Role),
    change=_ASSESSORS,
    create=_ASSESSORS,
)
policy("signals.SignalStep", see=_CENTRE)
