"""The ministry reads what was published; an analyst prepares, a disclosure officer signs."""

from django.db.models import Q

from schakel.foundation.access.rules import Rule, has_role, policy
from schakel.insight.delivery.accountability.choices import State

_ANALYST, _OFFICER = has_role("analyst"), has_role("disclosure_officer")
_PUBLISHED = Rule(
    lambda _user: True,
    lambda _user, row: row.state == State.PUBLISHED,
    lambda _user: Q(state=State.PUBLISHED),
)
_BY_ANOTHER = Rule(
    lambda _user: True,
    lambda user, row: row.made_by != user.actor_id,
    lambda user: ~Q(made_by=user.actor_id),
)

policy(
    "accountability.Statement",
    see=_ANALYST | _OFFICER | (has_role("ministry") & _PUBLISHED),
    prepare=_ANALYST,
    sign=_OFFICER & _BY_ANOTHER,
    withdraw=_OFFICER & _PUBLISHED,
)
