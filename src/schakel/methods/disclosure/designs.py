"""Which inner cells each published cell is the sum of: a sparse matrix of ones as a rectangle of row numbers.

Every inner cell takes part in about as many published cells as there are tables, so that a rectangle holds
the whole, and sums, searches and neighbours are gathers over it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Rows = NDArray[np.int32]

# Larger parts no longer stay near the processor.
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Design:
    """`rows` (n, k): the published cells of each inner cell, `cells` where there are fewer than k.

    A published cell that counts an inner cell twice stands there twice.
    """

    rows: Rows
    cells: int

    def __matmul__(self, values: Counts) -> Counts:
        """The published sums (m,) of the inner `values` (n,)."""
        found = np.zeros(self.cells + 1)
        width = max(1, self.rows.shape[1])
        for start in range(0, len(self.rows), 1 + _AT_ONCE // width):
            rows = self.rows[start : start + 1 + _AT_ONCE // width]
            # Exact: a double holds whole numbers up to 2^53.
            spread = np.repeat(values[start : start + len(rows)].astype(np.float64), width)
            found += np.bincount(rows.ravel(), weights=spread, minlength=self.cells + 1)
        return found[: self.cells].astype(np.int64)

    def only(self, inner: NDArray[np.int64]) -> "Design":
        """The same published cells over some of the inner cells."""
        return Design(self.rows[inner], self.cells)

    def squares(self) -> Counts:
        """How much turning each inner cell by one adds to the sum of squared errors (n,)."""
        ordered = np.sort(self.rows, axis=1)
        real = ordered < self.cells
        again = real[:, 1:] & (ordered[:, 1:] == ordered[:, :-1])
        if not again.any():
            return real.sum(axis=1)
        # A cell that is named w times weighs w squared: the w-th naming adds 2w - 1.
        weight = real.astype(np.int64)
        for place in range(again.shape[1]):
            weight[:, place + 1] += np.where(again[:, place], weight[:, place], 0)
        return np.where(real, 2 * weight - 1, 0).sum(axis=1)
