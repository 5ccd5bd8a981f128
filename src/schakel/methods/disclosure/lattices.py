"""From coded microdata to the cells that a release is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from schakel.methods.disclosure.designs import Design

Codes = NDArray[np.int64]
Table = tuple[int, ...]

# Up to this many possible cells a table is numbered by counting; a larger one by sorting.
_COUNTABLE = 4_000_000
_MOST_KEYS = 2**62


@dataclass(frozen=True)
class Lattice:
    """The inner cells of a data set and the tables over them.

    `codes` (n, k): the observed combinations, in ascending order; `counts` (n,): records in each;
    `published`: the published cells that each inner cell takes part in;
    `cells` (m, k): the codes that name a published cell, -1 where the attribute is summed out.
    """

    codes: Codes
    counts: NDArray[np.int64]
    published: Design
    cells: NDArray[np.int32]


def lattice(columns: Sequence[Codes], sizes: Sequence[int], ways: int = 3) -> Lattice:
    """Every table of at most `ways` of `columns`, k arrays of equal length with codes 0..size-1.

    The result does not depend on the order of the records. Only observed cells are listed: a cell that is
    left out is empty, before protection and after. ValueError where a code lies outside its size.
    """
    codes, counts, _inner = observed(columns, sizes)
    nodes = [np.arange(size, dtype=np.int32)[:, None] for size in sizes]
    return Lattice(codes, counts, *cells_of(codes, nodes, sizes, tables(len(sizes), ways)))


def tables(attributes: int, ways: int) -> list[Table]:
    """Every set of at most `ways` attributes, narrowest first."""
    return [one for width in range(ways + 1) for one in combinations(range(attributes), width)]


def observed(columns: Sequence[Codes], sizes: Sequence[int]) -> tuple[Codes, Codes, Codes]:
    """The distinct records in ascending order, how often each occurs, and which of them each record is."""
    for column, size in zip(columns, sizes, strict=True):
        if len(column) and not 0 <= column.min() <= column.max() < size:
            raise ValueError("a code lies outside the size of its attribute")
    key: Codes = np.zeros(len(columns[0]), dtype=np.int64)
    possible = 1
    for column, size in zip(columns, sizes, strict=True):
        if possible * int(size) > _MOST_KEYS:
            # Too many possible records to number them all: number those that occur.
            seen, key = np.unique(key, return_inverse=True)
            possible = len(seen)
        key = key * size + column
        possible *= int(size)
    _seen, first, inner = np.unique(key, return_index=True, return_inverse=True)
    codes = np.column_stack([np.asarray(column, dtype=np.int64)[first] for column in columns])
    return codes, np.bincount(inner, minlength=len(first)), inner


def cells_of(
    codes: Codes,
    nodes: Sequence[NDArray[np.int32]],
    sizes: Sequence[int],
    wanted: Iterable[Table],
) -> tuple[Design, NDArray[np.int32]]:
    """The cells of the `wanted` tables that occur: the design over the inner `codes` (n, k), and their names.

    `nodes`: for each attribute (values, w) the nodes at which a value counts, filled up with -1; the value
    itself, what it is part of, or several at once. `sizes`: how many nodes each attribute has. The names
    (m, k) are nodes, -1 where an attribute is summed out; within a table they ascend.
    """
    members: list[NDArray[np.int32]] = []
    names: list[NDArray[np.int32]] = []
    offset = 0
    for attributes in wanted:
        keys = _keys(codes, attributes, nodes, sizes)
        shape = [int(sizes[one]) for one in attributes]
        seen, ranks = _ranked(keys, int(np.prod(shape, dtype=np.float64)))
        members += [
            np.where(key < 0, -1, rank + offset) for key, rank in zip(keys, ranks, strict=True)
        ]
        named = np.full((len(seen), len(sizes)), -1, dtype=np.int32)
        for attribute, node in zip(attributes, _unravelled(seen, shape), strict=True):
            named[:, attribute] = node
        names.append(named)
        offset += len(seen)
    rows = np.empty((len(codes), len(members)), dtype=np.int32)
    for place, member in enumerate(members):
        rows[:, place] = member
    rows[rows < 0] = offset
    return Design(rows, offset), np.concatenate(names)


def _keys(
    codes: Codes,
    attributes: Table,
    nodes: Sequence[NDArray[np.int32]],
    sizes: Sequence[int],
) -> list[Codes]:
    """A number for the cell of one table in which each inner cell counts; once for each choice of nodes."""
    found = []
    for choice in product(*(range(nodes[one].shape[1]) for one in attributes)):
        key: Codes = np.zeros(len(codes), dtype=np.int64)
        none = np.zeros(len(codes), dtype=bool)
        for attribute, place in zip(attributes, choice, strict=True):
            node = nodes[attribute][:, place][codes[:, attribute]]
            key = key * sizes[attribute] + node
            none |= node < 0
        key[none] = -1
        if not none.all() or not len(codes):
            found.append(key)
    return found


def _ranked(keys: list[Codes], possible: int) -> tuple[Codes, list[Codes]]:
    """The numbers that occur, ascending, and the place of each among them; -1 is none."""
    if possible <= _COUNTABLE:
        # One place more, for -1 to write to.
        occurs = np.zeros(possible + 1, dtype=bool)
        for key in keys:
            occurs[key] = True
        occurs[-1] = False
        place = np.cumsum(occurs) - 1
        return np.flatnonzero(occurs), [place[key] for key in keys]
    seen = np.unique(np.concatenate(keys))
    seen = seen[seen >= 0]
    return seen, [np.searchsorted(seen, key) for key in keys]


def _unravelled(numbers: Codes, shape: Sequence[int]) -> list[Codes]:
    found = []
    for size in reversed(shape):
        numbers, node = np.divmod(numbers, size)
        found.append(node)
    return found[::-1]
