"""Who makes the annual overview: editors and analysts. Another editor or a disclosure officer signs it."""

from django.db.models import Q

from schakel.foundation.access.rules import Rule, has_role, policy

_MAKING = has_role("editor", "analyst")
_BY_ANOTHER = Rule(
    lambda _user: True,
    lambda user, row: row.offered_by != user.actor_id,
    lambda user: ~Q(offered_by=user.actor_id),
)

policy(
    "delivery.Edition",
    see=has_role("editor", "analyst", "disclosure_officer"),
    make=_MAKING,
    write=_MAKING,
    sign=has_role("editor", "disclosure_officer") & _BY_ANOTHER,
)
