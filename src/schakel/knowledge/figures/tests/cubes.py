"""Invented protected cubes, handed down as disclosure would: additive, and nothing between 0 and 5."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from random import Random

import pyarrow as pa

from schakel.foundation.access.actors import SystemActor
from schakel.knowledge.figures.actions import publish_cubes, publish_edition
from schakel.knowledge.figures.content import ALL, Category, Cube, Dimension, EditionPart, Unit
from schakel.knowledge.figures.models import PublishedEdition, PublishedVersion

SYSTEM = SystemActor("tests")
WAYS = 3
YEARS = ("2022", "2023", "2024")
UNITS = (
    Unit("REPORTS", "Meldingen", "Reports", "Elke melding telt één keer.", "Each report once."),
    Unit("PERSONS", "Personen", "Persons", "Elke persoon één keer per jaar.", "Each person once."),
    Unit("NEW_PERSONS", "Nieuwe personen", "New persons", "Niet eerder gemeld.", "Not before."),
)


def _dimension(code: str, nl: str, en: str, several: bool, *categories: str) -> Dimension:
    """Categories as "CODE parent Nederlands|English"."""
    found = []
    for text in categories:
        names, english = text.split("|")
        own, parent, dutch = names.split(" ", 2)
        found.append(Category(own, parent.removeprefix("-"), dutch, english))
    return Dimension(code, nl, en, several, tuple(found))


REPORTER = _dimension(
    "reporter", "Soort melder", "Kind of reporter", False,
    "POLICE - Nationale Politie|National Police",
    "KMAR - Koninklijke Marechaussee|Royal Marechaussee",
    "NLA - Nederlandse Arbeidsinspectie|Labour Authority",
    "CARE_COORDINATION - Zorgcoördinatie|Care coordination",
    "FAIRWORK - FairWork|FairWork",
    "SHELTER - Opvang en ambulante hulp|Shelter and outreach care",
    "OTHER - Overige melders|Other reporters",
)  # fmt: skip
REGION = _dimension(
    "region", "Regio", "Region", False,
    "NN - Noord-Nederland|Noord-Nederland", "ON - Oost-Nederland|Oost-Nederland",
    "MN - Midden-Nederland|Midden-Nederland", "NH - Noord-Holland|Noord-Holland",
    "AMS - Amsterdam|Amsterdam", "DH - Den Haag|Den Haag", "RT - Rotterdam|Rotterdam",
    "ZWB - Zeeland-West-Brabant|Zeeland-West-Brabant", "OB - Oost-Brabant|Oost-Brabant",
    "LB - Limburg|Limburg", "KMS - KMar Schiphol|KMar Schiphol",
    "NONE - Geen regio|No region", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
SEX = _dimension(
    "sex", "Geslacht", "Sex", False,
    "FEMALE - Vrouw|Female", "MALE - Man|Male", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
AGE = _dimension(
    "age", "Leeftijd", "Age", False,
    "MINOR - Minderjarig|Minor", "AGE_0_14 MINOR 0 t/m 14 jaar|0–14",
    "AGE_15_17 MINOR 15 t/m 17 jaar|15–17", "ADULT - Meerderjarig|Adult",
    "AGE_18_22 ADULT 18 t/m 22 jaar|18–22", "AGE_23_30 ADULT 23 t/m 30 jaar|23–30",
    "AGE_31_PLUS ADULT 31 jaar en ouder|31 and older", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
NATIONALITY = _dimension(
    "nationality", "Nationaliteit", "Nationality", False,
    "NL - Nederlands|Dutch", "EU - Overige EU|Other EU", "PL EU Polen|Poland", "RO EU Roemenië|Romania",
    "OTHER_EU EU Andere EU-landen|Other EU countries", "NON_EU - Buiten de EU|Outside the EU",
    "NG NON_EU Nigeria|Nigeria", "UA NON_EU Oekraïne|Ukraine",
    "OTHER_NON_EU NON_EU Andere landen|Other countries", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
FORM = _dimension(
    "form", "Vorm van uitbuiting", "Form of exploitation", True,
    "SEXUAL - Seksuele uitbuiting|Sexual exploitation",
    "LABOUR - Arbeidsuitbuiting|Labour exploitation",
    "CRIMINAL - Criminele uitbuiting|Criminal exploitation",
    "OTHER - Andere vorm|Other form", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
GROUP = _dimension(
    "group", "Groep", "Group", True,
    "DOMESTIC_SEXUAL - Binnenlandse seksuele uitbuiting|Domestic sexual exploitation",
    "CROSSBORDER_SEXUAL - Grensoverschrijdende seksuele uitbuiting|Cross-border sexual exploitation",
    "LABOUR - Arbeidsuitbuiting|Labour exploitation",
    "CRIMINAL - Criminele uitbuiting|Criminal exploitation",
    "OTHER - Andere vorm|Other form", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
SUB3 = _dimension(
    "sub3", "Sub 3 (aan de grens)", "Sub 3 (at the border)", False,
    "YES - Ja|Yes", "NO - Nee|No", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
DOSSIER = _dimension(
    "dossier", "Type dossier", "Dossier type", False,
    "REGISTRATION - Registratie|Registration",
    "REGISTRATION_SHELTER - Registratie en opvang|Registration and shelter",
)  # fmt: skip
SECTOR = _dimension(
    "sector", "Sector", "Sector", True,
    "IN_SEXUAL - Sectoren van seksuele uitbuiting|Sectors of sexual exploitation",
    "ESCORT IN_SEXUAL Escort|Escort", "HOTEL IN_SEXUAL Hotel|Hotel",
    "IN_LABOUR - Sectoren van arbeidsuitbuiting|Sectors of labour exploitation",
    "CLEANING IN_LABOUR Schoonmaak|Cleaning", "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
ROUTE = _dimension(
    "route", "Binnenlands of grensoverschrijdend", "Domestic or cross-border", False,
    "DOMESTIC - Binnenlands|Domestic", "CROSS_BORDER - Grensoverschrijdend|Cross-border",
    "UNKNOWN - Niet bekend|Not known",
)  # fmt: skip
DIMENSIONS = (REPORTER, REGION, DOSSIER, SEX, AGE, NATIONALITY, FORM, SECTOR, GROUP, ROUTE, SUB3)
SMALL = (REPORTER, SEX, AGE, FORM)


def _leaves(dimension: Dimension) -> list[str]:
    parents = {category.parent for category in dimension.categories}
    return [one.code for one in dimension.categories if one.code not in parents]


def _with_parents(dimension: Dimension, code: str) -> list[str]:
    parents = {category.code: category.parent for category in dimension.categories}
    return [code, *([parents[code]] if parents[code] else [])]


def _inner(dimensions: Sequence[Dimension], rng: Random) -> tuple[list[str], ...]:
    """The categories of one invented group of records: all that it counts in, by dimension."""
    drawn = []
    for dimension in dimensions:
        leaves = _leaves(dimension)
        weights = [rng.random() / (at + 1) for at in range(len(leaves))]
        codes = rng.choices(leaves, weights, k=2 if dimension.several and rng.random() < 0.1 else 1)
        found = [name for code in codes for name in _with_parents(dimension, code)]
        drawn.append(list(dict.fromkeys(found)))
    return tuple(drawn)


def _lattice(codes: Sequence[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every cell of the lattice in which a group counts."""
    for ways in range(WAYS + 1):
        for named in combinations(range(len(codes)), ways):
            for some in product(*(codes[at] for at in named)):
                cell = [ALL] * len(codes)
                for at, code in zip(named, some, strict=True):
                    cell[at] = code
                yield tuple(cell)


