"""Members see their own platforms while their term lasts, and the meetings of an earlier term;
secretaries see and keep all of them."""

from datetime import date, datetime, time, timedelta

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


def _terms(user: Actor) -> list[Membership]:
    """All terms of the user that began, for an organisation that the user still acts for."""
    key = getattr(user, "pk", None)
    rows = Membership.objects.filter(
        user=key,
        since__lte=timezone.localdate(),
        organisation__in=user.organisations_as(tuple(Role)),
    )
    return list(rows) if key is not None else []


def _in_terms(user: Actor) -> Q:
    found = Q(pk__in=())
    for term in _terms(user):
        held = Q(platform=term.platform_id, starts_at__gte=_begin(term.since))
        if term.until is not None:
            held &= Q(starts_at__lt=_begin(term.until + timedelta(days=1)))
        found |= held
    return found


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


# What somebody had on the table stays open to them; what came after their term never does.
_WAS_THERE = Rule(
    lambda user: getattr(user, "pk", None) is not None,
    lambda user, row: any(
        term.platform_id == row.platform_id
        and term.since <= row.day
        and (term.until is None or row.day <= term.until)
        for term in _terms(user)
    ),
    _in_terms,
)

policy(
    "meetings.Platform",
    see=_SECRETARY | _member("pk"),
    manage=_SECRETARY,
)
policy("meetings.Meeting", see=_SECRETARY | _member("platform") | _WAS_THERE, manage=_SECRETARY)
policy(
    "meetings.Action",
    see=_SECRETARY | _member("platform") | own("user"),
    change=_SECRETARY | own("user"),
)
