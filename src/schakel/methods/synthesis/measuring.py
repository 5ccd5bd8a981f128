"""What is asked of the records, each answer with its noise: how many, of each value, of which pairs.

1. The number of records. 2. The values of each column and their counts (`domains`). 3. Of every pair of
columns, how far it is from independence; all scores at once, as one vector. 4. The tables of the pairs
that are furthest. Whatever follows uses these answers alone, and costs no privacy (post-processing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from schakel.methods.synthesis.accounting import Budget, scale_of
from schakel.methods.synthesis.domains import NOWHERE, Column, Domain, DomainError, domain_of
from schakel.methods.synthesis.noise import Counts, Noise
from schakel.methods.synthesis.smoothing import smoothed

Pair = tuple[int, int]
Table = NDArray[np.float64]

# Up to this many pairs per column all are measured, beyond that the strongest: a table costs the others
# little, and without it a relation between rare values would be lost.
_PAIRS_PER_COLUMN = 6
# A table of more cells is too thin to measure.
_MOST_CELLS = 250_000
# Part of a chance fluctuation that a score leaves out: the mean of |x| for a standard normal x.
_CHANCE = 0.8
# Part of the coming noise that a score leaves out: smoothing takes out most of the rest.
_NOISE = 0.5


@dataclass(frozen=True)
class Model:
    """What is known after the noise: enough to draw rows from, and all that rows are drawn from."""

    rows: float
    domains: tuple[Domain, ...]
    # Per column: expected counts that add up to `rows`.
    ones: tuple[NDArray[np.float64], ...]
    # Per measured pair (lower column first): expected counts that agree with `ones`.
    pairs: dict[Pair, Table]
    # Per measured pair: records by which it is seen to be away from independence (noisy).
    scores: dict[Pair, float]
    # The tree of the strongest pairs; each joins two columns that were not joined before.
    tree: tuple[Pair, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(domain.size for domain in self.domains)


def measure(columns: Sequence[Column], budget: Budget, noise: Noise) -> Model:
    """Spend `budget` on the records. Raises DomainError where a column cannot be used."""
    records = len(columns[0].codes)
    scale_rows = scale_of(budget.rho_rows)
    rows = float(noise.added(np.array([records]), scale_rows)[0])
    if rows < 1:
        raise DomainError("There are too few records to make others like them.")
    scale = scale_of(budget.rho_values, len(columns))
    chance = budget.delta_for_values / len(columns)
    domains = tuple(domain_of(column, rows, scale, chance, noise) for column in columns)
    ones = tuple(domain.counts * (rows / domain.counts.sum()) for domain in domains)
    scores = _scores(domains, ones, rows, budget, noise)
    ranked = sorted(scores, key=lambda pair: (-scores[pair], pair))
    chosen = ranked[: _PAIRS_PER_COLUMN * len(columns)]
    pairs = _tables(chosen, domains, ones, rows, budget, noise)
    return Model(
        rows,
        domains,
        ones,
        pairs,
        {pair: scores[pair] for pair in chosen},
        tree_of(chosen, len(columns)),
    )


def tree_of(ranked: Sequence[Pair], columns: int) -> tuple[Pair, ...]:
    """The heaviest spanning tree (or forest) of pairs that come heaviest first (Kruskal 1956)."""
    group = list(range(columns))
    tree = []
    for one, other in ranked:
        if group[one] != group[other]:
            old, new = group[one], group[other]
            group = [new if mark == old else mark for mark in group]
            tree.append((one, other))
    return tuple(tree)


def _counted(one: Domain, other: Domain) -> Counts:
    """The true table of two columns; records whose value is nowhere are in no cell."""
    keys = one.codes.astype(np.int64) * other.size + other.codes
    if one.codes.min() == NOWHERE or other.codes.min() == NOWHERE:
        keys = keys[(one.codes != NOWHERE) & (other.codes != NOWHERE)]
    cells = np.bincount(keys, minlength=one.size * other.size).astype(np.int64)
    return cells.reshape(one.size, other.size)


def _scores(
    domains: Sequence[Domain],
    ones: Sequence[NDArray[np.float64]],
    rows: float,
    budget: Budget,
    noise: Noise,
) -> dict[Pair, float]:
    """For every pair, the records by which its table is away from independence, with noise.

    The score is the sum over cells of max(0, |n - m| - t) with m the count under independence out of the
    noisy `ones` and t what chance and the coming noise explain, both whole numbers that do not depend on
    the records: one record changes one cell by one, and so each score by at most one.
    """
    pairs = [
        pair
        for pair in combinations(range(len(domains)), 2)
        if domains[pair[0]].size * domains[pair[1]].size <= _MOST_CELLS
    ]
    if not pairs:
        return {}
    coming = scale_of(budget.rho_pairs, min(len(pairs), _PAIRS_PER_COLUMN * len(domains)))
    scores = []
    for one, other in pairs:
        expected = np.outer(ones[one], ones[other]) / rows
        leave_out = np.rint(_NOISE * coming + _CHANCE * np.sqrt(expected)).astype(np.int64)
        away = np.abs(_counted(domains[one], domains[other]) - np.rint(expected).astype(np.int64))
        scores.append(int(np.maximum(away - leave_out, 0).sum()))
    scale = scale_of(budget.rho_choice, len(pairs))
    noisy = noise.added(np.array(scores, dtype=np.int64), scale)
    return dict(zip(pairs, noisy.astype(float).tolist(), strict=True))


def _tables(
    chosen: Sequence[Pair],
    domains: Sequence[Domain],
    ones: Sequence[NDArray[np.float64]],
    rows: float,
    budget: Budget,
    noise: Noise,
) -> dict[Pair, Table]:
    """The tables of the chosen pairs, with noise, smoothed and made to agree with the counts of values.

    A table of more cells gets more of the budget: with costs c, the sum of c times the scale is smallest
    for parts proportional to c to the power 2/3.
    """
    expected = {(one, other): np.outer(ones[one], ones[other]) / rows for one, other in chosen}
    cells = np.array([1.0 + (expected[pair] > 1).sum() for pair in chosen]) ** (2 / 3)
    tables = {}
    for pair, part in zip(chosen, cells / cells.sum() if len(chosen) else cells, strict=True):
        scale = scale_of(budget.rho_pairs * float(part))
        noisy = noise.added(_counted(domains[pair[0]], domains[pair[1]]), scale).astype(float)
        tables[pair] = smoothed(noisy, expected[pair], scale, ones[pair[0]], ones[pair[1]])
    return tables
