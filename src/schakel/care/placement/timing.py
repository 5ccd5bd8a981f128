"""Writing down what happened to legal clocks, and reminding of those that run out."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError, log
from schakel.care.placement.clocked import ClockEvent, ClockKind, ClockStep
from schakel.care.placement.clocks import SOON, Running, law_ends, running_out, worked_out
from schakel.care.placement.models import Client, Group, GroupRestriction, Request
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.choices import Event as Logged
from schakel.foundation.notices.actions import post

NOTICE = "placement/mail/clock"
# Days before the last one; whoever skipped the first (no run in that time) gets the second alone.
REMIND = (SOON, 3)


def note_clock(
    *,
    by: Actor,
    client: Client,
    clock: str,
    step: str,
    on: date,
    until: date | None = None,
    reason: str = "",
    ground: str = "",
) -> ClockEvent:
    """Append what happened to a clock of a client.

    Raises PermissionDenied, ValueError for an unknown clock or step, and NotPossibleError: "future" for a
    day that has not come, "clock" where the clock is not there to do this with, "order" for a day before
    what happened to it already, "long" for a last day after the one that the law gives, "ground" where a
    suspension rests on nothing.
    """
    require(by, "change", client.group)
    kind, what = ClockKind(clock), ClockStep(step)
    if on > timezone.localdate():
        raise NotPossibleError("future")
    if what == ClockStep.SUSPENDED and not ground.strip():
        raise NotPossibleError("ground")
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=client.group_id)
        _check(client, kind, what, on)
        last = until if what == ClockStep.STARTED else None
        law = law_ends(kind, on)
        if last is not None and (last < on or (law is not None and last > law)):
            raise NotPossibleError("long")
        made = ClockEvent.objects.create(
            client=client,
            clock=kind,
            step=what,
            on=on,
            until=last,
            reason=reason if what == ClockStep.ENDED else "",
            ground=ground.strip(),
            by=by.actor_id,
        )
        log(by, Logged.CHANGE, client.group, client.group.number, "group", "clock")
    return made


def _check(client: Client, clock: ClockKind, step: ClockStep, on: date) -> None:
    facts = list(ClockEvent.objects.filter(client=client, clock=clock))
    undone = {fact.mistake_id for fact in facts}
    kept = [fact for fact in facts if fact.pk not in undone and fact.step != ClockStep.UNDONE]
    if kept and on < max(fact.on for fact in kept):
        raise NotPossibleError("order")
    runs = [run for run in worked_out(facts, on) if run.ended is None]
    running = runs[-1] if runs else None
    possible = {
        ClockStep.STARTED: running is None,
        ClockStep.SUSPENDED: running is not None and running.still_since is None,
        ClockStep.RESUMED: running is not None and running.still_since is not None,
        ClockStep.ENDED: running is not None,
    }
    if not possible.get(step, False):
        raise NotPossibleError("clock")


def undo_clock(*, by: Actor, event: ClockEvent) -> ClockEvent:
    """Take back the newest fact about a clock: it was written down by mistake. Both stay readable.

    Raises PermissionDenied, and NotPossibleError("newest") for another than the newest fact that counts.
    """
    group = event.client.group
    require(by, "change", group)
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        same = ClockEvent.objects.filter(client=event.client_id, clock=event.clock)
        counting = same.filter(undone_by=None).exclude(step=ClockStep.UNDONE)
        if counting.order_by("-on", "-pk").values_list("pk", flat=True).first() != event.pk:
            raise NotPossibleError("newest")
        made = ClockEvent.objects.create(
            client=event.client,
            clock=event.clock,
            step=ClockStep.UNDONE,
            on=timezone.localdate(),
            mistake=event,
            by=by.actor_id,
        )
        log(by, Logged.CHANGE, group, group.number, "group", "clock")
    return made


def remind(*, by: Actor, today: date | None = None) -> int:
    """Put a mail on its way for every clock that runs out soon; how many. A second run makes none.

    The mail names the number of the group and no clock: which term runs is a fact about a person.
    """
    require(by, "change", "placement.Group")
    made = 0
    with transaction.atomic():
        near = running_out(by, max(REMIND), today)
        wanted = [one for one in near if one.still_since is None and (one.left or 0) >= 0]
        groups = Group.objects.in_bulk({one.group for one in wanted})
        for one in wanted:
            made += post(
                to=_recipients(groups[one.group]),
                kind=NOTICE,
                object_type="group",
                object_number=one.number,
                moment=_moment(one),
            )
    return made


def _moment(one: Running) -> str:
    step = min(days for days in REMIND if (one.left or 0) <= days)
    return f"{one.clock}:{one.client or ''}:{one.due:%y%m%d}:{step}"


def _recipients(group: Group) -> list[User]:
    """Who keeps the group, else who took its newest request, else all who place people."""
    held = GroupRestriction.objects.filter(group=group, ended_at=None, keeper__isnull=False)
    restriction = held.select_related("keeper").first()
    if restriction is not None and restriction.keeper is not None:
        return [restriction.keeper]
    requests = Request.objects.filter(group=group).select_related("coordinator")
    request = requests.order_by("-pk").first()
    coordinator = request.coordinator if request else None
    if coordinator and coordinator.is_active and Role.PLACEMENT_COORDINATOR in coordinator.roles:
        return [coordinator]
    mandated = User.objects.filter(
        is_active=True,
        mandates__role=Role.PLACEMENT_COORDINATOR,
        mandates__organisation__active=True,
    )
    return list(mandated.distinct())