@lru_cache(maxsize=64)
def cells(
    period: str, dimensions: Sequence[Dimension] = SMALL, groups: int = 25, seed: int = 1
) -> pa.Table:
    """The protected cells of a period: sums over invented groups of five records or more."""
    rng = Random(f"{period} {seed}")
    counts: Counter[tuple[str, ...]] = Counter()
    for _ in range(groups):
        new = rng.randint(5, 30)
        persons = new + rng.choice((0, 0, 5, 7))
        reports = persons + rng.choice((0, 0, 5, 9))
        for cell in _lattice(_inner(dimensions, rng)):
            for unit, count in zip(UNITS, (reports, persons, new), strict=True):
                counts[(unit.code, *cell)] += count
    names = ["unit", *(dimension.code for dimension in dimensions)]
    columns = {name: [cell[at] for cell in counts] for at, name in enumerate(names)}
    return pa.table({**columns, "count": list(counts.values())})


def cube(period: str = "2024", seed: int = 1, **changes: object) -> Cube:
    dimensions = changes.get("dimensions", SMALL)
    given = {
        "period": period,
        "dimensions": dimensions,
        "units": UNITS,
        "base": 5,
        "ways": WAYS,
        "release_number": f"R-CUBE-{seed:04}",
        "cutoff": date(2026, 1, 31),
        "method": "small-count-rounding/2",
        "content_hash": f"{seed:064x}",
        "change_note": {"nl": "", "en": ""},
        "revision": False,
    }
    if "cells" not in changes:
        changes["cells"] = cells(period, dimensions, changes.pop("groups", 25), seed)
    return Cube(**{**given, **changes})


def published(seed: int = 1, periods: Sequence[str] = YEARS, **changes: object) -> PublishedVersion:
    return publish_cubes(by=SYSTEM, cubes=[cube(one, seed, **dict(changes)) for one in periods])


def published_overview(version: int, year: int = 2024) -> PublishedEdition:
    """An overview of one chart over these figures."""
    chart = {"kind": "chart", "code": "c", "svg": "<svg/>", "alt": "one", "finding": "one"}
    section = {"code": "s", "heading": "S", "paragraphs": [], "blocks": [chart]}
    content = {
        "lang": "nl",
        "title": "T",
        "lead": "L",
        "contents": "C",
        "sections": [section],
        "annex": {"heading": "A", "parts": []},
    }
    parts = [EditionPart(language, content, b"%PDF-") for language in ("nl", "en")]
    return publish_edition(by=SYSTEM, year=year, figures_version=version, parts=parts)
