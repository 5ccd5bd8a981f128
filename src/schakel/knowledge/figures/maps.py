"""A table by region as a map: every municipality in the class of its police region.

Coloured by the number per inhabitants where the table has it: a count mostly shows where many people live.
Classes are equally wide and begin at 0, whatever the numbers: worked out from released numbers alone.
"""

import math
from collections.abc import Callable
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
from schakel.knowledge.figures.finding import per_inhabitants, sentence, whole
from schakel.knowledge.figures.tabulation import Line, Section

CLASSES = 5
_KEPT = 64
_ROUND = (1, 2, 2.5, 5, 10)
WITHHELD = "map-unknown"


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


@dataclass(frozen=True)
class _Scale:
    """Five classes of `step`, and how numbers in them are written; `least`: the smallest difference."""

    step: float
    least: float
    say: Callable[[Any], str]

    @classmethod
    def of(cls, found: Section, highest: float) -> "_Scale":
        if found.inhabitants:
            return cls(step_of(highest), 0.1, per_inhabitants)
        return cls(step_of(highest), 1, whole)

    def style(self, value: float | None) -> str:
        if value is None:
            return WITHHELD
        return f"map-level-{min(math.ceil(value / self.step), CLASSES)}"

    def legend(self, withheld: bool) -> list[tuple[SafeString, str]]:
        """Sign and words; the first class has no lower end, since nothing is between 0 and the base."""
        ranges = [
            f"{self.say((at - 1) * self.step + self.least)}–{self.say(at * self.step)}"
            for at in range(2, CLASSES + 1)
        ]
        words = [f"≤ {self.say(self.step)}", *ranges]
        found = [(swatch(f"map-level-{at}"), text) for at, text in enumerate(words, 1)]
        if self.least == 1:
            return [(swatch("map-level-0"), "0"), *found]
        return [(swatch(WITHHELD), _("too few to say")), *found] if withheld else found


@lru_cache(maxsize=_KEPT)
def _drawn(asked: _Asked) -> Map:
    found = asked.section
    column = found.columns[0]
    municipalities = geography.municipalities()
    regions = {one.police_unit.code for one in municipalities}
    rows = {row.code: row for row in found.rows if row.code in regions}
    values: dict[str, float | None] = {
        code: found.drawn(row, column) if found.inhabitants else found.value(row, column) or 0
        for code, row in rows.items()
    }
    scale = _Scale.of(found, max((value for value in values.values() if value), default=0))
    places = {}
    for one in municipalities:
        code = one.police_unit.code
        if code in values:
            text = f"{rows[code].label}: {scale.say(values[code])}"
            places[one.code] = Place(scale.style(values[code]), text, code)
    return Map(
        _svg(places, {code: code for code in values}, sentence(found), asked.outlines),
        scale.legend(None in values.values()),
        [
            (row, whole(found.value(row, column)))
            for row in found.rows
            if row.code not in regions and not row.is_total
        ],
    )


def _svg(places: dict[str, Place], labels: dict[str, str], title: str, outlines: Any) -> SafeString:
    if outlines:
        description = _("Each municipality in its outline, in the class of its police region.")
        return outline_map_svg(places, outlines.of, title, description, labels=labels)
    description = _("One tile per municipality, in the class of its police region.")
    return tile_map_svg(places, geography.tiles(), title, description, labels=labels)


def step_of(highest: float) -> int:
    """How wide a class is: a round number, so that five of them reach `highest`."""
    least = max(highest / CLASSES, 1)
    size = 10 ** math.floor(math.log10(least))
    return math.ceil(next(size * one for one in _ROUND if size * one >= least))
