"""The figures of first shelter of a year, exact: for the centre's own use, nothing of it leaves the house.

What leaves goes through `insight`, which protects it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from django.utils import timezone

from schakel.care.placement.choices import WAITING, OccupancyKind, Scheme, State
from schakel.care.placement.counting import (
    Counted,
    PlacementRow,
    RequestRow,
    counted,
    flowed_through,
    followed_up,
)
from schakel.care.placement.models import Occupancy, Unit
from schakel.foundation.accounts.models import Organisation

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spread:
    """How long something took, in days: how many, the middle one, and nine in ten at most. None: nobody."""

    number: int
    median: float | None
    ninth: float | None


@dataclass(frozen=True)
class SchemeFigures:
    """One scheme, or all of them (`scheme` empty), in one year."""

    scheme: str
    requests: int = 0
    first_requests: int = 0
    follow_up_requests: int = 0
    persons_asked_for: int = 0
    placed_on_request: int = 0
    followed_up: int = 0
    flowed_through: int = 0
    placed_directly: int = 0
    refusals: int = 0
    improper: int = 0
    unmet: int = 0
    waiting: Spread = Spread(0, None, None)
    staying: Spread = Spread(0, None, None)
    over_term: int = 0

    @property
    def placements(self) -> int:
        return self.placed_on_request + self.flowed_through + self.placed_directly

    @property
    def label(self) -> str:
        return str(Scheme(self.scheme).label) if self.scheme else ""


@dataclass(frozen=True)
class YearFigures:
    """A year by scheme, with the refusals by institution and the occupancy by month."""

    year: int
    total: SchemeFigures
    schemes: list[SchemeFigures]
    refusals: list["Institution"] = field(default_factory=list)
    occupancy: list["Month"] = field(default_factory=list)


@dataclass(frozen=True)
class Institution:
    """How often an institution refused, for which reasons, and how many of those were improper."""

    name: str
    number: int
    improper: int
    reasons: list[tuple[str, int]]


@dataclass(frozen=True)
class Month:
    """How full it was: nights that units were lived in, of the nights that there were units."""

    first: date
    taken: float
    nights: float

    @property
    def share(self) -> float | None:
        return self.taken / self.nights if self.nights else None


def years(rows: Counted) -> list[int]:
    """The years in which something was asked or placed, the newest first."""
    moments = [row.asked_at for row in rows.requests] + [row.placed_at for row in rows.placements]
    return sorted({timezone.localtime(moment).year for moment in moments}, reverse=True)


def year_figures(year: int, rows: Counted | None = None) -> YearFigures:
    """All figures of one calendar year; a request belongs to the year in which it was asked."""
    rows = rows or counted()
    mine = _of_year(rows, year)
    schemes = [one for scheme in Scheme.values if (one := _figures(mine, scheme, year)) is not None]
    total = _figures(mine, "", year)
    return YearFigures(
        year,
        total or SchemeFigures(""),
        schemes,
        _institutions(mine),
        occupancy(year, rows.cutoff),
    )


def _of_year(rows: Counted, year: int) -> Counted:
    def inside(moment: datetime | None) -> bool:
        return moment is not None and timezone.localtime(moment).year == year

    return Counted(
        rows.cutoff,
        tuple(row for row in rows.requests if inside(row.asked_at)),
        tuple(row for row in rows.placements if inside(row.placed_at)),
        tuple(row for row in rows.stays if inside(row.left_at) or inside(row.arrived_at)),
        tuple(row for row in rows.refusals if inside(row.at)),
    )


def _figures(rows: Counted, scheme: str, year: int) -> SchemeFigures | None:
    def mine(found: Iterable) -> list:
        return [row for row in found if not scheme or row.scheme == scheme]

    asked: list[RequestRow] = mine(rows.requests)
    placed: list[PlacementRow] = mine(rows.placements)
    refused, stays = mine(rows.refusals), mine(rows.stays)
    if not (asked or placed or refused or stays):
        return None
    ended = [row for row in stays if row.left_at and timezone.localtime(row.left_at).year == year]
    through = sum(map(flowed_through, placed))
    on_request = sum(row.origin == "REQUEST" for row in placed)
    return SchemeFigures(
        scheme,
        requests=len(asked),
        first_requests=sum(row.first for row in asked),
        follow_up_requests=sum(row.follow_up for row in asked),
        persons_asked_for=sum(row.who.persons for row in asked),
        placed_on_request=on_request,
        followed_up=sum(map(followed_up, placed)),
        flowed_through=through,
        placed_directly=len(placed) - through - on_request,
        refusals=len(refused),
        improper=sum(row.improper for row in refused),
        unmet=sum(unmet(row) for row in asked),
        waiting=_spread(row.days_waited for row in asked),
        staying=_spread(row.days for row in ended),
        over_term=sum(row.over_term for row in stays),
    )


def unmet(row: RequestRow) -> bool:
    """Asked, and no place was found: it was closed for want of one, or somebody still waits."""
    return row.state == State.NOT_PLACEABLE or row.state in WAITING


def _spread(values: Iterable[float | None]) -> Spread:
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread(0, None, None)
    # The least number of days within which nine in ten were done.
    ninth = known[max(0, -(-9 * len(known) // 10) - 1)]
    return Spread(len(known), median(known), ninth)


def _institutions(rows: Counted) -> list[Institution]:
    names = dict(Organisation.objects.values_list("number", "name"))
    found: dict[str, list] = {}
    for row in rows.refusals:
        found.setdefault(row.organisation, []).append(row)
    made = [
        Institution(
            names.get(number, number),
            len(refusals),
            sum(row.improper for row in refusals),
            Counter(row.reason for row in refusals).most_common(),
        )
        for number, refusals in found.items()
    ]
    return sorted(made, key=lambda one: (-one.improper, -one.number, one.name))


def occupancy(year: int, cutoff: datetime) -> list[Month]:
    """Month by month up to the cut-off; a unit that was closed had no night to give."""
    stays = list(_spans(OccupancyKind.STAY))
    closed = list(_spans(OccupancyKind.CLOSED))
    units = Unit.objects.in_use().count()
    months = []
    for number in range(1, 13):
        first, last = _moment(year, number), min(_moment(year, number + 1), cutoff)
        if first >= cutoff:
            break
        nights = units * (last - first) / _DAY - _within(closed, first, last)
        months.append(Month(timezone.localdate(first), _within(stays, first, last), nights))
    return months


def _spans(kind: OccupancyKind) -> Iterable[tuple[datetime, datetime | None]]:
    return Occupancy.objects.filter(kind=kind).order_by("pk").values_list("since", "until")


def _within(
    spans: Sequence[tuple[datetime, datetime | None]], first: datetime, last: datetime
) -> float:
    """Days of `spans` between two moments."""
    pairs = ((max(since, first), min(until or last, last)) for since, until in spans)
    return sum(max(0.0, (ends - begins) / _DAY) for begins, ends in pairs)


def _moment(year: int, month: int) -> datetime:
    later, number = divmod(month - 1, 12)
    return timezone.make_aware(datetime(year + later, number + 1, 1))  # noqa: DTZ001 - made aware here
