"""Writing in the calendar of a unit; the database refuses two at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.choices import OccupancyKind
from schakel.care.placement.models import Occupancy, Unit
from schakel.foundation.access.actors import Actor


def occupy(
    by: Actor,
    unit: Unit,
    kind: OccupancyKind,
    since: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> Occupancy:
    """Take a unit from `since` up to `until`. Raises NotPossibleError("taken") where somebody was first."""
    try:
        with transaction.atomic():
            return Occupancy.objects.create(
                unit=unit, kind=kind, since=since, until=until, reason=reason, by=by.actor_id
            )
    except IntegrityError as error:
        raise NotPossibleError("taken") from error


def until(occupancy: Occupancy, moment: datetime | None) -> None:
    """Let it last up to `moment`, no shorter than nothing. Raises NotPossibleError("taken")."""
    ends = moment if moment is None else max(moment, occupancy.since)
    try:
        with transaction.atomic():
            Occupancy.objects.filter(pk=occupancy.pk).update(until=ends)
    except IntegrityError as error:
        raise NotPossibleError("taken") from error
    occupancy.until = ends
