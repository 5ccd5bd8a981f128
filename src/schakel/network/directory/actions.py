"""Keeping the directory: what is listed, what it says from which day on, where it helps, who stands in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.queries import codes
from schakel.network.directory.asked import CheckRequest
from schakel.network.directory.choices import HIDDEN_PLACE, LANGUAGE_CODES, Accessibility
from schakel.network.directory.hours import read_hours
from schakel.network.directory.models import SAYS, Coverage, Deputy, Listing, ListingVersion
from schakel.network.directory.queries import newest_version, versions_on
from schakel.network.directory.remembering import renew

OVERTAKEN = gettext_lazy(
    "Somebody else changed this meanwhile. Look below at what they changed, and save again."
)
_LISTING = ("kind", "organisation", "is_public", "is_invented", "last_checked", "uid")


@transaction.atomic
def add_listings(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Listing]:
    """Add listings. ValidationError where one is not right; then none is added.

    A row holds fields of `Listing` and of `ListingVersion`, and `areas`: where it helps, each a mapping of
    fields of `Coverage` (an empty one: in the whole country). `holds_from`: since when, if not always.
    """
    require(by, "place", "directory.Listing")
    listings, versions, areas = [], [], []
    for row in rows:
        listing = Listing(**{name: row[name] for name in _LISTING if name in row})
        version = ListingVersion(
            listing=listing,
            by=by.actor_id,
            valid_from=row.get("holds_from"),
            **{name: row[name] for name in SAYS if name in row},
        )
        mine = [Coverage(listing=listing, by=by.actor_id, **area) for area in row["areas"]]
        _check(listing, version, mine)
        listings.append(listing)
        versions.append(version)
        areas += mine
    listings = Listing.objects.bulk_create(listings)
    ListingVersion.objects.bulk_create(versions)
    Coverage.objects.bulk_create(areas)
    _log(by, Event.CREATE, listings)
    return listings


@transaction.atomic
def change_listing(
    *, by: Actor, listing: Listing, on: date | None = None, seen: int | None = None, **says: Any
) -> ListingVersion:
    """From `on` (today) the listing says this; all that is not named stays. A later version stays as it is.

    Whoever changes an entry has looked at it: it counts as checked. `seen`: the newest version that they saw.
    ValidationError where one is not right, or where somebody else wrote a version that they did not see.
    """
    require(by, "change", listing)
    Listing.objects.select_for_update().get(pk=listing.pk)
    day = on or timezone.localdate()
    last = versions_on([listing.pk], day).get(listing.pk, ListingVersion())
    before = {name: getattr(last, name) for name in SAYS}
    changed = [name for name in says if says[name] != before[name]]
    if changed:
        if seen is not None and newest_version(listing) != seen:
            raise ValidationError(OVERTAKEN)
        version = ListingVersion(
            listing=listing, valid_from=day, by=by.actor_id, **{**before, **says}
        )
        _check(listing, version, [])
        version.save()
        _log(by, Event.CHANGE, [listing], tuple(changed))
        last = version
    note_checked(by=by, listing=listing)
    return last


@transaction.atomic
def note_checked(*, by: Actor, listing: Listing) -> None:
    """Somebody who may change the entry says that it is right; links that ask for it are spent by that."""
    require(by, "change", listing)
    open_links = CheckRequest.objects.filter(listing=listing, closed_at=None)
    open_links.update(closed_at=timezone.now())
    listing.last_checked = timezone.localdate()
    earlier = Listing.objects.filter(pk=listing.pk).exclude(last_checked=listing.last_checked)
    if earlier.update(last_checked=listing.last_checked):
        _log(by, Event.CHANGE, [listing], ("last_checked",))


@transaction.atomic
def place_listing(
    *,
    by: Actor,
    listing: Listing,
    on: date,
    areas: Iterable[Mapping[str, Any]],
    **decided: Any,
) -> None:
    """From `on` the listing helps in these areas and in no others. What held before stays readable.

    An area may begin later (`valid_from`) and end (`valid_to`). What stays the same is not written anew.
    `decided`: what else the centre decides, from now on: `is_public`, `organisation`.
    """
    require(by, "place", listing)
    Listing.objects.select_for_update().get(pk=listing.pk)
    changed = [name for name, value in decided.items() if getattr(listing, name) != value]
    for name in changed:
        setattr(listing, name, decided[name])
    if changed:
        listing.save(update_fields=changed)
    wanted = [_from(on, listing=listing, by=by.actor_id, **area) for area in areas]
    _check_areas(listing, wanted)
    standing = list(Coverage.objects.filter(listing=listing).not_over_on(on))
    asked, stays = {_extent(row, on) for row in wanted}, {_extent(row, on) for row in standing}
    gone = [row for row in standing if _extent(row, on) not in asked]
    added = [row for row in wanted if _extent(row, on) not in stays]
    for row in gone:
        row.valid_to = max(on, row.valid_from or on)
        row.ended_at, row.ended_by = timezone.now(), by.actor_id
    Coverage.objects.bulk_update(gone, ["valid_to", "ended_at", "ended_by"])
    Coverage.objects.bulk_create(added)
    if gone or added or changed:
        _log(by, Event.CHANGE, [listing], (*(["coverage"] if gone or added else []), *changed))


def _from(on: date, *, valid_from: date | None = None, **area: Any) -> Coverage:
    return Coverage(valid_from=max(on, valid_from or on), **area)


def _extent(row: Coverage, on: date) -> tuple[Any, ...]:
    """Where, whom and when, as from `on`: what makes two areas the same."""
    begins = max(on, row.valid_from or on)
    place = (row.municipality_id, row.police_unit_id)
    return *place, row.min_age, row.max_age, begins, row.valid_to


@transaction.atomic
def end_listing(*, by: Actor, listing: Listing, on: date | None) -> None:
    """From `on` the organisation helps no more; None: it goes on. Earlier days show it as before.

    ValidationError for a day before today, since people read then that it helped.
    """
    require(by, "place", listing)
    row = Listing.objects.select_for_update().get(pk=listing.pk)
    if row.valid_to == on:
        return
    if on is not None and on < timezone.localdate():
        raise ValidationError(_("What held before today stays as it was."))
    Listing.objects.filter(pk=row.pk).update(valid_to=on)
    _log(by, Event.CHANGE, [listing], ("valid_to",))


@transaction.atomic
def stand_in(*, by: Actor, listing: Listing, deputy: Listing, since: date, until: date) -> Deputy:
    """`deputy` takes over from `since` on; on `until` the listing's own people are there again."""
    require(by, "change", listing)
    if deputy.pk == listing.pk or since >= until:
        raise ValidationError(_("Another organisation stands in, and it ends after it begins."))
    Listing.objects.select_for_update().get(pk=listing.pk)
    row, is_new = Deputy.objects.get_or_create(
        {"by": by.actor_id}, listing=listing, deputy=deputy, valid_from=since, valid_to=until
    )
    if is_new:
        _log(by, Event.CHANGE, [listing], ("deputy",))
    return row


