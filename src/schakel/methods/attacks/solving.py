"""S2: all published numbers as one set of equations, solved for the cells behind them by least squares."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from schakel.methods.attacks.knowledge import View
from schakel.methods.attacks.releases import HIDDEN
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.verdicts import Verdict, judged

Floats = NDArray[np.float64]
# Enough to settle. Who stops after twenty has hardly looked at the numbers: what is met then comes of knowing
# which combinations exist, not of what was published.
_STEPS = 300
_SETTLED = 1e-16


def solve(truth: Truth, view: View) -> Verdict:
    """Passed when small cells are met no more often than by always guessing the most usual small number."""
    counts = truth.cells
    small = (counts > 0) & (counts < view.base)
    persons = truth.counts == 1
    solved = solution(view)
    met = small & (np.rint(view.design @ solved) == counts)
    found = np.flatnonzero(met)
    placed = np.rint(solved[persons]) == 1
    return judged(
        "S2",
        met.sum() / max(small.sum(), 1),
        blind_guess(counts[small]),
        "share of small cells met",
        truth.coding.named(int(truth.keys[found[0]])) if len(found) else None,
        small_cells=int(small.sum()),
        single_persons=int(persons.sum()),
        single_persons_placed=round(float(placed.mean()), 4) if persons.any() else 0.0,
    )


def solution(view: View) -> Floats:
    """The inner cells (n,) that the visible numbers fit best."""
    seen = view.shown != HIDDEN
    columns = csc_matrix(view.design[seen].astype(float))
    return least_squares(columns, view.shown[seen].astype(float)[:, None], _STEPS)[:, 0]


def least_squares(columns: csc_matrix, wanted: Floats, steps: int, damp: float = 0.0) -> Floats:
    """x (n, p) for which ``columns @ x`` comes near `wanted` (m, p), with `damp` times x kept small; all p
    at a time, by so many conjugate gradients at most."""
    rows = columns.T
    found = np.zeros((columns.shape[1], wanted.shape[1]))
    left, tiny = wanted, np.finfo(float).tiny
    slope = rows @ left
    path, steep = slope.copy(), (slope**2).sum(axis=0)
    settled = _SETTLED * steep
    for _ in range(steps):
        ahead = columns @ path
        curve = (ahead**2).sum(axis=0) + damp**2 * (path**2).sum(axis=0)
        step = steep / np.maximum(curve, tiny)
        found = found + step * path
        left = left - step * ahead
        slope = rows @ left - damp**2 * found
        before, steep = steep, (slope**2).sum(axis=0)
        path = slope + path * (steep / np.maximum(before, tiny))
        if (steep <= settled).all():
            break
    return found


def blind_guess(values: NDArray[np.int64]) -> float:
    """How often the most usual of these values is right."""
    return float(np.unique_counts(values).counts.max() / len(values)) if len(values) else 0.0
