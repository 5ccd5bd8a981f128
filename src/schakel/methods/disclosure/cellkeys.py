"""Cell keys: the same cell gets the same small noise wherever it is shown.

For wide, fixed sets of tables that were agreed beforehand, never for free questions: asked for enough unions
of cells, the noise averages out (Asghar & Kaafar 2020). After Fraser & Wooton (2005) and the perturbation
tables of the European census; every record has a random key, a cell's key is the sum of its records' keys.
"""

from collections.abc import Iterable, Iterator, Sequence
from csv import DictReader
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Codes = NDArray[np.int64]

# Keys are whole numbers below this: eight decimals, so that sums are exact in whatever order.
UNIT = 100_000_000
# Tables that are counted from the records grow up to this: few passes, and they stay in a processor's cache
# (measured on 1 and 10 million records: five times as many or as few cells take half as long again or more).
_MOST_CELLS = 50_000


@dataclass(frozen=True)
class PerturbationTable:
    """What to add to a count, given its cell key; `shifts[count][place]` up to key `bounds[count][place]`.

    `bounds` (r, w) in units of 1/UNIT, ascending, filled up with UNIT; `shifts` (r, w). Counts of r and more
    use the last row.
    """

    bounds: Counts
    shifts: Counts

    @classmethod
    def read(cls, lines: Iterable[str]) -> "PerturbationTable":
        """From a CSV with columns i (count), v (shift) and p_int_ub (upper bound), as ptable for R writes.

        ValueError where rows of a count are missing or do not end at 1.
        """
        rows: dict[int, list[tuple[int, int]]] = {}
        for row in DictReader(lines):
            bound = round(float(row["p_int_ub"]) * UNIT)
            rows.setdefault(int(row["i"]), []).append((bound, int(row["v"])))
        if sorted(rows) != list(range(len(rows))) or not rows:
            raise ValueError("a perturbation table needs a row for each count from 0 on")
        if any(found[-1][0] != UNIT or found != sorted(found) for found in rows.values()):
            raise ValueError("the bounds of a count must rise to 1")
        if any(count + shift < 0 for count, found in rows.items() for _bound, shift in found):
            raise ValueError("no count may become negative")
        width = max(map(len, rows.values()))
        filled = [found + [found[-1]] * (width - len(found)) for _i, found in sorted(rows.items())]
        table = np.array(filled, dtype=np.int64)
        return cls(table[:, :, 0], table[:, :, 1])

    @property
    def largest(self) -> int:
        """The most that any count is changed by."""
        return int(np.abs(self.shifts).max())

    def perturb(self, counts: Counts, keys: Counts) -> Counts:
        """Protected counts, of the shape of `counts`; `keys` are cell keys of the same shape, 0..UNIT-1."""
        row = np.minimum(counts, len(self.bounds) - 1)
        place = (self.bounds[row] < keys[..., None]).sum(axis=-1)
        return np.asarray(counts + self.shifts[row, place])


@dataclass(frozen=True)
class KeyedTable:
    """A table over some attributes: counts and cell keys, of the shape of the attributes' sizes."""

    attributes: tuple[int, ...]
    counts: Counts
    keys: Counts


def shipped_table() -> PerturbationTable:
    """Noise of at most 5, variance 3, no protected 1 or 2; made with ptable 1.0.0 (D=5, V=3, js=2)."""
    with files(__package__).joinpath("perturbation/D5_V3.csv").open(encoding="utf-8") as lines:
        return PerturbationTable.read(lines)


def record_keys(records: int, seed: int) -> Counts:
    """A key for each record, 0..UNIT-1. Keep them with the records: a new key is a new draw of the noise."""
    return np.random.default_rng(seed).integers(0, UNIT, records, dtype=np.int64)


def keyed_tables(
    columns: Sequence[Codes], sizes: Sequence[int], keys: Counts, ways: int = 3
) -> Iterator[KeyedTable]:
    """Every table of at most `ways` of the attributes, widest first, with counts and cell keys.

    `columns`: k arrays (n,) with codes 0..size-1; `keys` (n,). A few larger tables are counted from the
    records, and all others are sums over those. ValueError where a code or key is out of range.
    """
    _require(columns, sizes, keys)
    wanted = [
        table for width in range(ways, -1, -1) for table in combinations(range(len(sizes)), width)
    ]
    made: dict[tuple[int, ...], KeyedTable] = {}
    for wide in _cover([one for one in wanted if len(one) == min(ways, len(sizes))], sizes):
        source = _counted(wide, columns, sizes, keys)
        for table in wanted:
            if table not in made and set(table) <= set(wide):
                made[table] = _summed(source, table)
    yield from (made[table] for table in wanted if table in made)


def _require(columns: Sequence[Codes], sizes: Sequence[int], keys: Counts) -> None:
    for column, size in zip(columns, sizes, strict=True):
        if len(column) != len(keys) or (
            len(column) and not 0 <= column.min() <= column.max() < size
        ):
            raise ValueError("a code lies outside the size of its attribute")
    if len(keys) and not 0 <= keys.min() <= keys.max() < UNIT:
        raise ValueError("a key lies outside 0..UNIT-1")


def _cover(tables: Sequence[tuple[int, ...]], sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Few sets of attributes of which every one of `tables` is a part; greedy, none with too many cells."""
    left, chosen = set(tables), []
    while left:
        # Grown one attribute at a time by what covers most that is left; a first table always fits.
        found = set(min(left))
        while more := _best(found, left, sizes):
            found.add(more - 1)
        wide = tuple(sorted(found))
        chosen.append(wide)
        left = {table for table in left if not set(table) <= found}
    return chosen


def _best(found: set[int], left: set[tuple[int, ...]], sizes: Sequence[int]) -> int:
    """The attribute (plus one; 0: none) that brings most tables of `left` into reach."""
    cells = int(np.prod([sizes[one] for one in found], dtype=np.int64))
    best, most = 0, 0
    for one in range(len(sizes)):
        if one in found or cells * sizes[one] > _MOST_CELLS:
            continue
        gained = sum(set(table) <= found | {one} for table in left)
        if gained > most:
            best, most = one + 1, gained
    return best


def _counted(
    attributes: tuple[int, ...], columns: Sequence[Codes], sizes: Sequence[int], keys: Counts
) -> KeyedTable:
    shape = tuple(sizes[one] for one in attributes)
    cells = int(np.prod(shape, dtype=np.int64))
    place: Codes = np.zeros(len(keys), dtype=np.int64)
    for one in attributes:
        place *= sizes[one]
        place += columns[one]
    counts = np.bincount(place, minlength=cells)
    # Exact: a sum of fewer than 2^26 keys below 10^8 is a whole number that a float holds.
    sums = np.bincount(place, weights=keys, minlength=cells).astype(np.int64) % UNIT
    return KeyedTable(attributes, counts.reshape(shape), sums.reshape(shape))


def _summed(source: KeyedTable, attributes: tuple[int, ...]) -> KeyedTable:
    away = tuple(place for place, one in enumerate(source.attributes) if one not in attributes)
    return KeyedTable(attributes, source.counts.sum(axis=away), source.keys.sum(axis=away) % UNIT)
