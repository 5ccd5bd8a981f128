"""Estimating the unseen number: a bootstrap against its bare arithmetic, and how often the limits hold."""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.timing import Figure
from schakel.methods.estimation.bootstrap import bca
from schakel.methods.estimation.fitting import fit
from schakel.methods.estimation.stepwise import stepwise
from schakel.methods.estimation.terms import Floats, Space
from schakel.methods.estimation.tests.published import published

# The Dutch six lists: 9 stages of 7 steps over 1,024 tables of 63 cells and 15 terms.
_STAGES, _TABLES, _CELLS, _TERMS = 63, 1024, 63, 15
DRAWS = 1000
# Processor seconds of SparseMSE 2.0.2 (R) for the same 1,000 draws, measured elsewhere.
REFERENCE = {"Kosovo": 33.3, "UKdat_5": 80.2, "UKdat": 169.3, "Ned_5": 94.1, "Ned": 245.4}


def figures() -> list[Figure]:
    """One line per table."""
    floor = _seconds(_arithmetic)
    return [_figure(name, seconds, floor) for name, seconds in REFERENCE.items()]


def _figure(name: str, reference: float, floor: float) -> Figure:
    table = published(name)
    taken = _seconds(lambda: bca(table.counts, _estimator(table.lists), DRAWS, 3))
    return Figure(
        f"estimate {name}, {table.lists} lists, {DRAWS:,} draws; R {reference} s: {reference / taken:.0f} x",
        f"{taken:.2f} s",
        f"{floor:.3f} s (its multiplications alone, for six lists)",
        f"{taken / floor:.1f}",
        "at most 20; at least 100 x less than R" if name == "Ned" else "",
    )


def _estimator(lists: int) -> Callable[[Floats], Floats]:
    space = Space(lists)

    def estimator(counts: Floats) -> Floats:
        found = stepwise(space, counts)
        return np.where(found.sound, counts.sum(axis=1) + found.fits.unseen, np.inf)

    return estimator


def _arithmetic() -> None:
    """The products that no way of fitting these models can do without."""
    means = np.ones((_TABLES, _CELLS))
    products = np.ones((_CELLS, _TERMS * _TERMS))
    for _ in range(_STAGES):
        means @ products


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def coverage(runs: int = 500, replicates: int = 1000, everybody: int = 11313) -> dict[str, float]:
    """The simulation of Chan, Silverman and Vincent (2021, section 3.4): are the limits where they should be?

    Tables are drawn from the model of the five United Kingdom lists, with `everybody` people, seen or not.
    Published: 90 and 70 % of the limits at 95 and 80 % hold, error of the logarithm 0.19.
    """
    table, space = published("UKdat_5"), Space(5)
    model = stepwise(space, table.counts[None, :]).models
    fits = fit(space, table.counts[None, :], model)
    means = np.concatenate([fits.unseen, fits.means[0]])
    randomness = np.random.default_rng(7)
    estimator = _estimator(5)
    inside95 = inside80 = 0
    found = []
    for run in range(runs):
        counts = randomness.multinomial(everybody, means / means.sum())[1:].astype(float)
        drawn = bca(counts, estimator, replicates, run)
        limits = drawn.limits
        inside95 += limits[0.025] <= everybody <= limits[0.975]
        inside80 += limits[0.1] <= everybody <= limits[0.9]
        found.append(float(estimator(counts[None, :])[0]))
    errors = np.log(np.array(found) / everybody)
    return {
        "log_rmse": float(np.sqrt((errors**2).mean())),
        "rmse": float(np.sqrt(((np.array(found) - everybody) ** 2).mean())),
        "coverage95": inside95 / runs,
        "coverage80": inside80 / runs,
    }
