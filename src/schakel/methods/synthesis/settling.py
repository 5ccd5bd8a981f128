"""Rows exchange values until their tables are as the model expects; after the noise, so free.

Rows drawn from a model vary around it, on top of what the register varied around the truth. Here two rows
exchange their values of one column where that brings the tables of two and of three columns nearer to the
ones expected; the counts of single values never change. Nearer means: a smaller expected distance to
counts that are Poisson around the model's, so that a cell in which 0.3 records are expected is better
empty, and a smaller risk that a single row stands for a combination that nobody has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.synthesis.tabulating import Around, Codes, Places, Tables

Values = NDArray[np.float64]

ROUNDS = 5
# Rows judged at a time, as a part of all: they are judged as if the others stood still.
_BATCH_PART, _SMALLEST_BATCH = 0.02, 100
# How much a cell with 0, 1, 2 … rows looks like something that nobody has.
_ALONE = np.array([0.0, 1.0, 0.4, 0.15, 0.05, 0.0])
# What the distance and that weigh, in tables of two and of three columns. Tables of two are measured, and
# must not give way to the many of three.
WEIGHTS = ((1.5, 3.0), (1.0, 12.0))
_MEASURED, _FARTHEST = 2, 20.0
# Poisson's median lies below its mean by about two thirds at most; its spread is the root of the mean.
_MEDIAN, _SLOPE, _LEAST_SPREAD = 0.67, 0.8, 0.02


@dataclass(frozen=True)
class Expected:
    """The tables, and how many rows are expected in each of their cells."""

    tables: Tables
    counts: Values


class _Ledger:
    """The counts of all cells as they are now, and what one row more or less in each would change."""

    def __init__(self, expected: Expected, codes: Codes, weights: tuple[float, float]) -> None:
        self.tables = expected.tables
        self._slope = _SLOPE / np.sqrt(expected.counts + _LEAST_SPREAD)
        self._middle = expected.counts - _MEDIAN
        self._distance, self._risk = weights
        self._counts = self.tables.counts(codes)
        self.one_more = np.zeros(len(self._counts))
        self.one_less = np.zeros(len(self._counts))
        self._price(slice(None))

    def _price(self, cells: slice | Places) -> None:
        counts, slope, middle = self._counts[cells], self._slope[cells], self._middle[cells]
        for store, now, turned in ((self.one_more, counts, 1), (self.one_less, counts - 1, -1)):
            alone = _alone(now + 1) - _alone(now)
            nearer = self._pull((now - middle) * slope)
            store[cells] = turned * (self._distance * nearer + self._risk * alone)

    def _pull(self, away: Values) -> Values:
        """The change of the expected distance: twice the distribution function less one; tanh is near.

        Tables of two columns are measured: far off, they pull as a square does instead.
        """
        if self.tables.ways > _MEASURED:
            return np.tanh(away)
        return np.clip(away, -_FARTHEST, _FARTHEST)

    def change(self, more: Places, less: Places) -> None:
        np.add.at(self._counts, more, 1)
        np.subtract.at(self._counts, less, 1)
        self._price(np.concatenate([more, less]))


def _alone(counts: NDArray[np.int64]) -> Values:
    return _ALONE[np.clip(counts, 0, len(_ALONE) - 1)]


@dataclass(frozen=True)
class _Exchange:
    """The cells that an exchange between each pair of rows fills and empties: pairs by tables."""

    fills: tuple[Places, Places]
    empties: tuple[Places, Places]
    # Both rows in the same cell apart from this column: nothing changes there.
    idle: NDArray[np.bool_]

    def gain(self, ledger: _Ledger) -> Values:
        more, less = ledger.one_more, ledger.one_less
        cost = more[self.fills[0]] + more[self.fills[1]]
        cost += less[self.empties[0]] + less[self.empties[1]]
        cost[self.idle] = 0
        whole: Values = cost.sum(axis=1)
        return whole

    def done(self, which: Places) -> tuple[Places, Places]:
        """(cells that get one row more, cells that lose one) of the exchanges that are made."""
        moving = ~self.idle[which]
        more, less = (
            np.concatenate([cells[which][moving] for cells in side])
            for side in (self.fills, self.empties)
        )
        return more, less


def settled(
    codes: Codes, expected: Sequence[Expected], rng: np.random.Generator, rounds: int = ROUNDS
) -> Codes:
    """`codes` after `rounds` rounds in which each row meets another for every column."""
    codes = codes.copy()
    ledgers = [_Ledger(one, codes, weights) for one, weights in zip(expected, WEIGHTS, strict=True)]
    rows, columns = codes.shape
    around = [
        [ledger.tables.with_column(column) for ledger in ledgers] for column in range(columns)
    ]
    batch = max(_SMALLEST_BATCH, int(rows * _BATCH_PART))
    for _round in range(rounds):
        for column in rng.permutation(columns):
            order = rng.permutation(rows)
            one, other = order[: rows // 2], order[rows // 2 : rows // 2 * 2]
            differ = codes[one, column] != codes[other, column]
            one, other = one[differ], other[differ]
            for start in range(0, len(one), batch):
                _meet(
                    codes,
                    column,
                    (one[start : start + batch], other[start : start + batch]),
                    list(zip(ledgers, around[column], strict=True)),
                )
    return codes


def _meet(
    codes: Codes,
    column: int,
    rows: tuple[Places, Places],
    kept: Sequence[tuple[_Ledger, Around]],
) -> None:
    """Exchange the values of `column` between pairs of rows where that pays."""
    values = codes[rows[0], column], codes[rows[1], column]
    full = codes[rows[0]].astype(np.float64), codes[rows[1]].astype(np.float64)
    exchanges = []
    cost = np.zeros(len(rows[0]))
    for ledger, around in kept:
        here, there = around.places(full[0]), around.places(full[1])
        first, second = (value[:, None] * around.own for value in values)
        exchange = _Exchange(
            (here + second, there + first), (here + first, there + second), here == there
        )
        cost += exchange.gain(ledger)
        exchanges.append(exchange)
    paid = np.flatnonzero(cost < 0)
    for (ledger, _around), exchange in zip(kept, exchanges, strict=True):
        ledger.change(*exchange.done(paid))
    codes[rows[0][paid], column] = values[1][paid]
    codes[rows[1][paid], column] = values[0][paid]
