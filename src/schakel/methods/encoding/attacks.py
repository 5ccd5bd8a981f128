"""What somebody can learn from codes who has a list of the same people and no key: graph matching.

The attacker encodes the own list with a key of the own. Likeness between two people is nearly the same under
any key, so the two graphs of likeness are laid upon each other: first by the shape of each person's
likenesses, then by likeness to those matched best so far. After Culnane, Rubinstein & Teague (2017) and
Vidanage et al. (2020). A code that stands this test may still fall to a better one.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.comparison import dice, matrix

_ROUNDS = 12


def likeness(codes: Sequence[Codes]) -> np.ndarray:
    """The better of both Dice coefficients for every two codes; the diagonal is 0."""
    by_year = matrix([one.by_year for one in codes])
    by_day = matrix([one.by_day for one in codes])
    found = dice(by_year, by_year)
    if by_day.shape[1]:
        found = np.maximum(found, dice(by_day, by_day))
    np.fill_diagonal(found, 0)
    return found


def match(target: np.ndarray, own: np.ndarray, allowed: np.ndarray | None = None) -> np.ndarray:
    """For each row of `target` the row of `own` it is taken for.

    Both are square matrices of likeness, of the same size. `allowed` (target x own, bool): pairs that
    openly known facts leave possible; None: all.
    """
    size = len(target)
    wide = min(size - 1, 200)
    cost = _distance(_profile(target, wide), _profile(own, wide))
    guess, sure = _assign(cost, allowed)
    for round_ in range(1, _ROUNDS + 1):
        anchors = np.argsort(-sure)[: max(10, size * round_ // _ROUNDS)]
        cost = _distance(target[:, anchors], own[:, guess[anchors]])
        guess, sure = _assign(cost, allowed)
    return guess


def _profile(graph: np.ndarray, wide: int) -> np.ndarray:
    """Each person's likenesses, largest first: the same in whatever order people stand."""
    return -np.sort(-graph, axis=1)[:, :wide]


def _distance(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None, :] - 2 * one @ other.T
    return np.sqrt(np.maximum(squares, 0))


def _assign(cost: np.ndarray, allowed: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The cheapest one-to-one guess, and how much cheaper each is than its next best."""
    if allowed is not None:
        cost = np.where(allowed, cost, cost.max() * 10 + 1)
    rows, columns = linear_sum_assignment(cost)
    guess = columns[np.argsort(rows)]
    best = cost[np.arange(len(cost)), guess]
    others = cost.copy()
    others[np.arange(len(cost)), guess] = np.inf
    return guess, others.min(1) - best
