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
    if not _has_top(design, met[cells]):
        found |= Trouble.NO_ESTIMATE
    return found


def _has_top(design: Floats, met: Flags) -> bool:
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
    """(b,): whether the parameters of each model are the only ones that fit.

    With pairs alone no matrix needs a rank: the single lists, and every pair of lists that is in the
    model and is met, settle their own parameters. Everybody's parameter then needs one cell more: a pair
    that is not in the model, or three lists of which every pair is in it and is met.
    """
    held = support(space, counts, chosen)
    if space.order > 2:
        rows = zip(held.used, held.kept, strict=True)
        return np.array(
            [_independent(space, used.tobytes(), kept.tobytes()) for used, kept in rows]
        )
    pairs = space.orders == 2
    missing = ~chosen[:, pairs].all(axis=1)
    return missing | ((held.used[:, pairs].astype(float) @ _triangles(space)) == 3).any(axis=1)


@lru_cache(maxsize=50_000)
def _independent(space: Space, used: bytes, kept: bytes) -> bool:
    design = space.design[np.frombuffer(kept, dtype=bool)][:, np.frombuffer(used, dtype=bool)]
    return bool(np.linalg.matrix_rank(design) == design.shape[1])


@lru_cache(maxsize=16)
def _triangles(space: Space) -> Floats:
    """(pairs, triples): 1 where a pair is in a triple of lists."""
    pairs = space.terms[space.orders == 2]
    triples = space.cells[[cell.bit_count() == 3 for cell in space.cells.tolist()]]
    return ((pairs[:, None] & triples) == pairs[:, None]).astype(float)
