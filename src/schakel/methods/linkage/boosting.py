"""Gradient boosting of small trees on a logistic loss: kept as plain numbers, the same on every machine.

After Friedman (2001), with second-order leaves. Every row starts from a score that it brings along, so that
where there is nothing to learn nothing changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DEPTH, ROUNDS, RATE = 3, 150, 0.06
# A leaf rests on at least so many rows, and is drawn to nothing as if by so much more evidence.
_LEAST, _RIDGE = 12, 4.0
_BINS = 32


@dataclass(frozen=True)
class Tree:
    """A complete tree: per inner node a column and a limit (higher goes right), per leaf a value."""

    columns: tuple[int, ...]
    limits: tuple[float, ...]
    leaves: tuple[float, ...]

    def values(self, rows: np.ndarray) -> np.ndarray:
        """What the tree adds for each row."""
        columns, limits = np.array(self.columns), np.array(self.limits)
        node = np.zeros(len(rows), dtype=np.int64)
        every = np.arange(len(rows))
        for _step in range(DEPTH):
            node = 2 * node + 1 + (rows[every, columns[node]] > limits[node])
        return np.array(self.leaves)[node - len(columns)]


def added(trees: Sequence[Tree], rows: np.ndarray) -> np.ndarray:
    """What all trees add to the score of each row."""
    total = np.zeros(len(rows))
    for tree in trees:
        total += tree.values(rows)
    return total


def boost(
    rows: np.ndarray, true: np.ndarray, start: np.ndarray, rounds: int = ROUNDS
) -> list[Tree]:
    """Trees that bring scores (natural log odds) closer to the labels.

    rows: n × columns; true: n booleans; start: the scores the rows bring along. The same input gives the
    same trees.
    """
    limits = [_limits(column) for column in rows.T]
    binned = np.stack([np.searchsorted(limit, rows[:, at]) for at, limit in enumerate(limits)])
    score = start.astype(float)
    trees = []
    for _round in range(rounds):
        chance = 1 / (1 + np.exp(-score))
        tree = _grow(binned, limits, true - chance, chance * (1 - chance))
        score += tree.values(rows)
        trees.append(tree)
    return trees


def _limits(column: np.ndarray) -> np.ndarray:
    """Values between which a column may be parted."""
    distinct = np.unique(column)
    if len(distinct) > _BINS:
        distinct = np.unique(np.quantile(column, np.linspace(0, 1, _BINS + 1)))
    return (distinct[:-1] + distinct[1:]) / 2


def _grow(
    binned: np.ndarray, limits: list[np.ndarray], slope: np.ndarray, curve: np.ndarray
) -> Tree:
    """One tree, level by level. binned: columns × n, place among the limits of a column."""
    inner = 2**DEPTH - 1
    columns, places = np.zeros(inner, dtype=np.int64), np.full(inner, _BINS + 1)
    node = np.zeros(binned.shape[1], dtype=np.int64)
    for depth in range(DEPTH):
        first, wide = 2**depth - 1, 2**depth
        best = _best_split(binned, node - first, wide, slope, curve)
        columns[first : first + wide], places[first : first + wide] = best
        chosen = binned[columns[node], np.arange(len(node))]
        node = 2 * node + 1 + (chosen > places[node])
    leaf = node - inner
    total = np.bincount(leaf, slope, minlength=inner + 1)
    size = np.bincount(leaf, curve, minlength=inner + 1)
    values = RATE * total / (size + _RIDGE)
    edges = [
        float(limits[column][place]) if place < len(limits[column]) else np.inf
        for column, place in zip(columns.tolist(), places.tolist(), strict=True)
    ]
    return Tree(tuple(columns.tolist()), tuple(edges), tuple(values.tolist()))


def _best_split(
    binned: np.ndarray, node: np.ndarray, wide: int, slope: np.ndarray, curve: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Per node the column and place at which parting gains most; a place beyond all where nothing does."""
    width = _BINS + 2
    count, bins = len(binned), wide * width
    at = (node * width + binned + np.arange(count)[:, None] * bins).ravel()
    held = [
        np.bincount(at, np.tile(values, count), minlength=count * bins)
        .reshape(count, wide, width)
        .cumsum(axis=2)
        for values in (slope, curve, np.ones(len(node)))
    ]
    left = [each[:, :, :-1] for each in held]
    right = [each[:, :, -1:] - each[:, :, :-1] for each in held]
    gain = sum(side[0] ** 2 / (side[1] + _RIDGE) for side in (left, right))
    gain = gain - held[0][:, :, -1:] ** 2 / (held[1][:, :, -1:] + _RIDGE)
    gain[(left[2] < _LEAST) | (right[2] < _LEAST)] = 0
    flat = gain.transpose(1, 0, 2).reshape(wide, -1)
    best = flat.argmax(axis=1)
    nothing = flat[np.arange(wide), best] <= 1e-9
    return best // (width - 1), np.where(nothing, width, best % (width - 1))
