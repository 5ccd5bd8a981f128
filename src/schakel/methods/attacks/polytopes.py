"""All whole numbers that fit what was published, as far as linear programming (HiGHS) can see them.

The audit of Fischetti and Salazar: the smallest and largest value that a sum of unknown cells can have.
Bounds are first tightened by looking at one published sum at a time, which settles most cells; what is left
falls apart into pieces that have no published sum in common, and each question needs only its own pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csc_matrix, csr_matrix, diags, hstack, identity, vstack
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
_ROUNDS = 60
_NEAR = 1e-6


class ImpossibleError(ValueError):
    """Nothing fits: it was made in another way than was thought."""


@dataclass(frozen=True)
class Polytope:
    """Unknown x (n,) with `floor` <= x <= `ceiling` and `low` <= `sums` x <= `high` (m, n)."""

    sums: csr_matrix
    low: Floats
    high: Floats
    floor: Floats
    ceiling: Floats

    def tightened(self) -> "Polytope":
        """The same with narrower bounds. ImpossibleError where none is left."""
        floor, ceiling = self.floor.copy(), self.ceiling.copy()
        columns = csc_matrix(self.sums)
        columns.sort_indices()
        used = np.diff(columns.indptr) > 0
        starts = columns.indptr[:-1][used]
        rows = columns.indices
        for _ in range(_ROUNDS):
            least, most = self.sums @ floor, self.sums @ ceiling
            if (least > self.high + _NEAR).any() or (most < self.low - _NEAR).any():
                raise ImpossibleError
            room = np.minimum.reduceat((self.high - least)[rows], starts)
            need = np.maximum.reduceat((self.low - most)[rows], starts)
            new_ceiling, new_floor = ceiling.copy(), floor.copy()
            new_ceiling[used] = np.minimum(ceiling[used], np.floor(floor[used] + room + _NEAR))
            new_floor[used] = np.maximum(floor[used], np.ceil(ceiling[used] + need - _NEAR))
            if (new_floor > new_ceiling + _NEAR).any():
                raise ImpossibleError
            if (new_floor == floor).all() and (new_ceiling == ceiling).all():
                break
            floor, ceiling = new_floor, new_ceiling
        return Polytope(self.sums, self.low, self.high, floor, ceiling)

    def pieces(self) -> "Pieces":
        return Pieces.of(self.tightened())


@dataclass(frozen=True)
class Pieces:
    """A tightened polytope: `label` (n,) is the piece of each unknown cell, -1 where it is settled."""

    whole: Polytope
    label: NDArray[np.int64]
    rows: csr_matrix
    row_piece: NDArray[np.int64]
    low: Floats
    high: Floats

    @classmethod
    def of(cls, whole: Polytope) -> "Pieces":
        free = whole.ceiling > whole.floor + _NEAR
        settled = whole.sums @ np.where(free, 0, whole.floor)
        rows = whole.sums @ _chosen(np.flatnonzero(free), len(free))
        low, high = whole.low - settled, whole.high - settled
        rows, low, high = _distinct(rows, low, high)
        # Cells and sums are the two sides of one graph.
        links = (
            block_array([[None, rows], [rows.T, None]])
            if rows.nnz
            else csr_matrix((sum(rows.shape), sum(rows.shape)))
        )
        _count, label = connected_components(links, directed=False)
        label = label[rows.shape[0] :].astype(np.int64)
        piece = np.full(len(free), -1, dtype=np.int64)
        piece[free] = label
        first = rows.indices[rows.indptr[:-1]] if rows.shape[0] else np.zeros(0, dtype=np.int64)
        return cls(whole, piece, rows, label[first], low, high)

    def interval(self, target: NDArray[np.int64]) -> tuple[float, float]:
        """The least and the most that the sum of the cells `target` can be, in whole numbers."""
        return self._extreme(target, 1), self._extreme(target, -1)

    def least(self, target: NDArray[np.int64]) -> float:
        """The least alone, at half the work."""
        return self._extreme(target, 1)

    def _extreme(self, target: NDArray[np.int64], sign: int) -> float:
        free = target[self.label[target] >= 0]
        fixed = target[self.label[target] < 0]
        settled = float(self.whole.floor[fixed].sum())
        if not len(free):
            return settled
        if len(free) == 1 and not self._is_linked(int(self.label[free[0]])):
            return settled + float((self.whole.floor if sign > 0 else self.whole.ceiling)[free[0]])
        cells = np.flatnonzero(np.isin(self.label, np.unique(self.label[free])))
        return settled + self.part(cells).solve(np.isin(cells, free).astype(float), sign)

    def _is_linked(self, piece: int) -> bool:
        return bool((self.row_piece == piece).any())

    def part(self, cells: NDArray[np.int64]) -> "Part":
        """The programme of whole pieces alone."""
        wanted = np.unique(self.label[cells])
        free = np.flatnonzero(self.label >= 0)
        chosen = np.isin(self.row_piece, wanted)
        sums = self.rows[chosen][:, np.isin(free, cells)]
        bounds = np.column_stack([self.whole.floor[cells], self.whole.ceiling[cells]])
        return Part(csr_matrix(sums), self.low[chosen], self.high[chosen], bounds)


@dataclass(frozen=True)
class Part:
    """A programme that HiGHS can solve: sums (m, n) between `low` and `high`, `bounds` (n, 2)."""

    sums: csr_matrix
    low: Floats
    high: Floats
    bounds: Floats

    def least_over(self, pick: csr_matrix, lines: Sequence[tuple[Floats, Floats]]) -> float:
        """The least sum of further unknowns, one for each row of `pick`, over `lines` (slope, start)."""
        more = pick.shape[0]
        sums = [hstack([self.sums, csr_matrix((self.sums.shape[0], more))])]
        low, high = [self.low], [self.high]
        for slope, start in lines:
            sums.append(hstack([-diags(slope) @ pick, identity(more)]))
            low.append(start)
            high.append(np.full(more, np.inf))
        free = np.column_stack([np.zeros(more), np.full(more, np.inf)])
        grown = Part(
            vstack(sums).tocsr(),
            np.concatenate(low),
            np.concatenate(high),
            np.vstack([self.bounds, free]),
        )
        return grown.solve(np.concatenate([np.zeros(self.sums.shape[1]), np.ones(more)]), 1)

    def solve(self, goal: Floats, sign: int, whole: bool = True) -> float:
        """The least (`sign` 1) or most (-1) of `goal`, as a `whole` number. ImpossibleError: none fits."""
        exact = self.high - self.low < _NEAR
        loose = ~exact
        under, over = loose & np.isfinite(self.high), loose & np.isfinite(self.low)
        answer = linprog(
            sign * goal,
            A_eq=self.sums[exact] if exact.any() else None,
            b_eq=self.low[exact] if exact.any() else None,
            A_ub=vstack([self.sums[under], -self.sums[over]]) if loose.any() else None,
            b_ub=np.concatenate([self.high[under], -self.low[over]]) if loose.any() else None,
            bounds=self.bounds,
            method="highs-ipm",
        )
        if answer.status != 0:
            raise ImpossibleError
        found = sign * float(answer.fun)
        if not whole:
            return found
        return float(np.ceil(found - 1e-5) if sign > 0 else np.floor(found + 1e-5))


def _chosen(places: NDArray[np.int64], total: int) -> csr_matrix:
    """The columns (total, k) that pick out `places`."""
    return identity(total, dtype=np.float64, format="csc")[:, places].tocsr()


def _distinct(rows: csr_matrix, low: Floats, high: Floats) -> tuple[csr_matrix, Floats, Floats]:
    """Each sum once, with the narrowest of its bounds, and none over nothing."""
    rows.sort_indices()
    seen: dict[bytes, int] = {}
    keep: list[int] = []
    group = np.full(rows.shape[0], -1, dtype=np.int64)
    for number in range(rows.shape[0]):
        start, end = rows.indptr[number], rows.indptr[number + 1]
        if end > start:
            name = rows.indices[start:end].tobytes()
            if name not in seen:
                seen[name] = len(keep)
                keep.append(number)
            group[number] = seen[name]
    used = group >= 0
    lows, highs = np.full(len(keep), -np.inf), np.full(len(keep), np.inf)
    np.maximum.at(lows, group[used], low[used])
    np.minimum.at(highs, group[used], high[used])
    return rows[keep], lows, highs
