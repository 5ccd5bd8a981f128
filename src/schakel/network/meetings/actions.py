"""What can happen to platforms and the plans of their meetings: members come and go, meetings are skipped."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.network.meetings.choices import MeetingState, Outcome, Part
from schakel.network.meetings.models import AgendaItem, Meeting, Membership, Platform, Series
from schakel.network.meetings.planning import days, horizon
from schakel.network.signals.actions import Move, step
from schakel.network.signals.choices import Level


class NotPossibleError(Exception):
    """It cannot be done as things stand."""


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise NotPossibleError("until")


def create_platform(
    *,
    by: Actor,
    name: str,
    slug: str,
    level: str,
    aim: str = "",
    since: date,
    until: date | None = None,
) -> Platform:
    """A platform that can have members and meetings. Raises PermissionDenied and NotPossibleError."""
    require(by, "manage", "meetings.Platform")
    _in_order(since, until)
    with transaction.atomic():
        row = Platform.objects.create(
            name=name, slug=slug, level=Level(level), aim=aim, since=since, until=until
        )
        log(by, Event.CREATE, row.slug, "platform")
    return row


def change_platform(*, by: Actor, platform: Platform, name: str, aim: str) -> None:
    """Another name or aim; its address and its earlier meetings stay. Raises PermissionDenied."""
    require(by, "manage", platform)
    with transaction.atomic():
        Platform.objects.filter(pk=platform.pk).update(name=name, aim=aim)
        log(by, Event.CHANGE, platform.slug, "platform")


def add_member(
    *,
    by: Actor,
    platform: Platform,
    organisation: Organisation,
    user: User | None = None,
    part: str = Part.MEMBER,
    since: date,
    until: date | None = None,
) -> Membership:
    """An organisation becomes a member. Raises PermissionDenied, and NotPossibleError where the same
    organisation and person are a member in that time already, the person does not act for it, or the
    term ends before it begins."""
    require(by, "manage", platform)
    _in_order(since, until)
    if user is not None and not user.mandates.filter(organisation=organisation).exists():
        raise NotPossibleError("organisation")
    with transaction.atomic():
        Platform.objects.select_for_update().get(pk=platform.pk)
        there = Membership.objects.filter(platform=platform, organisation=organisation, user=user)
        for other in there:
            if (until is None or other.since <= until) and (
                other.until is None or other.until >= since
            ):
                raise NotPossibleError("twice")
        row = Membership.objects.create(
            platform=platform,
            organisation=organisation,
            user=user,
            part=Part(part),
            since=since,
            until=until,
        )
        log(by, Event.CHANGE, platform.slug, "members")
    return row


def end_membership(*, by: Actor, membership: Membership, until: date) -> None:
    """The last day of a term; the row stays. Raises PermissionDenied and NotPossibleError."""
    require(by, "manage", membership.platform)
    _in_order(membership.since, until)
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(until=until)
        log(by, Event.CHANGE, membership.platform.slug, "members")


def plan_series(
    *,
    by: Actor,
    platform: Platform,
    first: date,
    at: time,
    minutes: int,
    months: int,
    place: str = "",
    until: date | None = None,
) -> Series:
    """A series of meetings; those up to the horizon stand in the calendar.

    Raises PermissionDenied, and NotPossibleError where it ends before it begins.
    """
    require(by, "manage", platform)
    _in_order(first, until)
    with transaction.atomic():
        row = Series.objects.create(
            platform=platform,
            first=first,
            at=at,
            minutes=minutes,
            months=months,
            place=place,
            until=until,
        )
        fill_series(by=by, series=row)
        log(by, Event.CREATE, platform.slug, "series")
    return row


def fill_series(*, by: Actor, series: Series, until: date | None = None) -> int:
    """Plan what a series still lacks up to the horizon; how many meetings. A second time changes nothing."""
    require(by, "manage", series.platform)
    with transaction.atomic():
        Platform.objects.select_for_update().get(pk=series.platform_id)
        there = set(series.meetings.values_list("due_on", flat=True))
        wanted = [day for day in days(series, until or horizon()) if day not in there]
        for day in wanted:
            Meeting.objects.create(
                platform=series.platform,
                series=series,
                due_on=day,
                starts_at=timezone.make_aware(datetime.combine(day, series.at)),
                minutes=series.minutes,
                place=series.place,
            )
        if wanted:
            _place_waiting(series.platform)
    return len(wanted)


def plan_meeting(
    *,
    by: Actor,
    platform: Platform,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    topic: str = "",
) -> Meeting:
    """One meeting outside any series. What waited for a meeting stands on its agenda."""
    require(by, "manage", platform)
    with transaction.atomic():
        Platform.objects.select_for_update().get(pk=platform.pk)
        row = Meeting.objects.create(
            platform=platform, starts_at=starts_at, minutes=minutes, place=place, topic=topic
        )
        _place_waiting(platform)
        log(by, Event.CREATE, row.number, "meeting")
    return row


def change_meeting(
    *, by: Actor, meeting: Meeting, starts_at: datetime, minutes: int, place: str, topic: str
) -> None:
    """Another time, place or topic. Raises PermissionDenied, and NotPossibleError once it is over."""
    require(by, "manage", meeting)
    with transaction.atomic():
        row = locked(meeting)
        row.starts_at, row.minutes, row.place, row.topic = starts_at, minutes, place, topic
        _revise(row)
        log(by, Event.CHANGE, row.number, "meeting")


def skip_meeting(*, by: Actor, meeting: Meeting, reason: str) -> int:
    """It does not take place: all that stood on its agenda goes to the next one; how many items.

    Raises PermissionDenied, and NotPossibleError once it is over.
    """
    require(by, "manage", meeting)
    with transaction.atomic():
        row = locked(meeting)
        row.state, row.reason = MeetingState.SKIPPED, reason
        _revise(row)
        items = list(row.items.filter(outcome=""))
        for item in items:
            pass_on(item)
            if item.signal is not None:
                step(
                    by=by,
                    signal=item.signal,
                    move=Move(forum=f"{row} ({MeetingState.SKIPPED.label})", text=reason),
                )
        log(by, Event.CHANGE, row.number, "skipped")
    return len(items)


def pass_on(item: AgendaItem) -> AgendaItem:
    """The item goes to the next planned meeting, or waits for one; the old one says so."""
    item.outcome = Outcome.NEXT
    item.save(update_fields=["outcome"])
    meeting = following(item)
    return AgendaItem.objects.create(
        platform_id=item.platform_id,
        meeting=meeting,
        came_from=item,
        position=next_position(meeting),
        title=item.title,
        signal=item.signal,
        text=item.text,
    )


def following(item: AgendaItem) -> Meeting | None:
    """The next planned meeting of its platform that does not have the signal already."""
    rows = Meeting.objects.planned().filter(platform=item.platform_id)
    if item.meeting is not None:
        rows = rows.filter(starts_at__gte=item.meeting.starts_at).exclude(pk=item.meeting.pk)
    if item.signal_id is not None:
        rows = rows.exclude(items__signal=item.signal_id)
    return rows.first()


def next_position(meeting: Meeting | None) -> int:
    """Where an item that is added stands."""
    if meeting is None:
        return 0
    return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1


def locked(meeting: Meeting) -> Meeting:
    """The meeting, for a change; raises NotPossibleError once it was held or skipped."""
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("platform")
        .get(pk=meeting.pk)
    )
    if not row.is_planned:
        raise NotPossibleError(row.state)
    return row


def _place_waiting(platform: Platform) -> None:
    """Items without a meeting go to the first one that is planned."""
    for item in AgendaItem.objects.filter(platform=platform, meeting=None):
        meeting = following(item)
        if meeting is not None:
            item.meeting, item.position = meeting, next_position(meeting)
            item.save(update_fields=["meeting", "position"])


def _revise(row: Meeting) -> None:
    row.revision += 1
    row.changed_at = timezone.now()
    row.save()


def log(by: Actor, event: Event, number: str, what: str) -> None:
    """One line of the audit log about a meeting, a platform or an action."""
    record(by=by, event=event, object_type="meeting", object_id=number, data=(what,))
