"""Writing in the calendar of a unit; the database refuses two at once.

PostgreSQL lets two who write about the same time wait for each other, and breaks one off. So whoever writes
in a calendar waits for its unit first. Where one action takes several locks, their order is: request, group,
units (`hold_still`, all at once), the log.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.choices import OccupancyKind
from schakel.care.placement.models import Occupancy, Unit
from schakel.foundation.access.actors import Actor


def hold_still(units: Iterable[int]) -> None:
    """Until the transaction ends nobody else writes in the calendars of these units (primary keys)."""
    if not connection.features.has_select_for_update:  # SQLite: one writer at a time as it is
        return
    rows = Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(units))
    list(rows.order_by("pk").values_list("pk", flat=True))


def occupy(
    by: Actor,
    unit: Unit,
    kind: OccupancyKind,
    since: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> Occupancy:
    """Take a unit from `since` up to `until`. Raises NotPossibleError("taken") where somebody was first."""
    hold_still([unit.pk])
    try:
        with transaction.atomic():
            return Occupancy.objects.create(
                unit=unit, kind=kind, since=since, until=until, reason=reason, by=by.actor_id
            )
    except IntegrityError as error:
        raise NotPossibleError("taken") from error


def until(occupancy: Occupancy, moment: datetime | None) -> None:
    """Let it last up to `moment`, no shorter than nothing. Raises NotPossibleError("taken")."""
    hold_still([occupancy.unit_id])
    ends = moment if moment is None else max(moment, occupancy.since)
    try:
        with transaction.atomic():
            Occupancy.objects.filter(pk=occupancy.pk).update(until=ends)
    except IntegrityError as error:
        raise NotPossibleError("taken") from error
    occupancy.until = ends
