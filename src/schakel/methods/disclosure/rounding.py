"""Small-count rounding: no published count below the base, and everything still adds up.

The idea is that of Langsrud and Heldal, "An algorithm for small count rounding of tabular data" (Privacy in
Statistical Databases, 2018): change the *inner* cells, of which every published number is a sum, so that
whatever is published is additive and consistent by construction. The search is our own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

# How many cells each round of exchanges considers on either side, and how many rounds at most.
_SHORTLIST = 100
_ROUNDS = 40
_SWEEPS = 2


def round_small_counts(inner: Counts, published: csr_matrix, base: int = 5) -> Counts:
    """Protected values of the inner cells.

    `inner` (n,): true counts, zero or more. `published` (m, n): how often an inner cell counts in each
    published cell; zeros and ones for a table of persons, larger whole numbers where one inner cell stands
    for several units. `base`: the smallest count that may be seen.

    Inner cells that take part in a published cell of 1..base-1 become 0 or `base`, and so do the few that
    would be left standing alone as 1..base-1 beside rounded ones; all others stay exact. Afterwards no cell
    of ``published @ result`` is 1..base-1, and empty cells are still empty. Among such values the search
    keeps the sum of squared errors over the published cells low. The result depends on nothing but the
    arguments: same input, same bytes. ValueError on negative or fractional input.
    """
    counts = np.asarray(inner, dtype=np.int64)
    design = published.tocsr()
    _require_counts(counts, design, base)
    chosen = np.flatnonzero(_to_round(counts, design, base))
    result = counts.copy()
    if len(chosen):
        result[chosen] = _round_all(counts[chosen], design[:, chosen], base)
    return result


def _require_counts(counts: Counts, design: csr_matrix, base: int) -> None:
    if base < 2:
        raise ValueError("the base must be at least 2")
    if design.shape[1] != len(counts):
        raise ValueError("the design has another number of inner cells than there are counts")
    if (counts < 0).any() or (design.data < 0).any():
        raise ValueError("counts and their weights must not be negative")
    if (design.data != np.floor(design.data)).any():
        raise ValueError("weights must be whole numbers")


def _to_round(counts: Counts, design: csr_matrix, base: int) -> NDArray[np.bool_]:
    """Which inner cells to round, (n,): enough to leave the exact part of each published cell 0 or >= `base`.

    With multiples of the base added, no published cell can then be small, whatever the search does.
    """
    chosen = np.zeros(len(counts), dtype=bool)
    while True:
        exact = np.where(chosen, 0, counts)
        parts = design @ exact
        small = (parts > 0) & (parts < base)
        if not small.any():
            return chosen
        takes_part = np.asarray(design[small].sum(axis=0)).ravel() > 0
        chosen |= takes_part & (exact > 0)


def _round_all(counts: Counts, design: csr_matrix, base: int) -> Counts:
    search = _Search.of(counts, design, base)
    search.place()
    for _ in range(_SWEEPS):
        search.improve_one_by_one()
    search.mend_total()
    for _ in range(_ROUNDS):
        if not search.exchange():
            break
    return np.where(search.up, base, 0).astype(np.int64)


@dataclass
class _Search:
    """The state of the search: which inner cells are up (at the base), and the errors that this gives.

    `rows` and `weights` (n, k) name the published cells of each inner cell; shorter lists are filled up
    with weight 0 at an extra, last position of `errors` (m + 1,).
    """

    counts: Counts
    rows: Counts
    weights: Floats
    squares: Floats
    errors: Floats
    up: NDArray[np.bool_]
    base: int

    @classmethod
    def of(cls, counts: Counts, design: csr_matrix, base: int) -> "_Search":
        columns: csc_matrix = design.tocsc()
        columns.sort_indices()
        lengths = np.diff(columns.indptr)
        filled = np.arange(lengths.max(initial=0)) < lengths[:, None]
        rows = np.full(filled.shape, design.shape[0], dtype=np.int64)
        rows[filled] = columns.indices
        weights = np.zeros(filled.shape)
        weights[filled] = columns.data
        return cls(
            counts=counts,
            rows=rows,
            weights=weights,
            squares=(weights**2).sum(axis=1),
            errors=np.zeros(design.shape[0] + 1),
            up=np.zeros(len(counts), dtype=bool),
            base=base,
        )

    def _pull(self, cell: int) -> float:
        """The weighted errors around one inner cell; negative where its surroundings fall short."""
        return float(self.errors[self.rows[cell]] @ self.weights[cell])

    def _pulls(self, cells: Counts) -> Floats:
        pulls: Floats = np.einsum("ij,ij->i", self.errors[self.rows[cells]], self.weights[cells])
        return pulls

    def _shift(self, cell: int, change: int) -> None:
        self.errors[self.rows[cell]] += change * self.weights[cell]

    def place(self) -> None:
        """A first value for each cell in turn: whichever of 0 and base leaves the smaller errors so far."""
        for cell, count in enumerate(self.counts.tolist()):
            if 2 * self._pull(cell) + self.squares[cell] * (self.base - 2 * count) < 0:
                self.up[cell] = True
                self._shift(cell, self.base - count)
            else:
                self._shift(cell, -count)

    def improve_one_by_one(self) -> None:
        """Turn over every cell that is better turned."""
        for cell in range(len(self.counts)):
            sign = -1 if self.up[cell] else 1
            if 2 * sign * self._pull(cell) + self.base * self.squares[cell] < 0:
                self._turn(cell)

    def _turn(self, cell: int) -> None:
        self._shift(cell, -self.base if self.up[cell] else self.base)
        self.up[cell] = not self.up[cell]

    def mend_total(self) -> None:
        """As many cells up as bring the sum of all cells within half a base of the truth."""
        wanted = (2 * int(self.counts.sum()) + self.base) // (2 * self.base)
        while lacking := wanted - int(self.up.sum()):
            cells = np.flatnonzero(self.up != (lacking > 0))
            sign = 1 if lacking > 0 else -1
            cost = 2 * sign * self._pulls(cells) + self.base * self.squares[cells]
            # A third at a time: turning a cell changes what its neighbours cost.
            batch = 1 + abs(lacking) // 3 if abs(lacking) > 1 else 1
            for cell in cells[np.argsort(cost, kind="stable")[:batch]].tolist():
                self._turn(cell)

    def exchange(self) -> int:
        """One round: put cells that are up down, each against the best cell to put up instead."""
        up, down = np.flatnonzero(self.up), np.flatnonzero(~self.up)
        cost_up = 2 * self._pulls(down) + self.base * self.squares[down]
        cost_down = -2 * self._pulls(up) + self.base * self.squares[up]
        down = down[np.argsort(cost_up, kind="stable")[:_SHORTLIST]]
        up = up[np.argsort(cost_down, kind="stable")[:_SHORTLIST]]
        done = 0
        for cell in up.tolist():
            if not len(down):
                break
            gain = -2 * self._pull(cell) + self.base * self.squares[cell]
            self._turn(cell)
            cost = 2 * self._pulls(down) + self.base * self.squares[down]
            best = int(cost.argmin())
            if gain + cost[best] < -1e-9:
                self._turn(int(down[best]))
                down = np.delete(down, best)
                done += 1
            else:
                self._turn(cell)
        return done
