"""The public directory, read once per change and kept in the memory of each process.

Whoever asks reads one small row, the mark; every change draws another one in its own transaction
(`remembering.renew`), so that no process answers from what it read before, and no other transaction finds
what is not committed. All days are kept, as any day can be asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TypeVar

from schakel.foundation.geography.models import Municipality
from schakel.network.directory.ages import Ages
from schakel.network.directory.models import Coverage, Deputy, Listing, ListingVersion
from schakel.network.directory.remembering import mark

# Municipality, region, country: the nearer, the lower.
WIDEST = 2
_TRIES = 3
_COLUMNS = ("pk", "listing_id", "municipality_id", "police_unit_id")
_SPAN = ("min_age", "max_age", "valid_from", "valid_to")


def holds(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether a row that begins and ends like this holds on a day."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


@dataclass(frozen=True, slots=True)
class Area:
    """Where a listing helps and people of which ages, from a day until another: a row of `Coverage`."""

    pk: int
    listing_id: int
    municipality_id: str | None
    police_unit_id: str | None
    min_age: int | None
    max_age: int | None
    valid_from: date | None
    valid_to: date | None

    @property
    def ages(self) -> Ages:
        return self.min_age, self.max_age

    @property
    def width(self) -> int:
        if self.municipality_id:
            return 0
        return 1 if self.police_unit_id else WIDEST

    def on(self, day: date) -> bool:
        return holds(self.valid_from, self.valid_to, day)


Row = TypeVar("Row", ListingVersion, Deputy, Area)


@dataclass(frozen=True)
class Directory:
    """Public listings by primary key, and where they help; never changed, only replaced."""

    listings: Mapping[int, Listing]
    versions: Mapping[int, tuple[ListingVersion, ...]]
    in_municipality: Mapping[str, tuple[Area, ...]]
    in_region: Mapping[str, tuple[Area, ...]]
    everywhere: tuple[Area, ...]
    deputies: Mapping[int, tuple[Deputy, ...]]

    def listing(self, pk: int, day: date) -> Listing | None:
        """The listing where it exists on `day`."""
        found = self.listings.get(pk)
        return found if found and holds(found.valid_from, found.valid_to, day) else None

    def version(self, pk: int, day: date) -> ListingVersion | None:
        """What a listing says on `day`."""
        said = None
        for row in self.versions.get(pk, ()):
            if row.valid_from is None or row.valid_from <= day:
                said = row
        return said

    def deputy(self, pk: int, day: date) -> Deputy | None:
        """Who stands in for a listing on `day`: a public one that exists; the latest that was named."""
        standing = [
            row
            for row in self.deputies.get(pk, ())
            if row.valid_from <= day < row.valid_to and self.listing(row.deputy_id, day)
        ]
        return standing[-1] if standing else None

    @cached_property
    def areas(self) -> Mapping[int, tuple[Area, ...]]:
        """Where each listing helps, on whatever day, by its primary key."""
        near = chain.from_iterable((*self.in_municipality.values(), *self.in_region.values()))
        return _by_listing((*near, *self.everywhere))

    def reaching(self, municipality: Municipality | None, day: date) -> list[Area]:
        """What helps in `municipality` on `day`, the nearest first; None: only what helps everywhere."""
        rows = self.everywhere
        if municipality is not None:
            here = self.in_municipality.get(municipality.code, ())
            rows = here + self.in_region.get(municipality.police_unit_id, ()) + rows
        return [row for row in rows if row.on(day)]


_kept: tuple[int, Directory] | None = None


def standing() -> Directory:
    """The directory as this transaction sees it: one query, and six more where it changed."""
    global _kept
    kept, at = _kept, mark()
    # Without a mark nothing was ever written down by an action: there is nothing to know it by.
    if kept is not None and at and kept[0] == at:
        return kept[1]
    found = _read()
    for _ in range(_TRIES):
        now = mark()
        if now == at:  # nothing was changed between one table and the next
            _kept = (at, found)
            break
        found, at = _read(), now
    return found


def forget() -> None:
    """Read the directory anew at the next question."""
    global _kept
    _kept = None


def _read() -> Directory:
    here, region, everywhere = _areas()
    return Directory(
        {row.pk: row for row in Listing.objects.public().order_by("pk")},
        _by_listing(
            sorted(
                ListingVersion.objects.filter(listing__is_public=True).order_by(),
                key=lambda row: (row.valid_from or date.min, row.pk),
            )
        ),
        here,
        region,
        everywhere,
        _by_listing(Deputy.objects.filter(listing__is_public=True)),
    )


def _areas() -> tuple[dict[str, tuple[Area, ...]], dict[str, tuple[Area, ...]], tuple[Area, ...]]:
    here: dict[str, list[Area]] = {}
    region: dict[str, list[Area]] = {}
    everywhere: list[Area] = []
    rows = Coverage.objects.public().order_by("pk").values_list(*_COLUMNS, *_SPAN)
    for area in (Area(*row) for row in rows):
        if area.municipality_id:
            here.setdefault(area.municipality_id, []).append(area)
        elif area.police_unit_id:
            region.setdefault(area.police_unit_id, []).append(area)
        else:
            everywhere.append(area)
    return _fixed(here), _fixed(region), tuple(everywhere)


def _fixed(lists: dict[str, list[Area]]) -> dict[str, tuple[Area, ...]]:
    return {key: tuple(rows) for key, rows in lists.items()}


def _by_listing(rows: Iterable[Row]) -> dict[int, tuple[Row, ...]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.listing_id, []).append(row)
    return {pk: tuple(mine) for pk, mine in found.items()}
