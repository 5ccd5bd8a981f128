"""Invented shelters. Nobody by these names is meant; the addresses do not exist."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from schakel.care.placement.choices import Safety, Scheme, Sexes
from schakel.care.placement.models import Confirmation, Site, Unit
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.models import Organisation

HAVEN = "Opvanghuis De Haven (demo)"
# Whose history holds most refusals for the region.
BOUND = "Herberg De Grens (demo)"
_CARING = {"takes_addiction": True, "takes_psychiatric": True, "takes_lvb": True}
_QUIET = {"takes_addiction": False, "takes_aggression": False, "takes_pregnant": True}


@dataclass(frozen=True)
class House:
    """A site: whose, which scheme, which region, and its units as (how many, facts)."""

    organisation: str
    name: str
    scheme: str
    region: str
    units: tuple[tuple[int, dict[str, Any]], ...]
    safety: int = Safety.SECRET
    facts: dict[str, Any] = field(default_factory=dict)


def _women(beds: int = 1, children: int = 0) -> dict[str, Any]:
    return {"sexes": Sexes.WOMEN, "beds": beds, "children": children}


def _men(beds: int = 1) -> dict[str, Any]:
    return {"sexes": Sexes.MEN, "beds": beds}


_FAMILY = {"sexes": Sexes.ANY, "beds": 4, "children": 3}
_YOUNG = {"min_age": 12, "max_age": 17}
HOUSES = (
    House(HAVEN, "De Haven, categorale opvang", Scheme.COSM, "RT",
          ((5, _women()), (3, _women(3, 2)), (2, _men())), facts=_QUIET),
    House("Huis Morgenrood (demo)", "Morgenrood, categorale opvang", Scheme.COSM, "AMS",
          ((5, _women()), (2, _women(2, 1)), (3, _men()), (1, _FAMILY)), facts=_QUIET),
    House("De Vuurtoren (demo)", "De Vuurtoren, categorale opvang", Scheme.COSM, "NN",
          ((2, _women()), (1, _women(3, 2)), (1, _men())), facts=_QUIET),
    House("Stichting Beschutting (demo)", "Beschutting, begeleid wonen", Scheme.OMM, "AMS",
          ((6, _women()), (4, _men())), facts=_CARING),
    House(HAVEN, "De Haven, kleine woningen", Scheme.OMM, "RT",
          ((3, _women(2, 1)), (2, _men())), Safety.STAFFED, facts=_CARING),
    House("De Vuurtoren (demo)", "De Vuurtoren, stap verder", Scheme.OMM, "NN",
          ((5, _women()), (3, _men())), Safety.STAFFED, facts=_CARING),
    House("Opvang Werklust (demo)", "Werklust, bedden voor werkers", Scheme.NLA, "ZWB",
          ((7, _men()), (3, _women())), Safety.STAFFED),
    House("Huis Morgenrood (demo)", "Morgenrood, 72 uur", Scheme.ACM, "AMS",
          ((3, {"sexes": Sexes.ANY}),)),
    House(BOUND, "De Grens, vrouwenopvang", Scheme.WOMENS_SHELTER, "LB",
          ((4, _women()), (3, _women(3, 2)))),
    House(HAVEN, "De Haven, vrouwenopvang", Scheme.WOMENS_SHELTER, "RT",
          ((3, _women()), (2, _women(3, 2)))),
    House("Herberg Oost (demo)", "Herberg Oost, mannenopvang", Scheme.MENS_SHELTER, "ON",
          ((6, _men()),), Safety.WATCHED),
    House("Herberg Oost (demo)", "Herberg Oost, maatschappelijke opvang", Scheme.HOMELESS_SHELTER, "ON",
          ((5, _men()), (3, _women())), Safety.OPEN),
    House("Herberg Oost (demo)", "Herberg Oost, noodbed", Scheme.EMERGENCY_BED, "ON",
          ((4, {"sexes": Sexes.ANY, "night_intake": True}),), Safety.WATCHED),
    House("Jeugdhuis Kompas (demo)", "Kompas, beschermde opvang", Scheme.BO, "OB",
          ((8, {"sexes": Sexes.ANY, **_YOUNG}),)),
    House("Jeugdhuis Kompas (demo)", "Kompas, behandelgroep", Scheme.YOUTH_CARE, "OB",
          ((6, {"sexes": Sexes.ANY, **_YOUNG}),), Safety.STAFFED, facts=_CARING),
)  # fmt: skip


def build(by: SystemActor, shelter: Organisation) -> list[Unit]:
    """Every site and unit, in the same order each time."""
    owners = {shelter.name: shelter}
    made: list[Unit] = []
    for number, house in enumerate(HOUSES, start=1):
        if house.organisation not in owners:
            owners[house.organisation] = create_organisation(
                by=by, name=house.organisation, reporter_type="SHELTER"
            )
        site = Site.objects.create(
            organisation=owners[house.organisation],
            name=house.name,
            scheme=house.scheme,
            police_unit_id=house.region,
            address=f"Verzonnenweg {number}, Voorbeeldstad",
            phone=f"085-000 44 {number:02}",
        )
        made += _units(site, house)
    return Unit.objects.bulk_create(made)


def _units(site: Site, house: House) -> list[Unit]:
    rows = [facts for count, facts in house.units for _ in range(count)]
    return [
        Unit(
            site=site,
            name=f"Kamer {number}",
            languages="nl en" if number % 3 else "nl en fr es",
            wheelchair=number % 5 == 0,
            pets=number % 7 == 0,
            safety=house.safety,
            **{"night_intake": number % 2 == 0, **house.facts, **facts},
        )
        for number, facts in enumerate(rows, start=1)
    ]


def confirm(by: SystemActor, units: list[Unit], now: datetime) -> None:
    """Eight weekly words of each site; one site is late with its last."""
    sites = list(dict.fromkeys(unit.site for unit in units))
    late = sites[2]
    Confirmation.objects.bulk_create(
        Confirmation(
            site=site,
            at=now - timedelta(weeks=week, hours=30 + 5 * place),
            by=by.actor_id,
            free_units=(place + week) % 4,
            changed=bool((place + week) % 3),
        )
        for week in range(8, -1, -1)
        for place, site in enumerate(sites)
        if site != late or week > 1
    )
