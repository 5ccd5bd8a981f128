"""How a release was made, as an attacker reads it off the numbers: no method is a secret."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from schakel.methods.attacks.polytopes import ImpossibleError, Part, Pieces, Polytope
from schakel.methods.attacks.releases import HIDDEN, Counts

Floats = NDArray[np.float64]
Interval = tuple[float, float]


class Method(StrEnum):
    EXACT = "exact"  # every number as counted
    SUPPRESSED = "suppressed"  # small numbers left out
    ROUNDED = "rounded"  # each number by itself, to the nearest multiple
    SCATTERED = "scattered"  # each number by itself, up or down
    INNER = "inner"  # small-count rounding: the cells of which all numbers are sums


# From the sharpest idea of how it was made to the bluntest; one that cannot be true shows itself.
ORDER = tuple(Method)


@dataclass(frozen=True)
class View:
    """What an attacker sees: `shown` (m,) for the cells `design` (m, n), and which cells can exist."""

    design: csr_matrix
    shown: Counts
    base: int
    records: int | None = None

    def methods(self) -> list[Method]:
        """Which methods fit these numbers at a glance."""
        if (self.shown == HIDDEN).any():
            return [Method.SUPPRESSED]
        if ((self.shown > 0) & (self.shown < self.base)).any():
            return [Method.EXACT, Method.SCATTERED]
        if (self.shown % self.base == 0).all():
            return [Method.INNER, Method.ROUNDED, Method.SCATTERED]
        return [Method.INNER, Method.SCATTERED]


class Solver:
    """Answers what a sum of inner cells can be, for one idea of the method."""

    def __init__(self, view: View, method: Method) -> None:
        self.view, self.method = view, method
        low, high = _bounds(view, method)
        most = float(np.abs(high).max(initial=0))
        inner = view.design.shape[1]
        whole = Polytope(
            view.design.astype(np.float64), low, high, np.zeros(inner), np.full(inner, most)
        )
        self.pieces: Pieces = whole.pieces()

    def interval(self, cells: NDArray[np.int64], strict: bool = True) -> Interval:
        """The least and the most of the true sum of `cells`; ImpossibleError where the idea is wrong.

        `strict`: cells that were not rounded are known to be exact. Otherwise only that none was changed by
        as much as the base.
        """
        if self.method is not Method.INNER:
            return self.pieces.interval(cells)
        return _Rounding(self.pieces, self.view.base, strict).interval(cells)


def _bounds(view: View, method: Method) -> tuple[Floats, Floats]:
    shown = view.shown.astype(float)
    if method is Method.SUPPRESSED:
        hidden = view.shown == HIDDEN
        return np.where(hidden, 1, shown), np.where(hidden, view.base - 1, shown)
    slack = {Method.ROUNDED: view.base // 2, Method.SCATTERED: view.base - 1}.get(method, 0)
    return np.maximum(shown - slack, 0), shown + slack


@dataclass(frozen=True)
class _Rounding:
    """From rounded inner cells r to true ones x: x = r, or r is 0 or the base and x is near it.

    With r between two bounds the true x lies between lines: one above, one or two below.
    """

    pieces: Pieces
    base: int
    strict: bool

    def interval(self, cells: NDArray[np.int64]) -> Interval:
        whole = self.pieces.whole
        floor, ceiling = whole.floor[cells], whole.ceiling[cells]
        settled = self.pieces.label[cells] < 0
        enough = self.base - 1
        low = float(self._least(floor[settled]).sum())
        high = float(self._most(floor[settled]).sum())
        free = cells[~settled]
        # Cells vary on their own: wide enough already cannot become narrow by adding more.
        if high - low < enough and len(free) == 1 and self._may_be_none(free):
            return low, high + enough
        if high - low < enough and len(free):
            least, most = self._free(free, floor[~settled], ceiling[~settled])
            low, high = low + least, high + most
        return low, high

    def _may_be_none(self, cell: NDArray[np.int64]) -> bool:
        return self.pieces.least(cell) == 0

    def _least(self, rounded: Floats) -> Floats:
        if not self.strict:
            return np.maximum(rounded - self.base + 1, 0)
        return np.where(rounded == self.base, 1, rounded)

    def _most(self, rounded: Floats) -> Floats:
        if not self.strict:
            return rounded + self.base - 1
        return np.where(rounded == 0, self.base - 1, rounded)

    def _free(self, cells: NDArray[np.int64], floor: Floats, ceiling: Floats) -> Interval:
        members = np.flatnonzero(np.isin(self.pieces.label, np.unique(self.pieces.label[cells])))
        part = self.pieces.part(members)
        places = np.searchsorted(members, cells)
        slope, start = self._above(floor, ceiling)
        goal = np.zeros(len(members))
        goal[places] = slope
        most = float(start.sum()) + part.solve(goal, -1, whole=False)
        return self._under(part, places, floor, ceiling), float(np.floor(most + 1e-5))

    def _above(self, floor: Floats, ceiling: Floats) -> tuple[Floats, Floats]:
        """The line over all that x can be: slope and value at r = 0."""
        if not self.strict:
            return np.ones(len(floor)), np.full(len(floor), float(self.base - 1))
        # Only where r may be 0 can x be more than r.
        zero = (floor == 0).astype(float) * (self.base - 1)
        return 1 - zero / np.maximum(ceiling, 1), zero

    def _under(
        self, part: Part, places: NDArray[np.int64], floor: Floats, ceiling: Floats
    ) -> float:
        """The least sum: each x is a further unknown over the lines under all that it can be."""
        size, more = part.sums.shape[1], len(places)
        lines = self._below(floor, ceiling)
        pick = csr_matrix((np.ones(more), (np.arange(more), places)), shape=(more, size))
        return part.least_over(pick, lines)

    def _below(self, floor: Floats, ceiling: Floats) -> list[tuple[Floats, Floats]]:
        """Lines under x: (slope, value at r = 0) each."""
        ones, none = np.ones(len(floor)), np.zeros(len(floor))
        if not self.strict:
            return [(none, none), (ones, np.full(len(floor), 1.0 - self.base))]
        base = float(self.base)
        inside = (floor <= base) & (ceiling >= base)
        left = np.where(inside & (floor < base), (1 - floor) / np.maximum(base - floor, 1), 1)
        right = np.where(
            inside & (ceiling > base), (ceiling - 1) / np.maximum(ceiling - base, 1), 1
        )
        first = np.where(inside, 1 - left * base, 0)
        second = np.where(inside, 1 - right * base, 0)
        # At one end of the range the line of the other side says all there is to say.
        left, first = (
            np.where(inside & (floor == base), right, left),
            np.where(inside & (floor == base), second, first),
        )
        right, second = (
            np.where(inside & (ceiling == base), left, right),
            np.where(inside & (ceiling == base), first, second),
        )
        return [(left, first), (right, second)]


def solvers(view: View) -> list[Solver]:
    """A solver for the first idea of the method that the numbers do not contradict."""
    for method in view.methods():
        try:
            return [Solver(view, method)]
        except ImpossibleError:
            continue
    return []
