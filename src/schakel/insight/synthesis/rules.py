"""Analysts ask for synthetic records; disclosure officers sign, never their own."""

from django.db.models import Q

from schakel.foundation.access.rules import Rule, has_role, policy

_ANALYST, _OFFICER = has_role("analyst"), has_role("disclosure_officer")
_ANOTHERS = Rule(
    lambda user: True,
    lambda user, row: row.asked_by != user.actor_id,
    lambda user: ~Q(asked_by=user.actor_id),
)

policy(
    "synthesis.SyntheticFile",
    see=_ANALYST | _OFFICER,
    ask=_ANALYST,
    answer=_OFFICER & _ANOTHERS,
    make=_ANALYST | _OFFICER,
)
