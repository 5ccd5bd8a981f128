"""Invented years, protected and published as a release would."""

from datetime import date
from functools import lru_cache
from random import Random

import pyarrow as pa

from schakel.foundation.access.actors import SystemActor
from schakel.knowledge.figures.actions import publish_cubes
from schakel.knowledge.figures.content import Category, Cube, Dimension
from schakel.knowledge.figures.models import PublishedVersion
from schakel.knowledge.figures.tests.cubes import AGE as AGE_OF_FIGURES
from schakel.knowledge.figures.tests.cubes import (
    DOSSIER,
    NATIONALITY,
    REGION,
    REPORTER,
    ROUTE,
    SECTOR,
    SUB3,
    UNITS,
)
from schakel.methods.disclosure.cubes import build
from schakel.methods.disclosure.protecting import protect
from schakel.methods.disclosure.specs import Dimension as Axis
from schakel.methods.disclosure.specs import Spec

SYSTEM = SystemActor("tests")
SEX = Dimension(
    "sex", "Geslacht", "Sex", False,
    tuple(Category(c, "", nl, en) for c, nl, en in (
        ("FEMALE", "Vrouw", "Female"), ("MALE", "Man", "Male"), ("UNKNOWN", "Niet bekend", "Not known"),
    )),
)  # fmt: skip
FORM = Dimension(
    "form", "Vorm van uitbuiting", "Form of exploitation", True,
    tuple(Category(c, "", nl, en) for c, nl, en in (
        ("SEXUAL", "Seksuele uitbuiting", "Sexual exploitation"),
        ("LABOUR", "Arbeidsuitbuiting", "Labour exploitation"),
        ("CRIMINAL", "Criminele uitbuiting", "Criminal exploitation"),
        ("UNKNOWN", "Niet bekend", "Not known"),
    )),
)  # fmt: skip
GROUP = Dimension(
    "group", "Vier groepen", "Four groups", True,
    tuple(Category(c, "", nl, en) for c, nl, en in (
        ("DOMESTIC_SEXUAL", "Binnenlandse seksuele uitbuiting", "Domestic sexual exploitation"),
        ("CROSSBORDER_SEXUAL", "Grensoverschrijdende seksuele uitbuiting", "Cross-border exploitation"),
        ("LABOUR", "Arbeidsuitbuiting", "Labour exploitation"),
        ("CRIMINAL", "Criminele uitbuiting", "Criminal exploitation"),
        ("UNKNOWN", "Niet bekend", "Not known"),
    )),
)  # fmt: skip
DIMENSIONS = (
    *(REPORTER, REGION, SEX, AGE_OF_FIGURES, NATIONALITY, FORM, GROUP, SUB3),
    *(DOSSIER, SECTOR, ROUTE),
)


def _leaves(dimension: Dimension) -> list[str]:
    above = {category.parent for category in dimension.categories}
    return [one.code for one in dimension.categories if one.code not in above]


def _axis(dimension: Dimension) -> Axis:
    parents = {one.code: one.parent for one in dimension.categories if one.parent}
    hierarchy = {leaf: (parents[leaf],) if leaf in parents else () for leaf in _leaves(dimension)}
    return Axis(dimension.code, hierarchy, dimension.several)


def _records(year: int, number: int) -> pa.Table:
    rng = Random(year)
    columns: dict[str, list[str]] = {"unit": []}
    for _ in range(number):
        columns["unit"].append(
            rng.choice(["REPORTS", "REPORTS|PERSONS", "REPORTS|PERSONS|NEW_PERSONS"])
        )
    for dimension in DIMENSIONS:
        leaves = _leaves(dimension)
        weights = [1 / (at + 1) for at in range(len(leaves))]
        columns[dimension.code] = rng.choices(leaves, weights, k=number)
    return pa.table(columns)


@lru_cache(maxsize=4)
def _cells(year: int, number: int) -> pa.Table:
    axes = tuple(_axis(dimension) for dimension in DIMENSIONS)
    spec = Spec((*axes, Axis("unit", several=True, always=True)), ways=3)
    return protect(build(_records(year, number), spec)).cells


def release_years(years: range = range(2022, 2025), number: int = 600) -> PublishedVersion:
    """Publish a protected cube for each of `years`, each with some more reports than the one before."""
    cubes = [
        Cube(
            period=str(year),
            dimensions=DIMENSIONS,
            units=UNITS,
            base=5,
            ways=3,
            release_number="R-2025-0001",
            cutoff=date(2025, 3, 1),
            method="small-count-rounding",
            content_hash="0" * 64,
            change_note={"nl": "", "en": ""},
            revision=False,
            cells=_cells(year, number + 60 * place),
        )
        for place, year in enumerate(years)
    ]
    return publish_cubes(by=SYSTEM, cubes=cubes)
