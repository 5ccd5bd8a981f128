"""The directory in the words of Open Referral's HSDS 3.0, so that other directories can take it over.

One listing is one service with its organisation. Fields that are empty are left out. Identifiers of parts
follow from the listing's own, so that they stay the same from one export to the next.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.foundation.terms.queries import label
from schakel.network.directory.hours import DAYS, Hours
from schakel.network.directory.models import Coverage, Listing, ListingVersion
from schakel.network.directory.queries import StandIn, stand_ins, versions_on

VERSION = "3.0"
_LAST_MINUTE = 23 * 60 + 59  # HSDS knows no 24:00


@dataclass(frozen=True)
class Entry:
    """A listing with what it says on a day."""

    listing: Listing
    version: ListingVersion


def entries(on: date) -> list[Entry]:
    """All public listings as on a day, the oldest first; two queries."""
    listings = list(Listing.objects.public().valid_on(on))
    versions = versions_on([one.pk for one in listings], on)
    return [Entry(one, versions[one.pk]) for one in listings if one.pk in versions]


def services(chosen: Collection[Entry], on: date) -> list[dict[str, Any]]:
    """These listings as HSDS services, fully nested; three queries."""
    pks = [one.listing.pk for one in chosen]
    rows = Coverage.objects.public().valid_on(on).filter(listing__in=pks)
    areas: dict[int, list[Coverage]] = {pk: [] for pk in pks}
    for row in rows.select_related("municipality", "police_unit"):
        areas[row.listing_id].append(row)
    deputies = stand_ins(pks, on)
    return [service(one, areas[one.listing.pk], deputies.get(one.listing.pk)) for one in chosen]


def service(entry: Entry, areas: list[Coverage], away: StandIn | None) -> dict[str, Any]:
    """One service."""
    listing, version = entry.listing, entry.version
    ages = {(area.min_age, area.max_age) for area in areas}
    youngest, oldest = ages.pop() if len(ages) == 1 else (None, None)
    return _filled(
        id=str(listing.uid),
        organization_id=organization_id(listing),
        name=version.name,
        description=version.offers,
        url=version.website,
        email=version.email,
        status="temporarily closed" if away else "active",
        eligibility_description=version.for_whom,
        minimum_age=youngest,
        maximum_age=oldest,
        assured_date=listing.last_checked and listing.last_checked.isoformat(),
        alert=_alert(listing, away),
        organization=organization(entry),
        phones=[{"id": _part(listing, "phone"), "number": version.phone, "type": "voice"}]
        if version.phone
        else [],
        schedules=list(_schedules(listing, version)),
        service_areas=[_area(listing, area) for area in areas],
        languages=[
            {"id": _part(listing, f"language {code}"), "code": code, "name": name}
            for code, name in zip(version.languages.split(), version.language_names, strict=True)
        ],
        attributes=list(_attributes(listing, version)),
    )


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
    return _part(listing, "organization")


def term_id(code_list: str, code: str) -> str:
    """The identifier of a code in one of our lists."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"schakel {code_list} {code}"))


def _part(listing: Listing, what: str) -> str:
    return str(uuid.uuid5(listing.uid, what))


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


def _schedules(listing: Listing, version: ListingVersion) -> Iterator[dict[str, Any]]:
    week = version.week
    if week is None:
        return
    for days, opens, closes in _spans(week):
        yield _filled(
            id=_part(listing, f"schedule {days} {opens}"),
            freq="WEEKLY",
            interval=1,
            byday=days,
            opens_at=_clock(opens),
            closes_at=_clock(min(closes, _LAST_MINUTE)),
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


def _area(listing: Listing, area: Coverage) -> dict[str, Any]:
    place = area.municipality
    if place:
        official = f" ({place.name})" if place.name != place.display_name else ""
        what = _("Municipality %(code)s of Statistics Netherlands") % {"code": place.code}
        name = f"{place.display_name}{official}"
    elif area.police_unit:
        name, what = area.police_unit.name, _("Region of the police")
    else:
        name, what = _("the Netherlands"), ""
    ages = [str(age) if age is not None else "" for age in (area.min_age, area.max_age)]
    aged = _("ages %(ages)s") % {"ages": "–".join(ages)} if any(ages) else ""
    return _filled(
        id=_part(listing, f"area {area.pk}"),
        name=name,
        description=", ".join(filter(None, [what, aged])),
    )


def _attributes(listing: Listing, version: ListingVersion) -> Iterator[dict[str, Any]]:
    codes = [("organisation_kind", listing.kind)]
    codes += [("exploitation_form", code) for code in version.forms.split()]
    for code_list, code in codes:
        term = term_id(code_list, code)
        name = label(code_list, code)
        yield {
            "id": _part(listing, f"attribute {code_list} {code}"),
            "link_id": str(listing.uid),
            "link_entity": "service",
            "taxonomy_term_id": term,
            "taxonomy_term": {
                "id": term,
                "code": code,
                "name": name,
                "description": name,
                "taxonomy": f"Schakel {code_list}",
                "language": get_language() or "",
            },
        }
