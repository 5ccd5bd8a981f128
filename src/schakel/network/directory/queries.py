"""Questions that pages and other apps may ask about the directory."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cached_property

from django.db.models import F
from django.utils import timezone

from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import codes
from schakel.network.directory.ages import Ages, merged, overlap
from schakel.network.directory.choices import AGES, CHECK_DAYS, FIRST_KINDS, GRACE_DAYS, AgeBand
from schakel.network.directory.hours import OpenState
from schakel.network.directory.models import Listing, ListingQuerySet, ListingVersion
from schakel.network.directory.snapshot import Area, Directory, standing

_LIKE = 3


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty: any. `age` is one of `AgeBand`, the others are codes."""

    kind: str = ""
    form: str = ""
    age: str = ""
    language: str = ""


@dataclass(frozen=True)
class StandIn:
    """Who takes over, and until when."""

    version: ListingVersion
    until: date


@dataclass(frozen=True)
class Found:
    """One listing as it stood on a day, with the areas by which it reaches the place, the narrowest first."""

    listing: Listing
    version: ListingVersion
    areas: tuple[Area, ...]
    on: date
    open_state: OpenState | None = None
    stand_in: StandIn | None = None

    @property
    def is_stale(self) -> bool:
        return self.listing.is_stale(self.on)

    @cached_property
    def ages(self) -> tuple[Ages, ...]:
        """Of people from this place, all areas taken together."""
        return merged(area.ages for area in self.areas)

    @property
    def area(self) -> str:
        """The municipality or region in words; empty: the whole country."""
        area = self.areas[0]
        if area.municipality_id:
            place = geography.municipality(area.municipality_id)
            return place.display_name if place else area.municipality_id
        return geography.police_unit_name(area.police_unit_id) if area.police_unit_id else ""


def find(
    municipality: Municipality | None,
    wanted: Wanted,
    *,
    on: date | None = None,
    now: datetime | None = None,
) -> list[Found]:
    """What helps in `municipality` as on a day: first kinds first, nearest first; from process memory.

    Without a municipality: what helps in the whole country. `now`: say what is open at that moment.
    """
    day, directory = on or timezone.localdate(), standing()
    reaching: dict[int, list[Area]] = {}
    for area in directory.reaching(municipality, day):
        if not wanted.age or overlap(area.ages, AGES[AgeBand(wanted.age)]):
            reaching.setdefault(area.listing_id, []).append(area)
    local = _local(now)
    found = []
    for pk, areas in reaching.items():
        listing, version = directory.listing(pk, day), directory.version(pk, day)
        if listing and version and _fits(listing, version, wanted):
            state = version.week.at(local) if local and version.week else None
            away = _stand_in(directory, pk, day)
            found.append(Found(listing, version, tuple(areas), day, state, away))
    order = kind_order()
    return sorted(
        found,
        key=lambda one: (
            order.get(one.listing.kind, len(order)),
            one.areas[0].width,
            one.ages[0][0] or 0,
            one.version.name,
            one.listing.pk,
        ),
    )


def stand_ins(listings: Collection[int], day: date) -> dict[int, StandIn]:
    """Who takes over on `day`, by the primary key of the listing whose people are away."""
    directory = standing()
    found = {pk: _stand_in(directory, pk, day) for pk in listings}
    return {pk: one for pk, one in found.items() if one}


def versions_on(listings: Collection[int], day: date) -> dict[int, ListingVersion]:
    """What each of these listings (primary keys) says on `day`; one query."""
    rows = ListingVersion.objects.filter(listing__in=listings)
    return latest(row for row in rows if row.valid_from is None or row.valid_from <= day)


def newest_version(listing: Listing) -> int:
    """Primary key of what was written last of a listing; 0 where nothing was."""
    newest = ListingVersion.objects.filter(listing=listing).order_by("-pk")
    return newest.values_list("pk", flat=True).first() or 0


def latest(rows: Iterable[ListingVersion]) -> dict[int, ListingVersion]:
    """The newest of these versions of each listing, by its primary key."""
    ordered = sorted(rows, key=lambda row: (row.valid_from or date.min, row.pk))
    return {row.listing_id: row for row in ordered}


def names(listings: Collection[int], day: date) -> dict[int, str]:
    """What these listings (primary keys) are called on `day`, by name; one query."""
    found = versions_on(listings, day)
    return {
        pk: row.name for pk, row in sorted(found.items(), key=lambda one: (one[1].name, one[0]))
    }


def kind_order() -> dict[str, int]:
    """Kinds of organisation in the order in which to call them."""
    others = [code for code in codes("organisation_kind") if code not in FIRST_KINDS]
    return {code: n for n, code in enumerate([*FIRST_KINDS, *others])}


def due(day: date) -> ListingQuerySet:
    """Public listings about which it is time to ask, the longest unconfirmed first."""
    rows = Listing.objects.public().valid_on(day).last_checked_by(day - timedelta(days=CHECK_DAYS))
    return rows.order_by(F("last_checked").asc(nulls_first=True), "pk")


def ended(day: date) -> ListingQuerySet:
    """Listings that help no more, the last one first."""
    return Listing.objects.filter(valid_to__lte=day).order_by("-valid_to", "pk")


def stale(day: date) -> ListingQuerySet:
    """Those of them that nobody confirmed in time."""
    return due(day).last_checked_by(day - timedelta(days=CHECK_DAYS + GRACE_DAYS))


def place(text: str, on: date | None = None) -> Municipality | None:
    """The municipality that `text` names on `on` (today); of a former one, what became of it."""
    found = geography.find_municipality(text)
    while found is not None and found.successor_id and not found.exists_on(on):
        found = geography.municipality(found.successor_id)
    return found


def namesakes(text: str, on: date | None = None) -> list[Municipality]:
    """Municipalities that bear this name, told apart by what stands behind it in brackets."""
    name = geography.fold(text)
    return [
        one
        for one in geography.municipalities(on)
        if geography.fold(one.name.split("(")[0]) == name
    ]


def alike(text: str, on: date | None = None) -> list[Municipality]:
    """Municipalities whose name looks like `text`, for somebody who made a mistake in typing."""
    names = {
        geography.fold(name): one
        for one in geography.municipalities(on)
        for name in (one.display_name, one.name, *one.aliases.split("|"))
        if name
    }
    near = get_close_matches(geography.fold(text), names, n=_LIKE, cutoff=0.7)
    return list(dict.fromkeys(names[name] for name in near))


def _fits(listing: Listing, version: ListingVersion, wanted: Wanted) -> bool:
    """Of a listing for no form in particular, every form is one of its forms."""
    if wanted.kind and listing.kind != wanted.kind:
        return False
    if wanted.form and version.forms and wanted.form not in version.forms.split():
        return False
    return not wanted.language or wanted.language in version.languages.split()


def _stand_in(directory: Directory, pk: int, day: date) -> StandIn | None:
    row = directory.deputy(pk, day)
    version = directory.version(row.deputy_id, day) if row else None
    return StandIn(version, row.valid_to) if row and version else None


def _local(now: datetime | None) -> datetime | None:
    """Hours hold in the time of the country, summer and winter."""
    return timezone.localtime(now).replace(tzinfo=None) if now else None
