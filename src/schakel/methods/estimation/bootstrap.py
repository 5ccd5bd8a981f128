"""Confidence intervals that count the choice of the model too: BCa bootstrap.

Efron ("Better bootstrap confidence intervals", JASA 82, 1987), as Chan, Silverman and Vincent (JASA 116,
2021) use it: people are drawn again from the observed combinations of lists, and the whole choice of a
model is made again for every draw. The jackknife leaves out one person of each combination in turn,
weighted by how many there are.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from scipy.stats import norm

from schakel.methods.estimation.terms import Floats, Whole

# Counts (b, c) to estimates of everybody (b,); infinite or not a number where there is none.
Estimator = Callable[[Floats], Floats]
Told = Callable[[int, int], None]

REPLICATES = 20_000
# By the most lists that they are for: a table of ten lists has a thousand cells, and each draw chooses anew.
_USUAL = ((6, REPLICATES), (8, 5_000))
_FEWEST = 2_000
# Tables of one call: they fit in the processor's cache, and memory does not grow with their number.
BATCH = 500
LEVELS = (0.025, 0.1, 0.9, 0.975)


@dataclass(frozen=True)
class Bootstrap:
    """`limits`: level to BCa limit; `replicates` (b,): the estimates; `without`: how many had none."""

    limits: dict[float, float]
    replicates: Floats
    acceleration: float
    bias: float
    without: int

    @property
    def interval(self) -> tuple[float, float]:
        """The limits at 95 %."""
        return self.limits[LEVELS[0]], self.limits[LEVELS[-1]]


def usual_replicates(lists: int) -> int:
    """How many draws take about a minute of processor time at most, where none were asked for."""
    return next((draws for most, draws in _USUAL if lists <= most), _FEWEST)


def bca(
    counts: Floats,
    estimator: Estimator,
    replicates: int = REPLICATES,
    seed: int = 1,
    told: Told | None = None,
    kept: MutableMapping[int, Floats] | None = None,
    processes: int = 1,
) -> Bootstrap:
    """BCa limits of the number that `estimator` makes of `counts` (c,).

    `seed`: the same seed gives the same draws, in batches of the same size, however many `processes` make
    them. `told` is called with how many replicates are done and how many there will be. `kept`: batches
    that were made before, by number; new ones are put in as they are made, so that a run that was stopped
    can go on. A replicate without an estimate counts as infinitely large.
    """
    kept = {} if kept is None else kept
    numbers = range(batches(replicates))
    missing = [number for number in numbers if number not in kept]
    for number, found in _made(counts, estimator, replicates, seed, missing, processes):
        kept[number] = found
        if told:
            told(min(replicates, sum(len(part) for part in kept.values())), replicates)
    every = np.concatenate([kept[number] for number in numbers])
    return conclude(float(estimator(counts[None, :])[0]), every, jackknife(counts, estimator))


def batches(replicates: int) -> int:
    """In how many batches so many replicates are drawn."""
    return -(-replicates // BATCH)


def replicate(
    counts: Floats, estimator: Estimator, replicates: int, seed: int, number: int
) -> Floats:
    """The estimates of one batch of draws; not a number becomes infinite."""
    found = estimator(draw(counts, replicates, seed, number))
    return np.where(np.isnan(found), np.inf, found)


def _made(
    counts: Floats,
    estimator: Estimator,
    replicates: int,
    seed: int,
    numbers: Iterable[int],
    processes: int,
) -> Iterator[tuple[int, Floats]]:
    if processes < 2:
        for number in numbers:
            yield number, replicate(counts, estimator, replicates, seed, number)
        return
    # Started anew, since a copy of a process with threads of its own may never wake up.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [
            (number, pool.submit(replicate, counts, estimator, replicates, seed, number))
            for number in numbers
        ]
        for number, job in jobs:
            yield number, job.result()


def conclude(point: float, found: Floats, acceleration: float) -> Bootstrap:
    """The limits around `point` out of all replicates (b,) and the acceleration."""
    bias = float(norm.ppf((found < point).mean()))
    limits = {level: _limit(found, level, bias, acceleration) for level in LEVELS}
    return Bootstrap(limits, found, acceleration, bias, int(np.isinf(found).sum()))


def draw(counts: Floats, replicates: int, seed: int, number: int) -> Floats:
    """Batch `number`: tables (b, c) with as many people as `counts` (c,), drawn from its combinations.

    Every batch has a seed of its own. The combinations are taken in an order that does not depend on that
    of the lists, as far as their numbers tell them apart.
    """
    people = int(counts.sum())
    met = _in_order(counts)
    size = min(BATCH, replicates - number * BATCH)
    randomness = np.random.default_rng([seed, number])
    batch: Floats = np.zeros((size, len(counts)))
    batch[:, met] = randomness.multinomial(people, counts[met] / people, size=size)
    return batch


def _in_order(counts: Floats) -> Whole:
    """The observed cells: by people, number of lists, and the sizes of the lists in them."""
    met = np.flatnonzero(counts) + 1
    lists = len(counts).bit_length()
    size = [counts[met[(met >> at & 1) == 1] - 1].sum() for at in range(lists)]

    def key(cell: int) -> tuple[float, int, list[float], int]:
        on = [at for at in range(lists) if cell >> at & 1]
        return (-counts[cell - 1], len(on), sorted(size[at] for at in on), cell)

    return np.array(sorted(met.tolist(), key=key)) - 1


def jackknife(counts: Floats, estimator: Estimator) -> float:
    """The acceleration: how skewed the estimate is in single people; nan where too few have an estimate."""
    met = np.flatnonzero(counts)
    without = np.tile(counts, (len(met), 1))
    without[np.arange(len(met)), met] -= 1
    found = estimator(without)
    weights = counts[met]
    mean = (weights * found).sum() / weights.sum()
    pull = mean - found
    spread = (weights * pull**2).sum()
    return float((weights * pull**3).sum() / (6 * spread**1.5)) if spread else 0.0


def _limit(found: Floats, level: float, bias: float, acceleration: float) -> float:
    """One BCa limit, by the same rule for quantiles between two values as R's type 7."""
    shifted = bias + norm.ppf(level)
    share = norm.cdf(bias + shifted / (1 - acceleration * shifted))
    if np.isnan(share):
        return float("nan")
    ordered = np.sort(found)
    place = share * (len(ordered) - 1)
    low, high = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
    return float(low if low == high else low + (place - np.floor(place)) * (high - low))
