"""Poisson log-linear models, fitted to many tables or as many models at once.

The mean of a cell is exp(sum of the parameters of the terms in it). A term that nobody meets has a
parameter of exactly minus infinity: every cell that contains it is taken out, and the rest is fitted (the
*extended* maximum likelihood of Fienberg and Rinaldo, "Maximum likelihood estimation in log-linear
models", Annals of Statistics 40, 2012, as Chan, Silverman and Vincent use it, JASA 116, 2021). The
parameters that are left are found by Newton's method, for all tables together: one matrix product gives
every second derivative, one call solves every system.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from schakel.methods.estimation.terms import Flags, Floats, Space, Whole

# A step that moves no fitted log-mean by more than this is the last: Newton's error is then about its square.
SETTLED = 1e-7
_STEPS = 25
_HALVINGS = 10
# Further than this no log-mean goes in one step, so that a start far off does not overflow.
_LONGEST = 5.0


@dataclass(frozen=True)
class Fits:
    """What came of `b` fits.

    `parameters` (b, t): minus infinity for terms nobody meets, 0 for terms outside the model. `means` (b,
    c): fitted counts. `settled` (b,): Newton came to rest, which also proves that the estimate exists and
    is unique; where it did not, `existence` says why. `moves` (b, t): the last step.
    """

    parameters: Floats
    means: Floats
    settled: Flags
    moves: Floats

    @property
    def unseen(self) -> Floats:
        """(b,): the expected number of people on no list."""
        with np.errstate(over="ignore"):
            return np.exp(self.parameters[:, 0])


@dataclass(frozen=True)
class Support:
    """Which terms are fitted, which are at minus infinity (b, t), and which cells take part (b, c)."""

    used: Flags
    empty: Flags
    kept: Flags


def support(space: Space, counts: Floats, chosen: Flags) -> Support:
    """Take out what nobody meets. `counts` (b, c), `chosen` (b, t): the terms of each model."""
    empty = chosen & (counts @ space.design == 0)
    gone = (empty.astype(float) @ space.design.T) > 0
    return Support(chosen & ~empty, empty, ~gone)


def fit(space: Space, counts: Floats, chosen: Flags, start: Floats | None = None) -> Fits:
    """Fit model `chosen` (b, t) to table `counts` (b, c), row by row.

    `start` (b, t): parameters to begin from, such as those of a smaller model.
    """
    held = support(space, counts, chosen)
    work = _Newton(space, counts, held)
    if start is None:
        parameters = work.first()
    else:
        parameters = np.where(held.used & np.isfinite(start), start, 0.0)
    means, settled, moves = work.run(parameters)
    return Fits(np.where(held.empty, -np.inf, parameters), means, settled, moves)


@lru_cache(maxsize=16)
def _products(space: Space) -> tuple[Floats, Whole]:
    """(c, u): every product of two columns of the design; (t + 1, t + 1): where each stands among them.

    The last column is zero, and so is everything about the place after the last term, used to fill up.
    """
    size = len(space.terms)
    first, second = np.triu_indices(size)
    columns = np.column_stack(
        [space.design[:, first] * space.design[:, second], np.zeros(len(space.cells))]
    )
    places = np.full((size + 1, size + 1), columns.shape[1] - 1)
    places[first, second] = places[second, first] = np.arange(len(first))
    return columns, places


class _Newton:
    """Newton's method over rows that drop out as they settle."""

    def __init__(self, space: Space, counts: Floats, held: Support) -> None:
        self.design = space.design
        self.counts, self.kept = counts, held.kept
        self.products, self.places = _products(space)
        width = int(held.used.sum(axis=1).max(initial=1))
        # The terms in use of each row come first; shorter rows are filled up with the place after the last.
        self.order = np.argsort(~held.used, axis=1, kind="stable")[:, :width]
        self.filling = ~np.take_along_axis(held.used, self.order, axis=1)
        self.order[self.filling] = len(space.terms)

    def run(self, parameters: Floats) -> tuple[Floats, Flags, Floats]:
        """Improve `parameters` in place; the means, whether each row settled, and its last step."""
        rows = np.arange(len(parameters))
        settled = np.zeros(len(parameters), dtype=bool)
        moves = np.zeros_like(parameters)
        means, heights = self._look(rows, parameters)
        for _ in range(_STEPS):
            slopes = (self.counts[rows] - means[rows]) @ self.design
            step = self._solve(rows, means[rows], slopes)
            reach = np.where(self.kept[rows], np.abs(step @ self.design.T), 0.0).max(axis=1)
            step /= np.maximum(1.0, reach / _LONGEST)[:, None]
            parameters[rows] += step
            means[rows], new = self._look(rows, parameters[rows])
            self._climb(rows, parameters, means, heights, new, step)
            moves[rows] = step
            settled[rows] = reach < SETTLED
            rows = rows[~(reach < SETTLED)]
            if not len(rows):
                break
        return means, settled, moves

    def first(self) -> Floats:
        """Where to begin: one step of iterated least squares from the counts themselves."""
        rows = np.arange(len(self.counts))
        near = np.where(self.kept, self.counts + 0.1, 0.0)
        aims = near * np.log(np.where(self.kept, near, 1.0)) + np.where(self.kept, -0.1, 0.0)
        return self._solve(rows, near, aims @ self.design)

    def _look(self, rows: Whole, parameters: Floats) -> tuple[Floats, Floats]:
        """The means at these parameters, and the log-likelihood but for a constant."""
        logs = parameters @ self.design.T
        with np.errstate(over="ignore"):
            means = np.where(self.kept[rows], np.exp(logs), 0.0)
        return means, (self.counts[rows] * logs - means).sum(axis=1)

    def _climb(
        self,
        rows: Whole,
        parameters: Floats,
        means: Floats,
        heights: Floats,
        new: Floats,
        step: Floats,
    ) -> None:
        """Halve the steps that went down, as far as need be."""
        for _ in range(_HALVINGS):
            # Rounding alone may make the top look a little lower than the place beside it.
            down = np.flatnonzero(~(new >= heights[rows] - 1e-9 * (1 + np.abs(heights[rows]))))
            if not len(down):
                break
            step[down] /= 2
            at = rows[down]
            parameters[at] -= step[down]
            means[at], new[down] = self._look(at, parameters[at])
        heights[rows] = new

    def _solve(self, rows: Whole, means: Floats, slopes: Floats) -> Floats:
        """The step (b, t) that second derivatives at `means` and first ones, `slopes`, ask for."""
        order, filling = self.order[rows], self.filling[rows]
        every = means @ self.products
        curve = every[
            np.arange(len(rows))[:, None, None], self.places[order[:, :, None], order[:, None, :]]
        ]
        place = np.arange(order.shape[1])
        curve[:, place, place] += filling
        padded = np.concatenate([slopes, np.zeros((len(rows), 1))], axis=1)
        aims = np.take_along_axis(padded, order, axis=1)
        found = _solved(curve, aims)
        step = np.zeros_like(padded)
        np.put_along_axis(step, order, np.where(filling, 0.0, found), axis=1)
        return step[:, :-1]


def _solved(curve: Floats, aims: Floats) -> Floats:
    """Every system at once; where one of them has no single answer, each by itself with its smallest."""
    try:
        found = np.linalg.solve(curve, aims[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        found = np.stack(
            [np.linalg.lstsq(one, aim)[0] for one, aim in zip(curve, aims, strict=True)]
        )
    return found.astype(float, copy=False)
