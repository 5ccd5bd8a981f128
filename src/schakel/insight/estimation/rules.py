"""Analysts make runs; disclosure officers sign what leaves, never what they made or offered themselves."""

from django.db.models import Q

from schakel.foundation.access.rules import Rule, has_role, policy

_ANALYST, _OFFICER = has_role("analyst"), has_role("disclosure_officer")
_ANOTHERS = Rule(
    lambda user: True,
    lambda user, row: user.actor_id not in (row.made_by, row.offered_by),
    lambda user: ~Q(made_by=user.actor_id) & ~Q(offered_by=user.actor_id),
)

policy(
    "estimation.Run",
    see=_ANALYST | _OFFICER,
    make=_ANALYST,
    offer=_ANALYST | _OFFICER,
    sign=_OFFICER & _ANOTHERS,
    withdraw=_OFFICER,
)
