"""How good linkage is, from pairs that people judged: a sample drawn by score, and what follows from it.

Pairs are many and nearly all of them are clear; so few are drawn where the score is clear and many around
the threshold, and each judged pair stands for as many as were in its band (stratified sampling, Cochran
1977, chapter 5). Intervals: the share of true pairs in each band has a beta distribution (Jeffreys' prior),
and what is wanted is worked out from draws of it.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.methods.linkage.linking import AUTO, REVIEW, STATISTICS

# The upper ends of the bands of scores and how many pairs are judged of each: at least 100 below the
# threshold of review, at least 200 around the one for counting (methods: linkage error in counts).
BANDS = (
    (0.01, 50),
    (REVIEW, 60),
    (STATISTICS, 100),
    (0.60, 100),
    (AUTO, 60),
    (1.01, 50),
)
_DRAWS = 4000
_TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One pair to judge: its place in the list it was drawn from, and its band."""

    place: int
    band: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    """What a judged sample says of one threshold; None where it says nothing."""

    threshold: float
    precision: Estimate | None
    recall: Estimate | None  # of the true pairs among the candidates; others were never looked at


def band_of(score: float) -> int:
    """The place in `BANDS` of a score between 0 and 1."""
    return next(place for place, (end, _wanted) in enumerate(BANDS) if score < end)


def sizes(scores: Iterable[float]) -> list[int]:
    """How many pairs are in each band."""
    counted = Counter(map(band_of, scores))
    return [counted[place] for place in range(len(BANDS))]


def draw(scores: Sequence[float], seed: int) -> list[Drawn]:
    """Pairs to judge, in an order that gives no score away; the same input gives the same sample."""
    chance = random.Random(seed)  # noqa: S311 - a sample to judge, no secret
    places: list[list[int]] = [[] for _band in BANDS]
    for place, score in enumerate(scores):
        places[band_of(score)].append(place)
    drawn = [
        Drawn(place, band)
        for band, (_end, wanted) in enumerate(BANDS)
        for place in chance.sample(places[band], min(wanted, len(places[band])))
    ]
    chance.shuffle(drawn)
    return drawn


def measure(
    bands: Sequence[int], judged: Iterable[tuple[int, bool]], thresholds: Sequence[float]
) -> list[Measured]:
    """Precision and recall at thresholds that are ends of bands.

    `bands`: how many pairs each holds (`sizes`). `judged`: (band, is one person) of each pair on which
    people made up their minds. A band with pairs of which none was judged leaves the figures open that
    rest on it. ValueError: a threshold that is no end of a band.
    """
    ends = [end for end, _wanted in BANDS]
    if unknown := [one for one in thresholds if one not in ends]:
        raise ValueError(f"no band ends at {unknown[0]}")
    held = np.asarray(bands, float)
    told = np.zeros((len(BANDS), 2))
    for band, same in judged:
        told[band, int(same)] += 1
    asked = told.sum(1)
    shares = np.divide(told[:, 1], asked, out=np.zeros(len(BANDS)), where=asked > 0)
    chance = np.random.default_rng(1)
    drawn = chance.beta(told[:, 1] + 0.5, told[:, 0] + 0.5, (_DRAWS, len(BANDS)))
    known = (asked > 0) | (held == 0)
    return [_at(one, held, shares, drawn, known) for one in thresholds]


def _at(
    threshold: float, held: np.ndarray, shares: np.ndarray, drawn: np.ndarray, known: np.ndarray
) -> Measured:
    above = np.array([start >= threshold for start in (0.0, *(end for end, _n in BANDS[:-1]))])
    true_above, true_all = held * above, held
    precision = _ratio(shares, drawn, true_above, np.full(len(BANDS), held[above].sum()), False)
    recall = _ratio(shares, drawn, true_above, true_all, True)
    return Measured(
        threshold,
        precision if known[above].all() else None,
        recall if known.all() else None,
    )


def _ratio(
    shares: np.ndarray, drawn: np.ndarray, over: np.ndarray, under: np.ndarray, of_true: bool
) -> Estimate | None:
    """True pairs among `over`, divided by `under` (by the true ones among it where `of_true`)."""
    below = (shares @ under) if of_true else under[0]
    if not below:
        return None
    spread = (drawn @ over) / (drawn @ under if of_true else under[0])
    low, high = np.percentile(spread, _TAILS)
    value = float(shares @ over / below)
    return Estimate(round(value, 4), round(min(low, value), 4), round(max(high, value), 4))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960) of two people's answers to the same questions; None where chance explains all.

    1: always the same answer; 0: no more often than by chance.
    """
    if not pairs:
        return None
    ours, theirs = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    n = len(pairs)
    agreed = sum(one == other for one, other in pairs) / n
    by_chance = sum(ours[answer] * theirs[answer] for answer in ours) / n**2
    return None if by_chance == 1 else round((agreed - by_chance) / (1 - by_chance), 4)


def drift(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """How far a distribution moved: the population stability index, in nats.

    Below 0.1 little, above 0.25 much (customary bounds in scoring practice). Counts by any key; a key
    that one side lacks counts half a case there. 0 where either side is empty.
    """
    if not sum(before.values()) or not sum(now.values()):
        return 0.0
    keys = sorted({*before, *now})
    old = np.array([before.get(key, 0) or 0.5 for key in keys], float)
    new = np.array([now.get(key, 0) or 0.5 for key in keys], float)
    old, new = old / old.sum(), new / new.sum()
    return round(float(((new - old) * np.log(new / old)).sum()), 4)
