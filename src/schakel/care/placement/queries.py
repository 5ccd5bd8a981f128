"""What may be asked of first shelter."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from schakel.care.placement.choices import AUTHORITY, OccupancyKind, Safety, Sexes
from schakel.care.placement.models import (
    Client,
    Confirmation,
    Group,
    Occupancy,
    Offer,
    Placement,
    Request,
    RequestQuerySet,
    Unit,
)
from schakel.care.placement.supply import UnitQuerySet
from schakel.care.placement.telling import asked as asked
from schakel.care.placement.telling import facts_of as facts_of
from schakel.care.placement.telling import gathered as gathered
from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User

# A unit without a highest age takes everybody, and says nothing about the ages of children.
_OLDEST, _OLDEST_CHILD = 130, 17
# A site says every week how it stands; after so long its board is red.
CONFIRM_WITHIN = timedelta(days=7)
_SEX = {Sexes.WOMEN: {"FEMALE"}, Sexes.MEN: {"MALE"}, Sexes.ANY: {"FEMALE", "MALE", "X"}}
_COPIED = (
    *("min_age", "wheelchair", "pets"),
    *(f"takes_{what}" for what in ("addiction", "psychiatric", "aggression", "lvb", "pregnant")),
)


def coordinators() -> QuerySet[User]:
    """The colleagues who can be on a request or keep a restricted group; by name."""
    rows = User.objects.filter(is_active=True, mandates__role=Role.PLACEMENT_COORDINATOR)
    return rows.distinct().order_by("name")


def requests(user: Actor) -> RequestQuerySet:
    """The requests that `user` may see, with `state`; what is most urgent and oldest first."""
    rows = Request.objects.visible_to(user).with_state()
    rows = rows.select_related("group", "asked_by", "coordinator")
    return rows.defer("contact", "explanation", "safety_reason")


def units(user: Actor, at: datetime | None = None) -> UnitQuerySet:
    """The units that `user` may see, with `is_free`, `busy` (why not) and `confirmed_at` of their site."""
    now = at or timezone.now()
    taken = Occupancy.objects.filter(Q(until=None) | Q(until__gt=now), unit=OuterRef("pk"))
    taken = taken.filter(since__lte=now)
    said = Confirmation.objects.filter(site=OuterRef("site")).order_by("-at", "-pk")
    rows = Unit.objects.visible_to(user).in_use().select_related("site__organisation")
    rows = rows.select_related("site__police_unit").defer("site__address", "site__phone")
    return rows.annotate(  # type: ignore[no-redef]
        is_free=~Exists(taken),
        busy=Subquery(taken.values("kind")[:1]),
        confirmed_at=Subquery(said.values("at")[:1]),
    )


def is_stale(confirmed_at: datetime | None, now: datetime | None = None) -> bool:
    """Did a site say too long ago, or never, how it stands?"""
    return confirmed_at is None or confirmed_at < (now or timezone.now()) - CONFIRM_WITHIN


def place_facts(rows: Iterable[Any], free: bool | None = None) -> list[dict[str, Any]]:
    """Units in the vocabulary of `methods.placement`, side place; wants `units`, or `free` for all."""
    return [_place(unit, unit.is_free if free is None else free) for unit in rows]


def _place(unit: Unit, free: bool) -> dict[str, Any]:
    site = unit.site
    facts: dict[str, Any] = {name: getattr(unit, name) for name in _COPIED}
    return facts | {
        "scheme": site.scheme,
        "authority": str(AUTHORITY[site.scheme]),
        "organisation": str(site.organisation_id),
        "site": str(site.pk),
        "unit": unit.number,
        "region": site.police_unit_id,
        "sexes": _SEX[Sexes(unit.sexes)],
        "max_age": _OLDEST if unit.max_age is None else unit.max_age,
        "min_child_age": 0,
        "max_child_age": _OLDEST_CHILD,
        "beds": unit.beds,
        "free_beds": unit.beds if free else 0,
        "child_places": unit.children,
        "safety_level": unit.safety,
        "secret_address": unit.safety == Safety.SECRET,
        "staffed_24h": unit.safety >= Safety.STAFFED,
        "intake_24h": unit.night_intake,
        # Whether somebody is there stands in free_beds.
        "days_until_open": 0,
        "languages": set(unit.languages.split()) or None,
    }


def open_offers(user: Actor) -> QuerySet[Offer]:
    """Offers that wait for an answer, the first to run out on top."""
    rows = Offer.objects.visible_to(user).open().order_by("expires_at", "pk")
    return rows.select_related("request", "unit__site").defer(
        "told", "unit__site__address", "unit__site__phone"
    )


def current_placements(user: Actor) -> QuerySet[Placement]:
    """Placements that last, the first to reach its term on top."""
    rows = Placement.objects.visible_to(user).filter(occupancy__until=None)
    rows = rows.select_related("unit__site", "occupancy", "group", "request", "care")
    return rows.defer("unit__site__address", "unit__site__phone").order_by(
        "term_ends_on", "placed_at", "pk"
    )


def people_of(group: Group) -> list[Client]:
    """The people of a group with their names; log that you showed them."""
    return list(Client.objects.filter(group=group).order_by("pk"))


def held_until(unit: Unit) -> datetime | None:
    """Until when an offer holds the unit; None where none does."""
    now = timezone.now()
    holds = Occupancy.objects.filter(unit=unit, kind=OccupancyKind.HOLD, until__gt=now)
    return holds.values_list("until", flat=True).first()
