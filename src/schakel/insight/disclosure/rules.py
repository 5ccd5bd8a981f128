"""Disclosure officers make releases and sign those of another; analysts see what became of their counts."""

from django.db.models import Q

from schakel.foundation.access.rules import Rule, has_role, policy

_OFFICER = has_role("disclosure_officer")
_SEES = _OFFICER | has_role("analyst")


def _not_by(field: str) -> Rule:
    """The row was made by somebody else: four eyes see more than two."""
    return Rule(
        lambda user: True,
        lambda user, row: getattr(row, field) != user.actor_id,
        lambda user: ~Q(**{field: user.actor_id}),
    )


def _by(field: str) -> Rule:
    return Rule(
        lambda user: True,
        lambda user, row: getattr(row, field) == user.actor_id,
        lambda user: Q(**{field: user.actor_id}),
    )


policy(
    "disclosure.Release",
    see=_SEES,
    create=_OFFICER,
    build=_OFFICER,
    discard=_OFFICER,
    offer=_OFFICER & _by("created_by"),
    sign=_OFFICER & _not_by("created_by"),
    withdraw=_OFFICER,
)
policy("disclosure.Withdrawal", answer=_OFFICER & _not_by("asked_by"))
