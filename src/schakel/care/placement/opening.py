"""Restricting a group to one coordinator, and breaking the glass with a reason that somebody reviews."""

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError, happened
from schakel.care.placement.choices import Happening
from schakel.care.placement.closed import closed_groups
from schakel.care.placement.models import BreakGlass, Group, GroupRestriction
from schakel.care.placement.opened import OPEN_FOR
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged
from schakel.foundation.notices.actions import post

OPENED_NOTICE = "placement/mail/opened"


def restrict(*, by: Actor, group: Group, keeper: User | None, reason: str) -> None:
    """Keep a group for `keeper` alone among the coordinators; None: for all of them again.

    The shelter and who asked see what they saw. Raises PermissionDenied, ValueError where `keeper` is no
    coordinator, and NotPossibleError("empty") without a reason.
    """
    require(by, "change", group)
    if keeper is not None and Role.PLACEMENT_COORDINATOR not in keeper.roles:
        raise ValueError("only a placement coordinator keeps a restricted group")
    if not reason.strip():
        raise NotPossibleError("empty")
    now = timezone.now()
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        GroupRestriction.objects.filter(group=group, ended_at=None).update(ended_at=now)
        if keeper is not None:
            GroupRestriction.objects.create(
                group=group, keeper=keeper, reason=reason.strip(), since=now, by=by.actor_id
            )
        happened(by=by, kind=Happening.RESTRICTED, group=group, at=now)
        _log(by, group, "restriction")


def break_glass(*, by: User, group: Group, reason: str) -> BreakGlass:
    """Open a restricted group for three hours; its keeper is told at once and reviews it.

    Raises PermissionDenied, and NotPossibleError: "empty" without a reason, "open" where it is not closed.
    """
    require(by, "open", group)
    if not reason.strip():
        raise NotPossibleError("empty")
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        if not closed_groups(by).filter(pk=group.pk).exists():
            raise NotPossibleError("open")
        now = timezone.now()
        made = BreakGlass.objects.create(
            group=group, user=by, reason=reason.strip(), at=now, until=now + OPEN_FOR
        )
        happened(by=by, kind=Happening.OPENED, group=group, at=now)
        _log(by, group, "break_glass", emergency=True)
        keeper = GroupRestriction.objects.get(group=group, ended_at=None).keeper
        if keeper is not None:
            post(
                to=[keeper],
                kind=OPENED_NOTICE,
                object_type="group",
                object_number=group.number,
                moment=str(made.pk),
            )
    return made


def review(*, by: User, opening: BreakGlass, justified: bool) -> None:
    """The keeper says whether the glass was rightly broken; once.

    Raises PermissionDenied for everybody but the keeper, and NotPossibleError("reviewed").
    """
    held = GroupRestriction.objects.filter(group=opening.group_id).order_by("-pk").first()
    require(by, "change", held or "placement.GroupRestriction")
    with transaction.atomic():
        mine = BreakGlass.objects.filter(pk=opening.pk, reviewed_at=None)
        if not mine.update(
            reviewed_at=timezone.now(), reviewed_by=by.actor_id, justified=justified
        ):
            raise NotPossibleError("reviewed")
        _log(by, opening.group, "review")


def _log(by: Actor, group: Group, what: str, *, emergency: bool = False) -> None:
    record(
        by=by,
        event=Logged.SECURITY,
        object_type="group",
        object_id=group.number,
        subject=group.number,
        data=(what,),
        emergency=emergency,
    )
