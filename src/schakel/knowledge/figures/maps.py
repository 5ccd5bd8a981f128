"""A table by region as a map: every municipality in the class of its police region.

Classes are equally wide and begin at 0, whatever the numbers: worked out from released numbers alone.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.drawing import Place, outline_map_svg, swatch, tile_map_svg
from schakel.knowledge.figures.finding import sentence, whole
from schakel.knowledge.figures.tabulation import Line, Section

CLASSES = 5
_KEPT = 64
_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Map:
    """A drawing, its legend of (sign, words), and the rows that lie nowhere on it."""

    svg: SafeString
    legend: list[tuple[SafeString, str]]
    elsewhere: list[tuple[Line, str]]


def drawn(found: Section) -> Map:
    """The first column of a table by police region."""
    return _drawn(_Asked(found, get_language() or "", timezone.localdate(), geography.outlines()))


@dataclass(frozen=True)
class _Asked:
    """What a map depends on, for keeping what was drawn."""

    section: Section
    language: str
    day: date
    outlines: Any

    def __hash__(self) -> int:
        return hash((self.section.values, self.section.heading, self.language, self.day))


@lru_cache(maxsize=_KEPT)
def _drawn(asked: _Asked) -> Map:
    found = asked.section
    column = found.columns[0]
    municipalities = geography.municipalities()
    regions = {one.police_unit.code for one in municipalities}
    values = {row.code: found.value(row, column) or 0 for row in found.rows if row.code in regions}
    step = step_of(max(values.values(), default=0))
    rows = {row.code: row for row in found.rows}
    places = {}
    for one in municipalities:
        code = one.police_unit.code
        if code in values:
            text = f"{rows[code].label}: {whole(values[code])}"
            places[one.code] = Place(_style(values[code], step), text, code)
    labels = {code: code for code in values}
    return Map(
        _svg(places, labels, sentence(found), asked.outlines),
        [(swatch(f"map-level-{at}"), words) for at, words in _legend(step)],
        [
            (row, whole(found.value(row, column)))
            for row in found.rows
            if row.code not in regions and not row.is_total
        ],
    )


def _svg(places: dict[str, Place], labels: dict[str, str], title: str, outlines: Any) -> SafeString:
    description = _("One tile per municipality, in the class of its police region.")
    if outlines:
        return outline_map_svg(
            places, outlines.paths, outlines.size, title, description, labels=labels
        )
    return tile_map_svg(places, geography.tiles(), title, description, labels=labels)


def step_of(highest: int) -> int:
    """How wide a class is: a round number, so that five of them reach `highest`."""
    least = max(highest / CLASSES, 1)
    size = 10 ** math.floor(math.log10(least))
    return math.ceil(next(size * one for one in _ROUND if size * one >= least))


def _style(value: int, step: int) -> str:
    return f"map-level-{min(math.ceil(value / step), CLASSES)}"


def _legend(step: int) -> list[tuple[int, str]]:
    """Class and words; the first has no lower end, since nothing is between 0 and the base."""
    ranges = [
        (at, f"{whole((at - 1) * step + 1)}–{whole(at * step)}") for at in range(2, CLASSES + 1)
    ]
    return [(0, "0"), (1, f"≤ {whole(step)}"), *ranges]
