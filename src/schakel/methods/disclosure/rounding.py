"""Small-count rounding: no published count below the base, and everything still adds up.

The idea is that of Langsrud and Heldal, "An algorithm for small count rounding of tabular data" (Privacy in
Statistical Databases, 2018): change the *inner* cells, of which every published number is a sum, so that
whatever is published is additive and consistent by construction. Here every small inner cell is changed, also
where all that is published of it is large: one person who stays exact can be worked out of large numbers, and
two releases tell who came in between. The search is our own: it looks at many cells at a time that have
little to do with each other, so that it runs as operations on whole arrays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from schakel.methods.disclosure.designs import Design, Rows

Counts = NDArray[np.int64]
Places = NDArray[np.intp]

# Cells whose surroundings are gathered at a time.
_AT_ONCE = 8192
# Inner cells that are looked at together; in a small table fewer, so that they share few published cells.
_BATCH = 96
_BATCHES = 100
# Passes that turn cells over one by one, and passes that exchange them in pairs.
_SWEEPS = 3
_EXCHANGES = (12, 40)
_EXCHANGED = 200_000
_PAIRS = 4
# An error beyond this weighs heavier, so that no number ends far off for the sake of many near ones.
_FAR, _STEEP = 15, 3
# Each pass walks through the cells with another stride, and so puts other cells together.
_STRIDES = (0.6180339887, 0.4142135624, 0.7320508076, 0.2360679775, 0.6457513111, 0.3166247904)


def round_small_counts(
    inner: Counts,
    published: Design,
    base: int = 5,
    totals: Sequence[int] = (),
) -> Counts:
    """Protected values of the inner cells.

    `inner` (n,): true counts, zero or more. `published`: how often an inner cell counts in each published
    cell. `base`: the smallest count that may be seen. `totals`: published cells, each within another or apart
    from it, that end within half a base of the truth; without any, the sum of all inner cells does.

    Inner cells of 1..base-1 become 0 or `base`; all others stay exact. Afterwards no sum of inner cells,
    published or not, is 1..base-1, and empty cells are still empty. Among such values the
    search keeps the sum of squared errors over the published cells low. The result depends on nothing but
    the arguments: same input, same bytes. ValueError on negative input.
    """
    counts = np.asarray(inner, dtype=np.int64)
    _require_counts(counts, published, base)
    chosen = np.flatnonzero((counts > 0) & (counts < base))
    result = counts.copy()
    if len(chosen):
        result[chosen] = _round_all(counts[chosen], published.only(chosen), base, totals)
    return result


def _require_counts(counts: Counts, design: Design, base: int) -> None:
    if base < 2:
        raise ValueError("the base must be at least 2")
    if len(design.rows) != len(counts):
        raise ValueError("the design has another number of inner cells than there are counts")
    if (counts < 0).any():
        raise ValueError("counts must not be negative")


def _round_all(counts: Counts, design: Design, base: int, totals: Sequence[int]) -> Counts:
    search = _Search.of(counts, design, base)
    search.place()
    for number in range(_SWEEPS):
        search.improve_one_by_one(1 + number)
    groups = _groups(counts, design, base, totals)
    for cells, wanted in groups:
        search.mend_total(cells, wanted)
    least, most = _EXCHANGES
    for number in range(min(most, max(least, _EXCHANGED // len(counts)))):
        for cells, _wanted in groups:
            search.exchange(cells, number)
    return np.where(search.up, base, 0).astype(np.int64)


def _groups(
    counts: Counts, design: Design, base: int, totals: Sequence[int]
) -> list[tuple[Counts, int]]:
    """The inner cells by which of `totals` they are part of, and how many of each group are to be up.

    The smallest total is settled first; what a larger one holds beside it makes up the difference.
    """
    if not totals:
        return [(np.arange(len(counts)), _nearest(counts, base))]
    inside = np.stack([(design.rows == total).any(axis=1) for total in totals], axis=1)
    _patterns, group = np.unique(inside, axis=0, return_inverse=True)
    members = [np.flatnonzero(group.ravel() == number) for number in range(group.max() + 1)]
    wanted = [_nearest(counts[cells], base) for cells in members]
    settled = np.zeros(len(members), dtype=bool)
    for place in np.argsort(inside.sum(axis=0), kind="stable").tolist():
        parts = [number for number, cells in enumerate(members) if inside[cells[0], place]]
        free = [number for number in parts if not settled[number]]
        if free:
            last = max(free, key=lambda number: len(members[number]))
            others = sum(wanted[number] for number in parts if number != last)
            short = _nearest(counts[inside[:, place]], base) - others
            wanted[last] = min(max(short, 0), len(members[last]))
            settled[free] = True
    return list(zip(members, wanted, strict=True))


def _nearest(counts: Counts, base: int) -> int:
    """How many cells at the base come nearest to the sum of `counts`."""
    return int((2 * int(counts.sum(dtype=np.int64)) + base) // (2 * base))


@dataclass
class _Search:
    """The state of the search: which inner cells are up (at the base), and the errors that this gives.

    `rows` (n, k) names the published cells of each inner cell; the last of `errors` (m + 1,) is none.
    """

    counts: NDArray[np.int32]
    rows: Rows
    squares: NDArray[np.int32]
    errors: NDArray[np.int32]
    up: NDArray[np.bool_]
    base: int

    @classmethod
    def of(cls, counts: Counts, design: Design, base: int) -> "_Search":
        return cls(
            counts=counts.astype(np.int32),
            rows=np.ascontiguousarray(design.rows),
            squares=design.squares().astype(np.int32),
            errors=np.zeros(design.cells + 1, dtype=np.int32),
            up=np.zeros(len(counts), dtype=bool),
            base=base,
        )

    def _batches(
        self, number: int, times: int = 1, group: Counts | None = None
    ) -> Iterator[Counts]:
        """All cells once, or all of a group, in batches of cells that lie far apart."""
        cells = len(self.counts) if group is None else len(group)
        size = max(2, min(_BATCH, cells // _BATCHES)) * times
        stride = int(cells * _STRIDES[number % len(_STRIDES)]) | 1
        while gcd(stride, cells) != 1:
            stride += 1
        # A later round over the same stride begins elsewhere, and so cuts other batches.
        order = (np.arange(cells, dtype=np.int64) + number * size // 3) * stride % cells
        for start in range(0, cells, size):
            yield (
                order[start : start + size] if group is None else group[order[start : start + size]]
            )

    def _rows(self, cells: Places) -> Places:
        return self.rows.take(cells, axis=0).astype(np.intp)

    def _pulls(self, rows: Places) -> NDArray[np.int64]:
        """The errors around some cells; negative where their surroundings fall short."""
        return self.errors.take(rows).sum(axis=1).astype(np.int64)

    def _shift(self, rows: Places, change: NDArray[np.int32] | np.int32) -> None:
        # Of the very types that NumPy adds without converting them one by one: twenty times as fast.
        np.add.at(self.errors, rows, change)
        self.errors[-1] = 0

    def place(self) -> None:
        """A first value for each cell: whichever of 0 and base leaves the smaller errors so far."""
        for cells in self._batches(0):
            rows, counts = self._rows(cells), self.counts[cells]
            cost = 2 * self._pulls(rows) + self.squares[cells] * (self.base - 2 * counts)
            self.up[cells] = up = cost < 0
            change = np.where(up, self.base, 0).astype(np.int32) - counts
            self._shift(rows, change[:, None])

    def improve_one_by_one(self, number: int) -> None:
        """Turn over the cells of each batch that are best turned; not all, as they hinder each other."""
        for cells in self._batches(number):
            rows = self._rows(cells)
            steps = np.where(self.up[cells], -self.base, self.base).astype(np.int32)
            gain = 2 * steps * self._pulls(rows) + self.base**2 * self.squares[cells]
            good = np.argsort(gain, kind="stable")[: max(1, len(cells) // 8)]
            good = good[gain[good] < 0]
            if len(good):
                self._turn(cells[good], rows[good], steps[good][:, None])

    def _turn(
        self, cells: NDArray[np.int64], rows: Places, step: NDArray[np.int32] | np.int32
    ) -> None:
        self._shift(rows, step)
        self.up[cells] ^= True

    def mend_total(self, group: Counts, wanted: int) -> None:
        """Turn the cells of a group that cost least, until as many as `wanted` are up."""
        while lacking := wanted - int(self.up[group].sum()):
            cells = group[self.up[group] != (lacking > 0)]
            step = self.base if lacking > 0 else -self.base
            parts = np.array_split(cells, 1 + len(cells) // _AT_ONCE)
            pulls = np.concatenate([self._pulls(self._rows(part)) for part in parts])
            cost = 2 * step * pulls + self.base**2 * self.squares[cells]
            # A third at a time: turning a cell changes what its neighbours cost.
            batch = 1 + abs(lacking) // 3 if abs(lacking) > 1 else 1
            best = cells[np.argsort(cost, kind="stable")[:batch]]
            self._turn(best, self._rows(best), np.int32(step))

    def exchange(self, group: Counts, number: int) -> None:
        """Put cells that are up down, each against a cell of its batch to put up instead."""
        for cells in self._batches(number, times=4, group=group):
            rows = self._rows(cells)
            errors = self.errors.take(rows)
            far = errors - errors.clip(-_FAR, _FAR)
            pulls = 2 * self.base * (errors + _STEEP * far).sum(axis=1).astype(np.int64)
            still = self.base**2 * self.squares[cells]
            up = self.up[cells]
            falling, rising = np.flatnonzero(up), np.flatnonzero(~up)
            pairs = min(_PAIRS, len(falling), len(rising))
            loss, gain = (still - pulls)[falling], (still + pulls)[rising]
            first = np.argsort(loss, kind="stable")[:pairs]
            second = np.argsort(gain, kind="stable")[:pairs]
            better = int((loss[first] + gain[second] < 0).sum())
            if better:
                down, raised = falling[first[:better]], rising[second[:better]]
                self._turn(cells[down], rows[down], np.int32(-self.base))
                self._turn(cells[raised], rows[raised], np.int32(self.base))
