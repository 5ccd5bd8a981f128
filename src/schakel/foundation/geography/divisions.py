"""The ways in which the country is divided: which region a municipality lies in, and how that is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.models import Municipality, PoliceUnit, Province, SafetyRegion

# ISO 3166-2:NL, by the code of Statistics Netherlands.
PROVINCE_SIGNS = {
    "PV20": "GR",
    "PV21": "FR",
    "PV22": "DR",
    "PV23": "OV",
    "PV24": "FL",
    "PV25": "GE",
    "PV26": "UT",
    "PV27": "NH",
    "PV28": "ZH",
    "PV29": "ZE",
    "PV30": "NB",
    "PV31": "LI",
}

Region = PoliceUnit | SafetyRegion | Province


@dataclass(frozen=True)
class Division:
    """One way; `code` stands in addresses, `short` is what fits in the middle of a region on the map."""

    code: str
    name: str | Promise
    region: Callable[[Municipality], Region]
    short: Callable[[Region], str]


DIVISIONS = {
    division.code: division
    for division in (
        Division("police", _("Police regions"), lambda m: m.police_unit, lambda r: r.code),
        Division(
            "safety",
            _("Safety regions"),
            lambda m: m.safety_region,
            lambda r: r.code.removeprefix("VR"),
        ),
        Division(
            "province",
            _("Provinces"),
            lambda m: m.province,
            lambda r: PROVINCE_SIGNS.get(r.code, r.name),
        ),
    )
}


@dataclass(frozen=True)
class RegionRow:
    """One region with what is counted in it."""

    region: Region
    short: str
    municipalities: int
    inhabitants: int
    style: str


def region_rows(
    division: Division, municipalities: Iterable[Municipality], styles: dict[str, str]
) -> list[RegionRow]:
    """The regions of the division by name, with their numbers of municipalities and inhabitants."""
    members: dict[str, list[Municipality]] = {}
    for municipality in municipalities:
        members.setdefault(division.region(municipality).code, []).append(municipality)
    rows = [
        RegionRow(
            region := division.region(group[0]),
            division.short(region),
            len(group),
            sum(m.population or 0 for m in group),
            styles.get(code, ""),
        )
        for code, group in members.items()
    ]
    return sorted(rows, key=lambda row: row.short if division.code == "safety" else row.region.name)
