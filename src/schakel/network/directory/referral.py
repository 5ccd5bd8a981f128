"""The directory in the words of Open Referral's HSDS 3.0, so that other directories can take it over.

A listing is one organization, and one service for each range of ages that it helps, since HSDS knows ages by
service and not by area. Fields that are empty are left out. Identifiers of parts follow from the listing's
own, so that they stay the same from one export to the next.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.foundation.geography import queries as geography
from schakel.foundation.terms.queries import codes, label
from schakel.network.directory.ages import EVERYBODY, Ages, in_words
from schakel.network.directory.hours import DAYS, Hours
from schakel.network.directory.models import Listing, ListingVersion
from schakel.network.directory.queries import StandIn, stand_ins
from schakel.network.directory.snapshot import Area, Directory, standing

VERSION = "3.0"
# Our code lists by which services are found; in HSDS each is a taxonomy.
TAXONOMIES = ("organisation_kind", "exploitation_form")
_LAST_MINUTE = 23 * 60 + 59  # HSDS knows no 24:00


@dataclass(frozen=True)
class Entry:
    """What a listing does for people of these ages, as on a day."""

    listing: Listing
    version: ListingVersion
    ages: Ages
    areas: tuple[Area, ...]
    # Whether it is the one that bears the identifier of the listing.
    is_first: bool
    modified: datetime

    @property
    def uid(self) -> uuid.UUID:
        if self.is_first:
            return self.listing.uid
        return uuid.uuid5(self.listing.uid, "ages {}-{}".format(*self.ages))


def entries(on: date) -> list[Entry]:
    """All public listings as on a day, the oldest first; from process memory."""
    directory = standing()
    return [
        one
        for pk in directory.listings
        if (listing := directory.listing(pk, on)) and (version := directory.version(pk, on))
        for one in _by_age(
            listing,
            version,
            [area for area in directory.areas.get(pk, ()) if area.on(on)],
            _modified(directory, pk, on),
        )
    ]


def _by_age(
    listing: Listing, version: ListingVersion, areas: list[Area], modified: datetime
) -> Iterator[Entry]:
    """The youngest first; it keeps its identifier where others come and go."""
    ages = sorted(
        {area.ages for area in areas} or {EVERYBODY}, key=lambda one: [n or 0 for n in one]
    )
    for n, one in enumerate(ages):
        mine = tuple(sorted((a for a in areas if a.ages == one), key=lambda area: area.pk))
        yield Entry(listing, version, one, mine, n == 0, modified)


def _modified(directory: Directory, pk: int, on: date) -> datetime:
    """When somebody changed something of the listing, or when something written before began or ended."""
    begun = [row.valid_from for row in directory.versions.get(pk, ())]
    areas = directory.areas.get(pk, ())
    spans = [(row.valid_from, row.valid_to) for row in areas]
    spans += [(row.valid_from, row.valid_to) for row in directory.deputies.get(pk, ())]
    bounds = [*begun, *(day for span in spans for day in span)]
    days = [day for day in bounds if day and day <= on]
    changed = directory.listings[pk].changed_at
    last = max(days, default=None)
    if last is None:
        return changed
    return max(changed, timezone.make_aware(datetime.combine(last, time.min)))


def services(chosen: Collection[Entry], on: date) -> list[dict[str, Any]]:
    """These as HSDS services, fully nested."""
    deputies = stand_ins({one.listing.pk for one in chosen}, on)
    offset = _offset(on)
    return [service(one, deputies.get(one.listing.pk), offset) for one in chosen]


def service(entry: Entry, away: StandIn | None, offset: str) -> dict[str, Any]:
    """One service. `offset`: of the country's time from UTC on the day of the export."""
    listing, version, uid = entry.listing, entry.version, entry.uid
    youngest, oldest = entry.ages
    aged = in_words(entry.ages)
    return _filled(
        id=str(uid),
        organization_id=organization_id(listing),
        name=version.name,
        description=version.offers,
        url=version.website,
        email=version.email,
        status="temporarily closed" if away else "active",
        eligibility_description=" ".join(
            filter(None, [version.for_whom, aged and f"{aged[0].upper()}{aged[1:]}."])
        ),
        minimum_age=youngest,
        maximum_age=oldest,
        assured_date=listing.last_checked and listing.last_checked.isoformat(),
        alert=_alert(listing, away),
        organization=organization(entry),
        phones=[{"id": _part(uid, "phone"), "number": version.phone, "type": "voice"}]
        if version.phone
        else [],
        schedules=list(_schedules(uid, version, offset)),
        service_areas=[_area(uid, area) for area in entry.areas],
        languages=[
            {"id": _part(uid, f"language {code}"), "code": code, "name": name}
            for code, name in zip(version.languages.split(), version.language_names, strict=True)
        ],
        attributes=list(_attributes(uid, entry)),
    )


def minimal(entry: Entry) -> dict[str, str]:
    """Only which service it is and when it was last modified."""
    return {
        "id": str(entry.uid),
        "modified_date": entry.modified.isoformat(timespec="milliseconds"),
    }


