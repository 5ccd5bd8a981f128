"""A model from labelled pairs: m from the true ones, u from chance pairs of one nationality."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from schakel.methods.linkage.comparison import Comparison, Date, Name, Plain, compare
from schakel.methods.linkage.model import TOPICS, Parameters, shares
from schakel.methods.linkage.records import Record

Pair = tuple[int, int]
_CHANCE_PAIRS = 200_000
_LEVELS = {"given": Name, "last": Name, "alias": Name, "birth": Date}


def learn(
    records: Sequence[Record], true_pairs: Iterable[Pair], pairs_per_record: float, seed: int = 1
) -> Parameters:
    """Parameters from places of true pairs among `records`; the same input gives the same model."""
    matching = [compare(records[one], records[other]) for one, other in sorted(true_pairs)]
    chance = [compare(records[one], records[other]) for one, other in _chance_pairs(records, seed)]
    m, u = shares(matching, _smoothing(1.0)), dict(shares(chance, _smoothing(0.5)))
    return Parameters(m, u, (_crossed(matching), _crossed(chance)), pairs_per_record)


def _smoothing(each: float) -> dict[str, dict[str, float]]:
    return {
        topic: {str(level): each for level in _LEVELS.get(topic, Plain) if level != Plain.NOT_KNOWN}
        for topic in TOPICS
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
