"""Which pairs of lists depend on each other, found forward, one pair at a time.

The method of Chan, Silverman and Vincent ("Multiple systems estimation for sparse capture data", JASA
116, 2021): begin with independent lists; ask of every pair that is not in the model how surprising the
number of people on both is, given the model so far; take in the most surprising one for which the
estimate exists and is unique; stop when none is surprising. The probability is one-sided, of as many or
more or as many or fewer, and is not doubled.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import pdtr, pdtrc

from schakel.methods.estimation.existence import sound
from schakel.methods.estimation.fitting import Fits, fit
from schakel.methods.estimation.terms import Flags, Floats, Space, Whole

THRESHOLD = 0.02


@dataclass(frozen=True)
class Chosen:
    """The models that were found for `b` tables: `models` (b, t), their `fits`, and whether each is
    `sound`."""

    models: Flags
    fits: Fits
    sound: Flags


def stepwise(
    space: Space, counts: Floats, threshold: float = THRESHOLD, start: Floats | None = None
) -> Chosen:
    """Choose a model of pairs for each table `counts` (b, c).

    `threshold`: a pair is taken in when its probability is below it; 0 leaves the lists independent.
    `start` (t,): parameters of the independent lists to begin from. Not `sound` where even independent
    lists have no estimate.
    """
    rows = len(counts)
    models = np.tile(space.main, (rows, 1))
    begin = None if start is None else np.tile(np.where(space.main, start, 0.0), (rows, 1))
    fits = fit(space, counts, models, begin)
    good = sound(space, counts, models, fits)
    state = Chosen(models, fits, good)
    pairs = np.flatnonzero(space.orders == 2)
    tried = np.zeros((rows, len(pairs)), dtype=bool)
    going = np.arange(rows)
    # A pair enters or is turned down at each turn, so that this comes to an end.
    while len(going):
        chance = _chances(space, counts[going], state, going, pairs)
        chance[tried[going]] = np.inf
        best = chance.argmin(axis=1)
        small = chance[np.arange(len(going)), best] < threshold
        going, best = going[small], best[small]
        taken = _take(space, counts, state, going, pairs[best])
        # What was turned down is asked again in the next, larger model, as any other pair is.
        tried[going[taken]] = False
        tried[going[~taken], best[~taken]] = True
    return state


def _chances(space: Space, counts: Floats, state: Chosen, rows: Whole, pairs: Whole) -> Floats:
    """(b, pairs): how surprising the people on both lists are; infinite for pairs in the model."""
    design = space.design[:, pairs]
    found = chances(counts @ design, state.fits.means[rows] @ design)
    return np.where(state.models[rows][:, pairs], np.inf, found)


def chances(seen: Floats, expected: Floats) -> Floats:
    """How surprising it is that so many are seen where so many are expected: one-sided, not doubled."""
    fewer = pdtr(seen, expected)
    more = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
    # Where a cell was taken out, nobody is expected and nobody seen: no surprise.
    found: Floats = np.where(expected > 0, np.minimum(fewer, more), 1.0)
    return found


def _take(space: Space, counts: Floats, state: Chosen, rows: Whole, terms: Whole) -> Flags:
    """Put a term into the model of each of `rows` where the estimate still exists; which took it."""
    models = state.models[rows]
    models[np.arange(len(rows)), terms] = True
    column = space.design[:, terms].T
    seen, expected = (
        (counts[rows] * column).sum(axis=1),
        (state.fits.means[rows] * column).sum(axis=1),
    )
    start = np.where(np.isfinite(state.fits.parameters[rows]), state.fits.parameters[rows], 0.0)
    # The new parameter alone would have to be the logarithm of this ratio.
    with np.errstate(divide="ignore"):
        start[np.arange(len(rows)), terms] = np.log(seen / expected)
    fits = fit(space, counts[rows], models, start)
    good = sound(space, counts[rows], models, fits)
    at = rows[good]
    state.models[at], state.sound[at] = models[good], True
    for old, new in (
        (state.fits.parameters, fits.parameters),
        (state.fits.means, fits.means),
        (state.fits.settled, fits.settled),
        (state.fits.moves, fits.moves),
    ):
        old[at] = new[good]
    return good
