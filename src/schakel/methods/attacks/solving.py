"""S2: all published numbers as one set of equations, solved for the cells behind them by least squares."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import lsqr

from schakel.methods.attacks.knowledge import View
from schakel.methods.attacks.releases import HIDDEN
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.verdicts import Verdict, judged

Floats = NDArray[np.float64]


def solve(truth: Truth, view: View) -> Verdict:
    """Passed when small cells are met no more often than by always guessing the most usual small number."""
    counts = truth.cells
    small = (counts > 0) & (counts < view.base)
    solved = solution(view)
    met = np.rint(view.design @ solved)
    persons = truth.counts == 1
    placed = np.rint(solved[persons]) == 1
    found = np.flatnonzero(small & (met == counts))
    return judged(
        "S2",
        (met[small] == counts[small]).mean() if small.any() else 0,
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
    found: Floats = lsqr(
        view.design[seen].astype(float), view.shown[seen].astype(float), atol=1e-10, btol=1e-10
    )[0]
    return found


def blind_guess(values: NDArray[np.int64]) -> float:
    """How often the most usual of these values is right."""
    return float(np.unique_counts(values).counts.max() / len(values)) if len(values) else 0.0
