"""What may be asked of platforms, meetings and actions."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.network.meetings.choices import MeetingState
from schakel.network.meetings.models import (
    Action,
    ActionStep,
    AgendaItem,
    Meeting,
    Membership,
    Platform,
)
from schakel.network.signals.choices import FOR_AGENDA, State
from schakel.network.signals.ladder import Rung, rungs
from schakel.network.signals.models import Signal, SignalStep


def platforms(user: Actor, day: date) -> QuerySet[Platform]:
    """The platforms that `user` may see, with how many organisations are a member on this day."""
    now = Q(memberships__since__lte=day) & (
        Q(memberships__until=None) | Q(memberships__until__gte=day)
    )
    rows = Platform.objects.visible_to(user).on(day)
    return rows.annotate(members=Count("memberships__organisation", filter=now, distinct=True))


def coming(user: Actor) -> QuerySet[Meeting]:
    """Meetings that are planned, of platforms that `user` may see; the first first."""
    rows = Meeting.objects.visible_to(user).planned().select_related("platform")
    return rows.filter(platform__in=Platform.objects.visible_to(user))


def of_earlier_terms(user: Actor) -> QuerySet[Meeting]:
    """Meetings that `user` may see of platforms on which `user` has no seat any more, newest first."""
    rows = Meeting.objects.visible_to(user).exclude(platform__in=Platform.objects.visible_to(user))
    return rows.select_related("platform").order_by("-starts_at", "-pk")


def members(platform: Platform, day: date) -> QuerySet[Membership]:
    """Who is a member on this day."""
    return platform.memberships.on(day).select_related("organisation", "user")


def open_actions(user: Actor) -> QuerySet[Action]:
    """Actions that somebody still has to do, on platforms that `user` may see, and one's own."""
    rows = Action.objects.visible_to(user).open()
    return rows.select_related("platform", "organisation", "user", "item", "item__meeting")


def candidates(platform: Platform) -> QuerySet[Signal]:
    """Signals that this platform could talk about: on its level, and on no agenda that is still to come.

    A signal for which an action is still open waits for that action.
    """
    waiting = AgendaItem.objects.filter(
        Q(meeting=None) | Q(meeting__state=MeetingState.PLANNED), signal__isnull=False
    )
    busy = AgendaItem.objects.filter(actions__in=Action.objects.open(), signal__isnull=False)
    on_level = {"level": platform.level, "same_as": None}
    rows = Signal.objects.standing(FOR_AGENDA).filter(**on_level)
    rows = rows.exclude(pk__in=waiting.values("signal"))
    rows = rows.exclude(Q(state=State.ACTION) & Q(pk__in=busy.values("signal")))
    return rows.select_related("organisation", "region", "municipality").order_by("-pk")


def decided(platform: Platform) -> QuerySet[AgendaItem]:
    """What was decided at meetings that are over, the newest first."""
    rows = AgendaItem.objects.filter(platform=platform, meeting__state=MeetingState.CLOSED)
    rows = rows.exclude(decision="").select_related("meeting", "signal")
    return rows.order_by("-meeting__starts_at", "position", "pk")


def agreed_by_item(meeting: Meeting) -> dict[int, list[Action]]:
    """Actions by the item of this meeting at which they were agreed."""
    found: dict[int, list[Action]] = defaultdict(list)
    rows = Action.objects.with_state().filter(item__meeting=meeting)
    for row in rows.select_related("organisation", "user"):
        found[row.item_id or 0].append(row)
    return found


def ways(items: list[AgendaItem]) -> dict[int, list[Rung]]:
    """The ladder of each signal on an agenda, by the key of the signal."""
    steps: dict[int, list[SignalStep]] = defaultdict(list)
    keys = [item.signal_id for item in items if item.signal_id]
    for step in SignalStep.objects.filter(signal__in=keys).order_by("pk"):
        steps[step.signal_id].append(step)
    return {key: rungs(found) for key, found in steps.items()}


def version(meeting: Meeting) -> str:
    """Changes whenever the agenda, the minutes or an action of its platform does; two queries."""
    found = AgendaItem.objects.filter(meeting=meeting).aggregate(
        number=Count("pk"), last=Max("pk"), written=Sum("revision")
    )
    steps = ActionStep.objects.filter(action__platform=meeting.platform_id)
    last = steps.order_by("-pk").values_list("pk", flat=True).first()
    parts = (meeting.state, meeting.revision, *found.values(), last)
    return ".".join(str(part or 0) for part in parts)


def waiting(user: Actor) -> list[dict[str, Any]]:
    """What waits for a secretary, for the desk."""
    late = [row for row in open_actions(user) if row.is_late]
    new = Signal.objects.visible_to(user).standing({State.NEW}).count()
    return [
        {"count": new, "label": _("new signals"), "url": reverse("signals:index") + "?state=NEW"},
        {"count": len(late), "label": _("actions too late"), "url": reverse("meetings:index")},
        {
            "count": coming(user).count(),
            "label": _("meetings planned"),
            "url": reverse("meetings:index"),
        },
    ]
