"""Questions that other apps may ask: choices for forms, and names in files turned into codes."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone

from schakel.foundation.geography.choices import UnitKind
from schakel.foundation.geography.freshness import Remembered
from schakel.foundation.geography.models import Boundary, Country, Municipality, PoliceUnit
from schakel.foundation.geography.shapes import Shape, Shapes


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A name without case, accents, apostrophes and double spaces: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in letters).split()
    return " ".join(words)


def _index(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded name -> code; a name that two rows bear names neither."""
    found: dict[str, set[str]] = {}
    for code, names in named:
        for name in names:
            found.setdefault(fold(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


@dataclass(frozen=True)
class _Geography:
    municipalities: dict[str, Municipality]
    municipality_names: dict[str, str]
    countries: dict[str, Country]
    country_names: dict[str, str]
    police_units: dict[str, PoliceUnit]
    police_unit_names: dict[str, str]


def _read() -> _Geography:
    rows = Municipality.objects.select_related("province", "safety_region", "police_unit")
    municipalities = {m.code: m for m in sorted(rows, key=lambda m: fold(m.display_name))}
    countries = {c.iso2: c for c in Country.objects.all()}
    units = {u.code: u for u in PoliceUnit.objects.all()}
    return _Geography(
        municipalities,
        _index(
            (m.code, [m.code, m.name, m.display_name, *m.aliases.split("|")])
            for m in municipalities.values()
        ),
        countries,
        _index((c.iso2, [c.iso2, c.iso3, c.name_nl, c.name_en]) for c in countries.values()),
        units,
        _index((u.code, [u.code, u.name]) for u in units.values()),
    )


def _read_shapes() -> list[Shapes]:
    found: dict[int, dict[str, Shape]] = {}
    for row in Boundary.objects.order_by("reference_year", "municipality_id"):
        shape = Shape(row.path, row.middle_x, row.middle_y, row.room)
        found.setdefault(row.reference_year, {})[row.municipality_id] = shape
    return [Shapes(year, shapes) for year, shapes in found.items()]


_geography = Remembered("geography", _read)
_shapes = Remembered("boundaries", _read_shapes)


def forget() -> None:
    """Read anew at the next question; a loader calls this after its transaction."""
    _geography.forget()
    _shapes.forget()


def municipality_choices(on: date | None = None) -> list[tuple[str, str]]:
    """(code, name) of the municipalities that exist on `on` (today), by name."""
    return [(m.code, m.display_name) for m in municipalities(on)]


def municipalities(on: date | None = None) -> list[Municipality]:
    """The municipalities that exist on `on` (today), by name, each with its province and regions."""
    day = on or timezone.localdate()
    return [m for m in _geography.get().municipalities.values() if m.exists_on(day)]


def tiles(on: date | None = None) -> dict[str, tuple[int, int]]:
    """Code -> (column, row) on the tile map, of the municipalities that exist on `on` (today)."""
    return {
        m.code: (m.tile_column, m.tile_row)
        for m in municipalities(on)
        if m.tile_column is not None and m.tile_row is not None
    }


def outlines(on: date | None = None) -> Shapes | None:
    """The outlines to draw on `on` (today): of the nearest year with the same municipalities as on that day.

    None where an operator loaded none that fit: with those of another year a municipality would be missing.
    """
    day = on or timezone.localdate()
    codes = {m.code for m in municipalities(day)}
    fitting = [shapes for shapes in _shapes.get() if shapes.of.keys() == codes]
    return min(fitting, key=lambda shapes: abs(shapes.year - day.year), default=None)


def municipality(code: str) -> Municipality | None:
    """The municipality with this code, also one that has ended; None where there is none."""
    return _geography.get().municipalities.get(code)


def find_municipality(text: str) -> Municipality | None:
    """The municipality that `text` names, by code, official or usual name; None where none or several.

    A former municipality is found too: reports about earlier years name it.
    """
    known = _geography.get()
    return known.municipalities.get(known.municipality_names.get(fold(text), ""))


def country_choices() -> list[tuple[str, str]]:
    """(iso2, name) of all countries, by name in the language of the page."""
    names = [(c.iso2, c.name) for c in _geography.get().countries.values()]
    return sorted(names, key=lambda pair: fold(pair[1]))


def codes_of_three() -> dict[str, str]:
    """Code of two letters → code of three, of all countries."""
    return {one.iso2: one.iso3 for one in _geography.get().countries.values()}


def country(iso2: str) -> Country | None:
    """The country with this code of two letters; None where there is none."""
    return _geography.get().countries.get(iso2)


def country_name(iso2: str) -> str:
    """The name in the language of the page; an unknown code comes back as it is."""
    found = country(iso2)
    return found.name if found else iso2


def find_country(text: str) -> Country | None:
    """The country that `text` names, by code of two or three letters, Dutch or English name."""
    known = _geography.get()
    return known.countries.get(known.country_names.get(fold(text), ""))


def police_unit_choices(national: bool = True) -> list[tuple[str, str]]:
    """(code, name) of the police units, from north to south; the national unit last, if wanted."""
    units = _geography.get().police_units.values()
    return [
        (u.code, u.name)
        for u in sorted(units, key=lambda u: u.order)
        if u.kind == UnitKind.REGIONAL or (national and u.kind == UnitKind.NATIONAL)
    ]


def region_choices(*kinds: str) -> list[tuple[str, str]]:
    """(code, name) of the units of these kinds (`UnitKind`; none named: of all), in their order."""
    units = sorted(_geography.get().police_units.values(), key=lambda u: u.order)
    return [(u.code, u.name) for u in units if not kinds or u.kind in kinds]


def inhabitants() -> tuple[dict[str, int], date | None]:
    """Inhabitants by police unit, from the municipalities of today, and the day on which they were counted.

    Without the national unit and the districts of the border police, which have no inhabitants of their own.
    """
    found: dict[str, int] = {}
    days = set()
    for one in municipalities():
        if one.population is not None:
            found[one.police_unit_id] = found.get(one.police_unit_id, 0) + one.population
            days.add(one.population_on)
    return found, max((day for day in days if day), default=None)


def unit_kind(code: str) -> str:
    """What kind of unit this is (`UnitKind`); "" for a code that does not exist."""
    found = _geography.get().police_units.get(code)
    return found.kind if found else ""


def police_unit_name(code: str) -> str:
    """The name of the unit; an unknown code comes back as it is."""
    found = _geography.get().police_units.get(code)
    return found.name if found else code


def find_police_unit(text: str) -> PoliceUnit | None:
    """The police unit that `text` names, by code or name."""
    known = _geography.get()
    return known.police_units.get(known.police_unit_names.get(fold(text), ""))