def nested(found: list[Entry], on: date, *, full: bool) -> dict[str, Any]:
    """An organization with its services; `found`: all of one listing."""
    rows = services(found, on)
    named = [{name: row[name] for name in ("id", "name", "status")} for row in rows]
    return {**organization(found[0]), "services": rows if full else named}


def organization(entry: Entry) -> dict[str, Any]:
    """Who gives the service. HSDS wants a description; where there is none, the name says it."""
    version = entry.version
    return _filled(
        id=organization_id(entry.listing),
        name=version.name,
        description=version.offers or version.for_whom or version.name,
        email=version.email,
        website=version.website,
    )


def organization_id(listing: Listing) -> str:
    return _part(listing.uid, "organization")


def term_id(code_list: str, code: str) -> str:
    """The identifier of a code in one of our lists."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"schakel {code_list} {code}"))


def taxonomy_id(code_list: str) -> str:
    """The identifier of one of our lists."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"schakel {code_list}"))


def taxonomies() -> list[dict[str, str]]:
    """The lists of codes by which services are found."""
    said = {
        "organisation_kind": _("Kinds of organisation"),
        "exploitation_form": _("Forms of exploitation"),
    }
    return [
        {"id": taxonomy_id(name), "name": f"Schakel {name}", "description": said[name]}
        for name in TAXONOMIES
    ]


def terms() -> list[dict[str, str]]:
    """Every code of them."""
    return [term(code_list, code) for code_list in TAXONOMIES for code in codes(code_list)]


def term(code_list: str, code: str) -> dict[str, str]:
    name = label(code_list, code)
    return {
        "id": term_id(code_list, code),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": f"Schakel {code_list}",
        "taxonomy_id": taxonomy_id(code_list),
        "language": get_language() or "",
    }


def _part(uid: uuid.UUID, what: str) -> str:
    return str(uuid.uuid5(uid, what))


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _alert(listing: Listing, away: StandIn | None) -> str:
    said = [_("An invented example: nobody answers.")] if listing.is_invented else []
    if away:
        facts = {
            "day": away.until.isoformat(),
            "name": away.version.name,
            "phone": away.version.phone,
        }
        said.append(_("Away until %(day)s; instead: %(name)s %(phone)s") % facts)
    return " ".join(said)


def _offset(on: date) -> str:
    """The country's time on a day, as ``+01:00``: HSDS reads hours without it as those of UTC."""
    noon = timezone.make_aware(datetime.combine(on, time(12)))
    return noon.isoformat()[-6:]


def _schedules(uid: uuid.UUID, version: ListingVersion, offset: str) -> Iterator[dict[str, Any]]:
    week = version.week
    if week is None:
        return
    for days, opens, closes in _spans(week):
        yield _filled(
            id=_part(uid, f"schedule {days} {opens}"),
            freq="WEEKLY",
            byday=days,
            opens_at=_clock(opens) + offset,
            closes_at=_clock(min(closes, _LAST_MINUTE)) + offset,
            valid_from=version.valid_from and version.valid_from.isoformat(),
            description=version.opening_hours,
            notes=_("In the time of Europe/Amsterdam.")
            if week.on_holidays
            else _("In the time of Europe/Amsterdam. Closed on public holidays."),
        )


def _spans(week: Hours) -> Iterator[tuple[str, int, int]]:
    """(days, opens, closes); days with the same span together."""
    together: dict[tuple[int, int], list[str]] = {}
    for code, spans in zip(DAYS, week.week, strict=True):
        for span in spans:
            together.setdefault(span, []).append(code)
    for (opens, closes), days in sorted(together.items()):
        yield ",".join(days), opens, closes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _area(uid: uuid.UUID, area: Area) -> dict[str, Any]:
    what = ""
    if area.municipality_id:
        place = geography.municipality(area.municipality_id)
        name = place.display_name if place else area.municipality_id
        name += f" ({place.name})" if place and place.name != name else ""
        what = _("Municipality %(code)s of Statistics Netherlands") % {"code": area.municipality_id}
    elif area.police_unit_id:
        name, what = geography.police_unit_name(area.police_unit_id), _("Region of the police")
    else:
        name = _("the Netherlands")
    return _filled(id=_part(uid, f"area {area.pk}"), name=name, description=what)


def _attributes(uid: uuid.UUID, entry: Entry) -> Iterator[dict[str, Any]]:
    for code_list, code in coded(entry):
        yield {
            "id": _part(uid, f"attribute {code_list} {code}"),
            "link_id": str(uid),
            "link_entity": "service",
            "taxonomy_term_id": term_id(code_list, code),
            "taxonomy_term": term(code_list, code),
        }


def coded(entry: Entry) -> list[tuple[str, str]]:
    """(code list, code) of what a service is."""
    kind = ("organisation_kind", entry.listing.kind)
    return [kind, *(("exploitation_form", code) for code in entry.version.forms.split())]
