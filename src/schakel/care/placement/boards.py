"""How a shelter stands: who is where, what is held, free or closed, and what waits for its word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from schakel.care.placement.choices import (
    AnswerKind,
    ClosureReason,
    OccupancyKind,
    State,
    UnitState,
)
from schakel.care.placement.models import (
    Extension,
    Occupancy,
    Offer,
    Placement,
    Request,
    Site,
    Stay,
    Unit,
)
from schakel.care.placement.offers import OfferQuerySet
from schakel.care.placement.queries import is_stale, units
from schakel.foundation.access.actors import Actor


@dataclass(frozen=True)
class Line:
    """One unit at this moment. `people`: how many are there; `ends_on`: of the term, or as extended."""

    unit: Unit
    state: UnitState = UnitState.FREE
    occupancy: Occupancy | None = None
    placement: Placement | None = None
    offer: Offer | None = None
    people: int = 0
    ends_on: date | None = None
    extension: Extension | None = None
    # Where a request for a follow-up place stands; "" where none is open. Never where it is.
    next_place: str = ""

    @property
    def mark(self) -> str:
        """Changes whenever something about the unit does: a page that was made before says so."""
        row = self.occupancy
        parts = (self.state, row and row.pk, row and row.until, self.people)
        extension = self.extension.pk if self.extension else ""
        return ":".join("" if part is None else str(part) for part in (*parts, extension))

    @property
    def over(self) -> bool:
        """Does somebody stay past the last day that was agreed?"""
        ends = self.ends_on
        return self.state == UnitState.STAY and ends is not None and ends < timezone.localdate()

    @property
    def accepted(self) -> bool:
        """Held, and the shelter said yes: now it is the centre's turn."""
        return self.offer is not None and getattr(self.offer, "answer", None) is not None

    @property
    def reason(self) -> str:
        """Why it is closed, in words."""
        row = self.occupancy
        if self.state != UnitState.CLOSED or row is None:
            return ""
        return str(ClosureReason(row.reason).label)


@dataclass(frozen=True)
class Board:
    """One site: its units, and when somebody last said that this is right."""

    site: Site
    lines: list[Line]
    confirmed_at: datetime | None

    @property
    def stale(self) -> bool:
        return is_stale(self.confirmed_at)

    @property
    def free(self) -> int:
        return sum(line.state == UnitState.FREE for line in self.lines)


def boards(user: Actor) -> list[Board]:
    """The sites that `user` runs, with their units; the number of queries does not grow with them."""
    found: dict[int, Board] = {}
    rows = units(user).filter(site__in=Site.objects.visible_to(user, "run"))
    listed = sorted(rows.order_by("site__scheme", "site__name", "site", "pk"), key=_by_name)
    for line in lines_of(listed):
        site = line.unit.site
        said: datetime | None = line.unit.confirmed_at
        found.setdefault(site.pk, Board(site, [], said)).lines.append(line)
    return list(found.values())


def _by_name(unit: Unit) -> tuple[Any, ...]:
    """Room 10 comes after room 9."""
    parts = re.split(r"(\d+)", unit.name.casefold())
    name = [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
    return (unit.site.scheme, unit.site.name, unit.site_id, name)


def lines_of(rows: Iterable[Unit]) -> list[Line]:
    """How each of these units stands now."""
    now = timezone.now()
    listed = list(rows)
    taken = Occupancy.objects.filter(Q(until=None) | Q(until__gt=now), unit__in=listed)
    taken = taken.filter(since__lte=now).select_related("placement__group", "offer__answer")
    taken = taken.defer("offer__told", "offer__answer__note")
    current = {row.unit_id: row for row in taken}
    placements = [row.placement.pk for row in current.values() if hasattr(row, "placement")]
    there: dict[int, int] = {}
    stays = Stay.objects.filter(placement__in=placements, arrived_at__isnull=False, left_at=None)
    for key in stays.values_list("placement", flat=True):
        there[key] = there.get(key, 0) + 1
    longer = Extension.objects.filter(placement__in=placements).order_by("pk").defer("note")
    extended = {row.placement_id: row for row in longer}
    groups = [row.placement.group_id for row in current.values() if hasattr(row, "placement")]
    asked = Request.objects.filter(group__in=groups).exclude(follows=None).going_on()
    asked = asked.defer("contact", "explanation", "safety_reason")
    going = {row.group_id: row.state for row in asked.order_by("pk")}
    lines = [_line(unit, current.get(unit.pk), there, extended) for unit in listed]
    return [
        replace(line, next_place=going.get(line.placement.group_id, "")) if line.placement else line
        for line in lines
    ]


def _line(
    unit: Unit, row: Occupancy | None, there: dict[int, int], extended: dict[int, Extension]
) -> Line:
    if row is None:
        return Line(unit)
    if row.kind == OccupancyKind.CLOSED:
        return Line(unit, UnitState.CLOSED, row)
    placement = getattr(row, "placement", None)
    if placement is None:
        return Line(unit, UnitState.HELD, row, offer=getattr(row, "offer", None))
    people, longer = there.get(placement.pk, 0), extended.get(placement.pk)
    return Line(
        unit,
        UnitState.STAY if people else UnitState.EXPECTED,
        row,
        placement,
        people=people,
        ends_on=longer.until if longer else placement.term_ends_on,
        extension=longer,
    )


def offers_to(user: Actor) -> OfferQuerySet:
    """What waits for the answer of the shelters that `user` runs, the first to run out on top."""
    rows = _offers(user).open().filter(expires_at__gt=timezone.now())
    return rows.order_by("expires_at", "pk")


def accepted_by(user: Actor) -> OfferQuerySet:
    """What these shelters accepted and the centre has not confirmed yet."""
    rows = _offers(user).filter(answer__kind=AnswerKind.ACCEPTED, placement=None)
    accepted = Request.objects.with_state().filter(Q(state=State.ACCEPTED))
    return rows.filter(hold__until__gt=timezone.now(), request__in=accepted.values("pk"))


def _offers(user: Actor) -> OfferQuerySet:
    sites = Site.objects.visible_to(user, "run")
    rows = Offer.objects.filter(unit__site__in=sites).select_related("request", "unit__site")
    return rows.defer("told", *_UNOPENED)


_UNOPENED = (
    *("request__contact", "request__explanation", "request__safety_reason"),
    *("unit__site__address", "unit__site__phone"),
)
