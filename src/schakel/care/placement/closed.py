"""Groups that are closed to somebody: restricted ones that somebody else keeps, and whose glass is whole."""

from django.db.models import Exists, OuterRef, QuerySet

from schakel.care.placement.models import BreakGlass, Group, GroupRestriction
from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import Rule, outside


def closed_groups(user: Actor) -> QuerySet[Group]:
    """The groups that `user` may not see, whatever the role."""
    if isinstance(user, SystemActor):
        return Group.objects.none()
    key = getattr(user, "pk", None)
    held = GroupRestriction.objects.filter(ended_at=None, keeper__isnull=False).exclude(keeper=key)
    opened = BreakGlass.objects.current().filter(group=OuterRef("group"), user=key)
    return Group.objects.filter(pk__in=held.exclude(Exists(opened)).values("group"))


def open_group(path: str) -> Rule:
    """The group at the end of `path` is not closed to the actor; ``pk``: the row itself."""
    return outside(path, closed_groups)
