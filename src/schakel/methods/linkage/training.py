"""A model from labelled pairs: m from the true ones, u from chance pairs of one nationality."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from schakel.methods.linkage.comparison import (
    Comparison,
    Country,
    Date,
    Name,
    Plain,
    compare,
)
from schakel.methods.linkage.model import Parameters, shares
from schakel.methods.linkage.records import Record

Pair = tuple[int, int]
_CHANCE_PAIRS = 200_000
_RELATIVE = (Date.FEW_YEARS, Date.SOME_YEARS, Date.ONE_YEAR, Date.OTHER)
# Levels per key of a model; every other topic is the same or not.
_LEVELS: dict[str, tuple[StrEnum, ...]] = {
    **dict.fromkeys(("given", "given_several", "last", "last_several", "alias"), tuple(Name)),
    "birth_day": (
        *(Date.SAME, Date.SWAPPED, Date.EDIT, Date.SAME_DAY, Date.ETHIOPIAN, Date.SAME_YEAR),
        *_RELATIVE,
    ),
    "birth_default": (Date.SAME_DEFAULT, *_RELATIVE),
    "birth_rough": (Date.MONTH, Date.YEAR_ONLY, Date.SAME_YEAR, *_RELATIVE),
    "birth_age": (Date.YEAR_ONLY, *_RELATIVE),
    "birth_country": tuple(Country),
    **dict.fromkeys(("nationality", "sex", "birth_place", "phone", "v_number"), tuple(Plain)),
}
# Numbers agree by chance less often than any sample could show; a phone is shared more often.
_BY_CHANCE = {"v_number": 2e-6, "phone": 1e-4}


def learn(
    records: Sequence[Record], true_pairs: Iterable[Pair], pairs_per_record: float, seed: int = 1
) -> Parameters:
    """Parameters from places of true pairs among `records`; the same input gives the same model."""
    matching = [compare(records[one], records[other]) for one, other in sorted(true_pairs)]
    chance = [compare(records[one], records[other]) for one, other in _chance_pairs(records, seed)]
    m, u = shares(matching, _smoothing(1.0)), dict(shares(chance, _smoothing(0.5)))
    for topic, share in _BY_CHANCE.items():
        u[topic] = {"SAME": share, "OTHER": 1 - share}
    return Parameters(m, u, (_crossed(matching), _crossed(chance)), pairs_per_record)


def _smoothing(each: float) -> dict[str, dict[str, float]]:
    return {
        key: {str(level): each for level in levels if level != "NOT_KNOWN"}
        for key, levels in _LEVELS.items()
    }


def _crossed(found: Sequence[Comparison]) -> float:
    return (sum(one.crossed for one in found) + 1) / (len(found) + 2)


def _chance_pairs(records: Sequence[Record], seed: int) -> list[Pair]:
    """Pairs of one nationality, as candidates mostly are, and as many of any two."""
    draw = random.Random(seed)  # noqa: S311 - a sample to count in, no secret
    places: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        places[record.nationality].append(place)
    groups = [group for group in places.values() if len(group) > 1]
    sizes = [len(group) for group in groups]
    inside = [
        _two(draw, group) for group in draw.choices(groups, weights=sizes, k=_CHANCE_PAIRS // 2)
    ]
    everywhere = [_two(draw, range(len(records))) for _time in range(_CHANCE_PAIRS // 8)]
    return inside + everywhere


def _two(draw: random.Random, group: Sequence[int]) -> Pair:
    one, other = draw.sample(group, 2)
    return min(one, other), max(one, other)
