"""What shelters have: sites and units, closed for a time and opened again, and the weekly word on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.choices import ClosureReason, OccupancyKind
from schakel.care.placement.models import Confirmation, Occupancy, Site, Unit
from schakel.care.placement.occupying import hold_still, occupy, until
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged


def add_site(*, by: Actor, facts: Mapping[str, Any]) -> Site:
    """A new site. `facts`: values by the names of its columns. Raises PermissionDenied."""
    require(by, "change", "placement.Site")
    with transaction.atomic():
        site = Site.objects.create(**facts)
        _log(by, Logged.CREATE, "site", site.number, facts)
    return site


def change_site(*, by: Actor, site: Site, facts: Mapping[str, Any]) -> None:
    """Other facts about a site. Raises PermissionDenied."""
    require(by, "change", site)
    with transaction.atomic():
        for name, value in facts.items():
            setattr(site, name, value)
        site.save(update_fields=list(facts))
        _log(by, Logged.CHANGE, "site", site.number, facts)


def add_unit(*, by: Actor, site: Site, facts: Mapping[str, Any]) -> Unit:
    """A new unit of a site. Raises PermissionDenied."""
    require(by, "change", Unit(site=site))
    with transaction.atomic():
        unit = Unit.objects.create(site=site, **facts)
        _log(by, Logged.CREATE, "unit", unit.number, facts)
    return unit


def change_unit(*, by: Actor, unit: Unit, facts: Mapping[str, Any]) -> None:
    """Other facts about a unit. Raises PermissionDenied."""
    require(by, "change", unit)
    with transaction.atomic():
        for name, value in facts.items():
            setattr(unit, name, value)
        unit.save(update_fields=list(facts))
        _log(by, Logged.CHANGE, "unit", unit.number, facts)


def close_unit(
    *, by: Actor, unit: Unit, reason: str, until_moment: datetime | None = None
) -> Occupancy:
    """Nobody can go there from now, up to a moment or until further notice.

    Raises PermissionDenied, ValueError for an unknown reason, and NotPossibleError("taken") where somebody
    is there or it is held.
    """
    require(by, "change", unit)
    with transaction.atomic():
        made = occupy(
            by, unit, OccupancyKind.CLOSED, timezone.now(), until_moment, ClosureReason(reason)
        )
        _log(by, Logged.CHANGE, "unit", unit.number, ("closed",))
    return made


def reopen_unit(*, by: Actor, unit: Unit) -> None:
    """End the closure of a unit.

    Raises PermissionDenied, and NotPossibleError("open") where it is not closed.
    """
    require(by, "change", unit)
    now = timezone.now()
    with transaction.atomic():
        hold_still([unit.pk])
        closures = Occupancy.objects.filter(unit=unit, kind=OccupancyKind.CLOSED, since__lte=now)
        row = closures.exclude(until__lte=now).first()
        if row is None:
            raise NotPossibleError("open")
        until(row, now)
        _log(by, Logged.CHANGE, "unit", unit.number, ("open",))


def confirm(
    *, by: Actor, site: Site, changed: bool = False, at: datetime | None = None
) -> Confirmation:
    """The site says that its board is right, at this moment. Raises PermissionDenied."""
    require(by, "confirm", site)
    now = at or timezone.now()
    with transaction.atomic():
        free = Unit.objects.free(now).filter(site=site).count()
        made = Confirmation.objects.create(
            site=site, at=now, by=by.actor_id, free_units=free, changed=changed
        )
        _log(by, Logged.CHANGE, "site", site.number, ("confirmed",))
    return made


def _log(by: Actor, event: Logged, kind: str, number: str, names: Any) -> None:
    record(by=by, event=event, object_type=kind, object_id=number, data=tuple(names))
