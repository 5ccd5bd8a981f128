"""Can the number be estimated at all from these counts with this model?

Two things can be amiss, and either makes the estimate worthless whatever number a program prints: the
extended maximum likelihood estimate does not exist (Fienberg and Rinaldo, 2012), or more than one set of
parameters fits equally well. Chan, Silverman and Vincent (JASA 116, 2021) give the linear program and the
codes.
"""

from enum import IntFlag
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from schakel.methods.estimation.fitting import Fits, support
from schakel.methods.estimation.terms import Flags, Floats, Space

_NOTHING = 1e-7


class Trouble(IntFlag):
    """What is amiss with a model on a table; 0 is nothing."""

    NONE = 0
    NO_ESTIMATE = 1  # the likelihood has no highest point
    NOT_UNIQUE = 2  # it has many


def trouble(space: Space, counts: Floats, chosen: Flags) -> Trouble:
    """The code for one model (t,) on one table (c,)."""
    held = support(space, counts[None, :], chosen[None, :])
    return _found(space, held.used[0].tobytes(), held.kept[0].tobytes(), (counts > 0).tobytes())


@lru_cache(maxsize=50_000)
def _found(space: Space, used: bytes, kept: bytes, seen: bytes) -> Trouble:
    """The same, by what it depends on alone: the terms and cells that take part, and which cells are
    empty."""
    terms, cells, met = (np.frombuffer(flags, dtype=bool) for flags in (used, kept, seen))
    design = space.design[cells][:, terms]
    found = Trouble.NONE
    if np.linalg.matrix_rank(design) < design.shape[1]:
        found |= Trouble.NOT_UNIQUE
    if not has_top(design, met[cells]):
        found |= Trouble.NO_ESTIMATE
    return found


def has_top(design: Floats, met: Flags) -> bool:
    """Whether the totals of the terms can come from a table without any empty cell.

    The linear program of Fienberg and Rinaldo: the largest s such that design' x = design' y with x >= s.
    Only which cells are empty matters, so that every cell with people in it may count as 1.
    """
    cells = len(design)
    totals = design.T @ met.astype(float)
    # x = s + z with s and z not negative.
    equal = np.column_stack([design.T, design.sum(axis=0)])
    answer = linprog(
        np.r_[np.zeros(cells), -1.0], A_eq=equal, b_eq=totals, bounds=(0, None), method="highs"
    )
    return bool(answer.status == 0 and -answer.fun > _NOTHING)


def sound(space: Space, counts: Floats, chosen: Flags, fits: Fits) -> Flags:
    """(b,): for each of `fits` whether the estimate exists and is the only one.

    A fit that settled where its terms are independent is its own proof. The others are held against a cheap
    certificate first, then against the linear program.
    """
    good = fits.settled & identifiable(space, counts, chosen)
    for row in np.flatnonzero(~fits.settled & identifiable(space, counts, chosen)).tolist():
        if not runs_away(space, counts[row], chosen[row], fits.moves[row]):
            good[row] = trouble(space, counts[row], chosen[row]) == Trouble.NONE
    return good


def runs_away(space: Space, counts: Floats, chosen: Flags, move: Floats) -> bool:
    """Whether Newton's last step shows a direction in which the likelihood rises for ever.

    Such a direction leaves every cell with people in it as it is, lets no empty cell grow and lets one
    shrink. It is made of whole numbers; rounded to them, the proof is exact. False proves nothing.
    """
    held = support(space, counts[None, :], chosen[None, :])
    change = (space.design @ move)[held.kept[0]]
    largest = float(np.abs(change).max(initial=0.0))
    if not largest > _NOTHING:
        return False
    smallest = float(np.abs(change[np.abs(change) > largest / 64]).min())
    whole = np.rint(np.where(held.used[0], move, 0.0) / smallest)
    change = (space.design @ whole)[held.kept[0]]
    met = counts[held.kept[0]] > 0
    return bool((change[met] == 0).all() and (change <= 0).all() and (change < 0).any())


def identifiable(space: Space, counts: Floats, chosen: Flags) -> Flags:
    """(b,): whether the parameters of each hierarchical model are the only ones that fit.

    No matrix needs a rank. The cell of a term that is met takes part itself, so that such cells settle every
    parameter but that of everybody. A further cell settles it if everybody's parameter does not cancel in
    it: if of the terms in use within the cell not as many have an even number of lists as have an odd one.
    """
    held = support(space, counts, chosen)
    signs = np.where(space.orders % 2, -1.0, 1.0)
    left = (held.used * signs) @ space.design.T
    return (held.kept & (left != 0)).any(axis=1)
