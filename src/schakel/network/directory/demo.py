"""Invented organisations for the demo. Their numbers lie in 085-000, which is given to nobody."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.geography.models import PoliceUnit
from schakel.foundation.geography.queries import municipalities
from schakel.network.directory.actions import add_listings
from schakel.network.directory.models import Listing

_FIRST = (
    "Aurora",
    "Brug",
    "Kompas",
    "Lantaarn",
    "Haven",
    "Anker",
    "Horizon",
    "Linde",
    "Zonnewijzer",
    "Oever",
)
_OFFICE = ("Op werkdagen van 9.00 tot 17.00 uur", "On weekdays from 9:00 to 17:00")
_ALWAYS = ("Dag en nacht", "Day and night")

# kind: (name, hours, for whom nl/en, offers nl/en)
_KINDS: dict[str, tuple[str, tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "CARE_COORDINATION": (
        "Zorgcoördinatie {first} {region}",
        _OFFICE,
        (
            "Mogelijke slachtoffers van mensenhandel en hun hulpverleners in de regio.",
            "Possible victims of human trafficking and those who help them in the region.",
        ),
        (
            "Zoekt met u de juiste hulp en houdt bij of die op gang komt.",
            "Finds the right help with you and keeps track of it.",
        ),
    ),
    "SHELTER": (
        "Opvang {first}",
        _ALWAYS,
        (
            "Volwassenen die niet veilig kunnen blijven waar zij zijn.",
            "Adults who cannot safely stay where they are.",
        ),
        (
            "Een veilige plek. Waar die is, hoort u pas als u er terecht kunt.",
            "A safe place. You hear where it is only when there is room for you.",
        ),
    ),
    "LEGAL_AID": (
        "Rechtswinkel {first} {region}",
        _OFFICE,
        (
            "Iedereen met vragen over rechten en verblijf.",
            "Everyone with questions about rights and residence.",
        ),
        (
            "Gratis uitleg over aangifte, bedenktijd en verblijf.",
            "Free advice on police reports, the reflection period and residence.",
        ),
    ),
    "LABOUR_SUPPORT": (
        "Steunpunt Werk {first} {region}",
        _OFFICE,
        (
            "Mensen die te weinig loon krijgen, niet weg mogen of onder dwang werken.",
            "People who are underpaid, not allowed to leave or forced to work.",
        ),
        (
            "Advies in uw eigen taal en hulp bij loon en papieren.",
            "Advice in your language, help with pay and papers.",
        ),
    ),
    "YOUTH": (
        "Jongerenteam {first} {region}",
        ("Op werkdagen van 10.00 tot 20.00 uur", "On weekdays from 10:00 to 20:00"),
        (
            "Jongeren tot 23 jaar, hun ouders en hun school.",
            "Young people up to 23, their parents and school.",
        ),
        (
            "Een gesprek zonder oordeel, op een plek die u kiest.",
            "A talk without judgement, where you choose.",
        ),
    ),
}
_LOCAL = (
    "Meldpunt {first} {region}",
    _OFFICE,
    (
        "Inwoners en beroepskrachten die zich zorgen maken.",
        "Residents and professionals who worry.",
    ),
    (
        "Luistert, geeft advies en zegt wat er met een melding gebeurt.",
        "Listens, advises and explains.",
    ),
)


def create_demo_listings(rng: Random) -> list[Listing]:
    """Listings for every police region and its largest municipality, and one for the whole country.

    The same `rng` gives the same listings. Does nothing where there are listings already.
    """
    if Listing.objects.exists():
        return []
    checked = timezone.localdate().replace(day=1)
    return add_listings(by=SystemActor("demo-data"), rows=list(_rows(rng, checked)))


def _rows(rng: Random, checked: date) -> Iterator[dict[str, Any]]:
    phones = _phones()
    yield _row(rng, next(phones), checked, "LABOUR_SUPPORT", _KINDS["LABOUR_SUPPORT"], "Nederland")
    largest: dict[str, Any] = {}
    for municipality in sorted(municipalities(), key=lambda m: m.population or 0):
        largest[municipality.police_unit.code] = municipality
    for unit in PoliceUnit.objects.filter(kind="REGIONAL"):
        for kind, texts in _KINDS.items():
            yield {**_row(rng, next(phones), checked, kind, texts, unit.name), "police_unit": unit}
        place = largest[unit.code]
        row = _row(rng, next(phones), checked, "REPORTING_POINT", _LOCAL, place.display_name)
        yield {**row, "municipality": place, "police_unit": unit}


def _phones() -> Iterator[str]:
    return (f"085-000 {number // 100:02} {number % 100:02}" for number in range(1000, 10000, 7))


def _row(
    rng: Random,
    phone: str,
    checked: date,
    kind: str,
    texts: tuple[str, tuple[str, str], tuple[str, str], tuple[str, str]],
    region: str,
) -> dict[str, Any]:
    name, hours, for_whom, offers = texts
    first = rng.choice(_FIRST)
    others = sorted(
        rng.sample(("ar", "bg", "es", "fr", "hu", "pl", "ro", "tr", "uk"), rng.randint(1, 4))
    )
    return {
        "name": name.format(first=first, region=region),
        "kind": kind,
        "phone": phone,
        "email": f"hulp@{first.lower()}.example",
        "website": f"https://{first.lower()}.example",
        "opening_hours_nl": hours[0],
        "opening_hours_en": hours[1],
        "languages": " ".join(["nl", "en", *others]),
        "for_whom_nl": for_whom[0],
        "for_whom_en": for_whom[1],
        "offers_nl": offers[0],
        "offers_en": offers[1],
        "is_public": True,
        "last_checked": checked - timedelta(days=rng.randint(0, 90)),
    }
