"""Members see their own platforms while their term lasts; secretaries see and keep all of them."""

from django.db.models import Q
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import Rule, has_role, own, policy
from schakel.foundation.accounts.choices import Role
from schakel.network.meetings.models import Membership

_SECRETARY = has_role(Role.SECRETARY)


def _platforms(user: Actor) -> "list[int]":
    """Where the user is a member today, for an organisation that the user still acts for."""
    key = getattr(user, "pk", None)
    rows = Membership.objects.on(timezone.localdate()).filter(
        user=key, organisation__in=user.organisations_as(tuple(Role))
    )
    return list(rows.values_list("platform", flat=True)) if key is not None else []


def _member(path: str) -> Rule:
    """The user is a member of the platform that the row names at `path`; ``pk`` for the platform itself."""
    name = path if path == "pk" else f"{path}_id"
    return Rule(
        lambda user: getattr(user, "pk", None) is not None,
        lambda user, row: getattr(row, name) in _platforms(user),
        lambda user: Q(**{f"{path}__in": _platforms(user)}),
    )


policy(
    "meetings.Platform",
    see=_SECRETARY | _member("pk"),
    manage=_SECRETARY,
)
policy("meetings.Meeting", see=_SECRETARY | _member("platform"), manage=_SECRETARY)
policy(
    "meetings.Action",
    see=_SECRETARY | _member("platform") | own("user"),
    change=_SECRETARY | own("user"),
)
