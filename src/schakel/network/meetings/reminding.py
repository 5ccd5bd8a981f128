"""What happens by itself, day by day: mails about what is near, meetings of series, parked signals woken."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.notices.actions import post
from schakel.network.meetings.actions import fill_series
from schakel.network.meetings.keeping import scan_waiting
from schakel.network.meetings.models import Action, Meeting, Membership, Series
from schakel.network.signals.actions import wake

NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Round:
    """What a round did, in numbers of each."""

    actions: int = 0
    meetings: int = 0
    planned: int = 0
    woken: int = 0
    scanned: int = 0


def tend(*, by: SystemActor, today: date | None = None) -> Round:
    """One round; a second one the same day changes nothing. Raises PermissionDenied."""
    require(by, "manage", "meetings.Platform")
    day = today or timezone.localdate()
    running = Series.objects.select_related("platform").exclude(platform__until__lt=day)
    return Round(
        actions=sum(_remind(row, day) for row in Action.objects.open().exclude(user=None)),
        meetings=sum(_announce(row, day) for row in _near(day)),
        planned=sum(fill_series(by=by, series=row) for row in running),
        woken=wake(by=by, today=day),
        scanned=scan_waiting(by=by),
    )


def _remind(row: Action, day: date) -> int:
    """Once when it is near and once when it is late; a new day begins anew."""
    if row.due > day + NEAR or row.user is None:
        return 0
    when = "late" if row.due < day else "near"
    with transaction.atomic():
        return post(
            to=[row.user],
            kind="meetings/mail/action",
            object_type="action",
            object_number=row.number,
            moment=f"{when} {row.due.isoformat()}",
        )


def _near(day: date) -> list[Meeting]:
    rows = Meeting.objects.planned().filter(
        starts_at__date__gte=day, starts_at__date__lte=day + NEAR
    )
    return list(rows)


def _announce(row: Meeting, day: date) -> int:
    people = Membership.objects.on(day).filter(platform=row.platform_id).exclude(user=None)
    found = {one.user for one in people.select_related("user") if one.user is not None}
    with transaction.atomic():
        return post(
            to=sorted(found, key=lambda user: user.pk),
            kind="meetings/mail/meeting",
            object_type="meeting",
            object_number=row.number,
            moment=row.starts_at.date().isoformat(),
        )
