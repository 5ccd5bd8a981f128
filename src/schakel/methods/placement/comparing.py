"""Many invented years, each played in every way: what differs, and whether that is more than chance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from schakel.methods.placement.simulating import WAYS, Year, play
from schakel.methods.placement.worlds import world

BASE = "first_come"
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a year. `better` is 1 when more is better, -1 when less is, 0 when neither."""

    name: str
    text: str
    of: Callable[[Year], float]
    better: int
    percent: bool = False


MEASURES = (
    Measure("placed", "persons placed", lambda year: year.placed, 1),
    Measure(
        "placed_share",
        "share of persons placed",
        lambda year: year.placed / max(1, year.persons),
        1,
        True,
    ),
    Measure(
        "waited_median",
        "days waited, median of who was placed",
        lambda year: year.waited_median,
        -1,
    ),
    Measure("waited_p90", "days waited, 90th percentile", lambda year: year.waited_p90, -1),
    Measure("unmet", "persons not placed", lambda year: year.unmet, -1),
    Measure("nowhere", "of whom no unit at all would do", lambda year: year.nowhere, 0),
    Measure(
        "urgent",
        "priority 1: share placed",
        lambda year: year.urgent_placed / max(1, year.urgent_persons),
        1,
        True,
    ),
    Measure(
        "rare",
        "with a rare need: share placed",
        lambda year: year.rare_placed / max(1, year.rare_persons),
        1,
        True,
    ),
    Measure(
        "scarce_used",
        "at a scarce place without needing it",
        lambda year: year.scarce_used,
        -1,
        True,
    ),
    Measure(
        "minors",
        "minors: share placed",
        lambda year: year.minors_placed / max(1, year.minors),
        1,
        True,
    ),
    Measure("flowed", "persons who flowed through to OMM", lambda year: year.flowed, 1),
    Measure("blocked", "waiting for that in COSM, mean of all days", lambda year: year.blocked, -1),
    Measure("offers", "offers", lambda year: year.offers, 0),
    Measure("refusals", "offers that were refused", lambda year: year.refusals, -1),
    Measure("waiting", "persons waiting, mean of all days", lambda year: year.waiting, -1),
    Measure("occupancy", "occupancy", lambda year: year.occupancy, 0, True),
    Measure("split", "groups split", lambda year: year.split, -1),
)


# Pairs of ways of which is said which is better.
PAIRS = (
    ("one_by_one", BASE),
    ("scarcest_first", "one_by_one"),
    ("joint", BASE),
    ("joint", "one_by_one"),
)
VERDICTS = len(PAIRS) * sum(1 for one in MEASURES if one.better)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over years with its 95 % interval (Student's t)."""

    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Is it more than chance?"""
        return self.low > 0 or self.high < 0


def interval(values: Sequence[float], level: float = LEVEL) -> Interval:
    many = np.asarray(values, dtype=float)
    mean = float(many.mean())
    if len(many) < 2:
        return Interval(mean, -float("inf"), float("inf"))
    reach = float(stdtrit(len(many) - 1, (1 + level) / 2) * many.std(ddof=1) / np.sqrt(len(many)))
    return Interval(mean, mean - reach, mean + reach)


@dataclass(frozen=True)
class Comparison:
    """`figures` by way and measure; `played` the years themselves, the same for every way."""

    years: int
    figures: Mapping[str, Mapping[str, Interval]]
    played: Mapping[str, tuple[Year, ...]]

    def verdict(self, way: str, measure: Measure, other: str) -> str:
        """Of one way against another: better, worse, or no difference shown.

        At a level that keeps all verdicts together right in 95 of 100 cases (Bonferroni).
        """
        change = self.change(way, measure, other, 1 - (1 - LEVEL) / VERDICTS)
        if not measure.better or not change.sure:
            return "no difference shown"
        return "better" if change.mean * measure.better > 0 else "worse"

    def change(self, way: str, measure: Measure, other: str, level: float = LEVEL) -> Interval:
        pairs = zip(self.played[way], self.played[other], strict=True)
        return interval([measure.of(one) - measure.of(than) for one, than in pairs], level)


def compare(
    seed: int,
    years: int,
    days: int,
    requests: int,
    every: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """`years` invented years from seeds `seed`, `seed` + 1 and so on, each played in every way."""
    played: dict[str, list[Year]] = {way: [] for way in WAYS}
    for number in range(years):
        drawn = world(seed + number, days, requests)
        for way, found in played.items():
            found.append(play(drawn, way, every))
        if progress:
            progress(number + 1, years)
    figures = {
        way: {one.name: interval([one.of(year) for year in found]) for one in MEASURES}
        for way, found in played.items()
    }
    return Comparison(years, figures, {way: tuple(found) for way, found in played.items()})


def in_json(found: Comparison) -> dict[str, Any]:
    """The same for a program to read."""
    return {
        "years": found.years,
        "ways": {
            way: {name: _rounded(one) for name, one in figures.items()}
            for way, figures in found.figures.items()
        },
        "differences": [
            {"way": way, "against": other, "figures": _differences(found, way, other)}
            for way, other in PAIRS
        ],
    }


def _differences(found: Comparison, way: str, other: str) -> dict[str, Any]:
    return {
        one.name: {
            **_rounded(found.change(way, one, other)),
            "verdict": found.verdict(way, one, other),
        }
        for one in MEASURES
    }


def _rounded(one: Interval) -> dict[str, float | None]:
    return {
        name: round(value, 4) if np.isfinite(value) else None for name, value in asdict(one).items()
    }
