"""Persons to beds, level by level: the best in the first thing, of those the best in the second, and so on.

Each level is an assignment problem in whole numbers. Its prices (the dual of the linear program) prove the
optimum and say which pairs any other optimum is made of: the next level chooses among those alone.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Whole = NDArray[np.int64]
Allowed = NDArray[np.bool_]
# Above every price; whole numbers below its square root stay exact in floating point.
_NEVER = np.int64(2**52)


def matched(levels: Iterable[Whole], fits: Allowed, beds: Whole) -> dict[int, int]:
    """Persons (keys) to units (values). `levels` and `fits` persons × units, `beds` of each unit.

    Gains are 0 or more; what is nobody's gain in any level is left out.
    """
    persons, units = fits.shape
    copies = np.repeat(np.arange(units), np.minimum(beds, persons))
    # Nowhere: a place of their own for each person, where nothing is gained.
    allowed = np.hstack([fits[:, copies], np.eye(persons, dtype=np.bool_)])
    nowhere = np.zeros((persons, persons), dtype=np.int64)
    must = np.zeros(allowed.shape[1], dtype=np.bool_)
    columns = np.arange(len(copies), len(copies) + persons)
    for level in levels:
        gain = np.where(allowed, np.hstack([level[:, copies], nowhere]), 0)
        if gain.any():
            columns = _best(gain, allowed, must)
            allowed, must = _face(gain, allowed, must, columns)
    return {one: int(copies[bed]) for one, bed in enumerate(columns.tolist()) if bed < len(copies)}


def _worth(gain: Whole, must: Allowed) -> Whole:
    """With a prize for every bed that all optima of earlier levels fill, above all that can be gained."""
    found: Whole = gain + (gain.max(axis=1).sum() + 1) * must[None, :]
    return found


def _best(gain: Whole, allowed: Allowed, must: Allowed) -> Whole:
    worth = _worth(gain, must)
    least = -(worth.max(axis=1).sum() + 1)
    table = np.where(allowed, worth, least).astype(np.float64)
    _, columns = linear_sum_assignment(table, maximize=True)
    found: Whole = columns.astype(np.int64)
    return found


def _face(gain: Whole, allowed: Allowed, must: Allowed, columns: Whole) -> tuple[Allowed, Allowed]:
    """The pairs that optima are made of, and the beds that all of them fill."""
    persons = np.arange(len(columns))
    cost = np.where(allowed, -_worth(gain, must), _NEVER)
    own = cost[persons, columns]
    price = np.zeros(cost.shape[1], dtype=np.int64)
    while True:
        paid = own - price[columns]
        lower = np.minimum(price, (cost - paid[:, None]).min(axis=0))
        if (lower == price).all():
            break
        price = lower
    tight = allowed & (cost - paid[:, None] - price[None, :] == 0)
    return tight, must | (price < 0)
