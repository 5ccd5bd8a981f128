"""All tables of so many columns at a time, as one long array of counts."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Places = NDArray[np.int64]


class Tables:
    """Where the cells of every table of `ways` columns stand, behind each other in one array."""

    def __init__(self, sizes: Sequence[int], ways: int) -> None:
        self.sizes, self.ways = tuple(sizes), ways
        self.sets = list(combinations(range(len(sizes)), ways))
        self.steps = np.zeros((len(sizes), len(self.sets)), dtype=np.int64)
        ends = [0]
        for place, columns in enumerate(self.sets):
            step = 1
            for column in reversed(columns):
                self.steps[column, place] = step
                step *= sizes[column]
            ends.append(ends[-1] + step)
        self.starts = np.array(ends[:-1], dtype=np.int64)
        self.ends = np.array(ends[1:], dtype=np.int64)

    @property
    def cells(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0

    def counts(self, codes: Codes) -> NDArray[np.int64]:
        """The counts of all tables over an array of rows by columns."""
        columns = [np.ascontiguousarray(codes[:, column]) for column in range(codes.shape[1])]
        found = np.zeros(self.cells, dtype=np.int64)
        done: tuple[int, ...] = ()
        begun = np.zeros(len(codes), dtype=np.int64)
        for place, chosen in enumerate(self.sets):
            if chosen[:-1] != done:
                done, begun = chosen[:-1], np.zeros(len(codes), dtype=np.int64)
                for column in done:
                    begun = begun * self.sizes[column] + columns[column]
            keys = begun * self.sizes[chosen[-1]]
            keys += columns[chosen[-1]]
            start, end = self.starts[place], self.ends[place]
            found[start:end] = np.bincount(keys, minlength=end - start)
        return found

    def with_column(self, column: int) -> "Around":
        """The tables that `column` is in."""
        chosen = [place for place, columns in enumerate(self.sets) if column in columns]
        steps = self.steps[:, chosen].copy()
        own = steps[column].copy()
        steps[column] = 0
        # As fractions for the fast product; exact, since a place is far below 2^53.
        return Around(steps.astype(np.float64), own, self.starts[chosen])


class Around:
    """The cells of a row in the tables of one column, apart from that column's own value."""

    def __init__(self, steps: NDArray[np.float64], own: Places, starts: Places) -> None:
        self._steps, self.own, self._starts = steps, own, starts

    def places(self, rows: NDArray[np.float64]) -> Places:
        """Rows by tables: the place of the row's cell if its value of this column were 0."""
        return (rows @ self._steps).astype(np.int64) + self._starts
