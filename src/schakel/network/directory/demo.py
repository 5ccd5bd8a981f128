"""Invented organisations for the demo. Their numbers lie in 085-000, which is given to nobody."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from random import Random
from typing import Any

from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.demo import DEMO_ORGANISATIONS
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.models import Municipality, PoliceUnit
from schakel.foundation.geography.queries import municipalities
from schakel.network.directory.actions import add_listings, change_listing, stand_in
from schakel.network.directory.choices import Accessibility
from schakel.network.directory.demo_texts import ALWAYS, FIRST, KINDS, Texts
from schakel.network.directory.models import Listing
from schakel.network.directory.partner_keeping import add_versions, keep_partner
from schakel.network.directory.partners import Network, Partner

BY = SystemActor("demo-data")
_OTHERS = ("ar", "bg", "es", "fr", "hu", "pl", "ro", "tr", "uk")
# Above so many inhabitants a municipality has a reporting point of its own.
_LARGE = 150_000
# Where care is divided by age: the younger with one organisation, the older with another.
_DIVIDED_EVERY = 3
_YOUNGER, _OLDER = {"max_age": 22}, {"min_age": 23}
_REGIONAL = ("SHELTER", "LEGAL_AID", "LABOUR_SUPPORT", "YOUTH")
_OLD_EVERY = 9


# Codes of countries, with the languages in which one is answered there.
_ABROAD = {
    "BG": "bg en",
    "RO": "ro en",
    "PL": "pl en de",
    "HU": "hu en",
    "DE": "de en",
    "ES": "es en",
    "UA": "uk ru en",
    "NG": "en",
    "VN": "vi en",
}


def create_demo_partners() -> None:
    """An invented partner in each of some countries, and the office of each network."""
    if Partner.objects.exists():
        return
    offices = [
        Partner(name=f"{network.label} (demo)", networks=network, languages="en", by=BY.actor_id)
        for network in Network
    ]
    helpers = [
        Partner(
            name=f"{FIRST[n]} {code} (demo)",
            country_id=code,
            networks=Network.values[n % len(Network.values)],
            languages=languages,
            phone=f"085-000 99 {n:02}",
            email=f"contact@{FIRST[n].lower()}-{code.lower()}.example",
            website=f"https://{FIRST[n].lower()}-{code.lower()}.example",
            helps_with="Veilige terugkeer, opvang en juridische hulp.",
            by=BY.actor_id,
        )
        for n, (code, languages) in enumerate(_ABROAD.items())
    ]
    today = timezone.localdate()
    for n, row in enumerate((*offices, *helpers)):
        row.is_invented = True
        row.last_checked = today - timedelta(days=30 * n)  # the last ones are due
    made = Partner.objects.bulk_create([*offices, *helpers])
    add_versions(made)
    note = "Veilige terugkeer, opvang, juridische hulp en werk."
    keep_partner(by=BY, partner=made[len(offices)], helps_with=note)


def create_demo_listings(rng: Random) -> list[Listing]:
    """Listings that help in every municipality: nearer or further, one or two coordinators, some overlapping.

    The same `rng` gives the same listings. Does nothing where there are listings already.
    """
    if Listing.objects.exists():
        return []
    today = timezone.localdate()
    rows = list(_rows(rng, today))
    listings = add_listings(by=BY, rows=rows)
    _let_some_change(listings, rows, today)
    create_demo_partners()
    return listings


def _rows(rng: Random, today: date) -> Iterator[dict[str, Any]]:
    phones = _phones()

    def row(kind: str, region: str, areas: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        return {**_row(rng, next(phones), today, kind, region), "areas": areas, **more}

    yield row("LABOUR_SUPPORT", "Nederland", [{}], forms="LABOUR")
    yield row("LEGAL_AID", "Nederland", [{}], hours=ALWAYS, open_on_holidays=True)
    for unit in PoliceUnit.objects.filter(kind="REGIONAL"):
        for kind in _REGIONAL:
            yield row(kind, unit.name, [{"police_unit": unit}])
    regions = groupby(sorted(municipalities(), key=_region), key=_region)
    for n, ((_code, name), group) in enumerate(regions):
        places = [{"municipality": one} for one in group]
        ages = (_YOUNGER, _OLDER) if n % _DIVIDED_EVERY == 0 else ({},)
        for age in ages:
            yield row("CARE_COORDINATION", name, [{**one, **age} for one in places])
        yield row("REPORTING_POINT", name, places)
        yield row("SAFE_HOME", name, places, hours=ALWAYS, open_on_holidays=True)
    for one in municipalities():
        if (one.population or 0) > _LARGE:
            yield row("REPORTING_POINT", one.display_name, [{"municipality": one}])


def _region(one: Municipality) -> tuple[str, str]:
    return one.safety_region_id, one.safety_region.name


def _phones() -> Iterator[str]:
    return (f"085-000 {number // 100:02} {number % 100:02}" for number in range(1000, 10000, 7))


def _row(rng: Random, phone: str, today: date, kind: str, region: str) -> dict[str, Any]:
    texts: Texts = KINDS[kind]
    first = rng.choice(FIRST)
    languages = sorted(rng.sample(_OTHERS, rng.randint(1, 4)))
    reached = sorted(rng.sample(Accessibility.values, rng.randint(1, 3)))
    age_of_check = rng.randint(0, 150) if rng.randrange(_OLD_EVERY) else 400
    return {
        "uid": uuid.UUID(int=rng.getrandbits(128), version=4),
        "kind": kind,
        "is_public": True,
        "is_invented": True,
        "last_checked": today - timedelta(days=age_of_check),
        "name": texts.name.format(first=first, region=region),
        "phone": phone,
        "email": f"hulp@{first.lower()}.example",
        "website": f"https://{first.lower()}.example",
        "hours": texts.hours,
        "open_on_holidays": texts.hours == ALWAYS,
        "languages": " ".join(["nl", "en", *languages]),
        "accessibility": " ".join(reached),
        "for_whom_nl": texts.for_whom[0],
        "for_whom_en": texts.for_whom[1],
        "offers_nl": texts.offers[0],
        "offers_en": texts.offers[1],
    }


def _let_some_change(listings: list[Listing], rows: list[dict[str, Any]], today: date) -> None:
    """Two are kept by the demo's own people; one got another number, and one is away for two weeks."""
    for kind, party in (("CARE_COORDINATION", "care"), ("SHELTER", "shelter")):
        mine = next(one for one in listings if one.kind == kind)
        mine.organisation = Organisation.objects.filter(name=DEMO_ORGANISATIONS[party].name).first()
        mine.save(update_fields=["organisation"])
    first, second = [one for one in listings if one.kind == "CARE_COORDINATION"][:2]
    old = rows[listings.index(first)]["phone"]
    change_listing(by=BY, listing=first, on=today - timedelta(days=40), phone=old[:-2] + "99")
    away = today - timedelta(days=3)
    stand_in(by=BY, listing=second, deputy=first, since=away, until=away + timedelta(days=14))