def _check(listing: Listing, version: ListingVersion, areas: list[Coverage]) -> None:
    """The models' own checks, and the codes: what the directory can name and show."""
    listing.clean_fields(exclude=["organisation"])
    version.clean_fields(exclude=["listing"])
    if listing.kind not in codes("organisation_kind"):
        raise ValidationError({"kind": _("This is not a kind of organisation.")})
    known = {
        "languages": set(LANGUAGE_CODES),
        "forms": set(codes("exploitation_form")),
        "accessibility": set(Accessibility.values),
    }
    for name, allowed in known.items():
        if not set(getattr(version, name).split()) <= allowed:
            raise ValidationError({name: _("Only codes that the directory knows.")})
    try:
        version.hours = str(read_hours(version.hours))
    except ValueError as error:
        raise ValidationError({"hours": str(error)}) from error
    _check_areas(listing, areas)


def _check_areas(listing: Listing, areas: Iterable[Coverage]) -> None:
    # A region is as near as the public may come to a place where people hide.
    if listing.kind in HIDDEN_PLACE and any(area.municipality_id for area in areas):
        raise ValidationError(_("A shelter may be tied to a region, never to a municipality."))


def _log(by: Actor, event: Event, listings: list[Listing], data: tuple[str, ...] = ()) -> None:
    lines = [
        Line(event=event, object_type="listing", object_id=str(row.pk), data=data)
        for row in listings
    ]
    touched = Listing.objects.filter(pk__in=[row.pk for row in listings])
    touched.update(changed_at=timezone.now())
    renew()
    record_many(by=by, lines=lines)
