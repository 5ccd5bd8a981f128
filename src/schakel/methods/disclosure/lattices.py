"""From coded microdata to the cells that a release is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

Codes = NDArray[np.int64]

# Up to this many possible cells a table is numbered by counting; a larger one by sorting.
_COUNTABLE = 4_000_000


@dataclass(frozen=True)
class Lattice:
    """The inner cells of a data set and every table of at most `ways` attributes over them.

    `codes` (n, k): the observed combinations, in ascending order; `counts` (n,): records in each;
    `published` (m, n): 1 where an inner cell takes part in a published cell;
    `cells` (m, k): the codes that name a published cell, -1 where the attribute is summed out.
    """

    codes: Codes
    counts: NDArray[np.int64]
    published: csr_matrix
    cells: Codes


def lattice(columns: Sequence[Codes], sizes: Sequence[int], ways: int = 3) -> Lattice:
    """Build the lattice of `columns`, k arrays of equal length with codes 0..size-1.

    The result does not depend on the order of the records. Only observed cells are listed: a cell that is
    left out is empty, before protection and after. ValueError where a code lies outside its size.
    """
    records = np.column_stack([np.asarray(column, dtype=np.int64) for column in columns])
    if records.size and ((records < 0).any() or (records >= np.asarray(sizes)).any()):
        raise ValueError("a code lies outside the size of its attribute")
    codes, counts = _observed(records)
    members: list[Codes] = []
    cells: list[Codes] = []
    offset = 0
    for attributes in _tables(len(sizes), ways):
        rank, first = _ranks(codes, attributes, sizes)
        members.append(rank + offset)
        named = np.full((len(first), len(sizes)), -1, dtype=np.int64)
        named[:, attributes] = codes[first][:, attributes]
        cells.append(named)
        offset += len(first)
    return Lattice(codes, counts, _design(members, offset), np.concatenate(cells))


def _tables(attributes: int, ways: int) -> list[list[int]]:
    return [list(c) for width in range(ways + 1) for c in combinations(range(attributes), width)]


def _observed(records: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """The distinct rows in ascending order and how often each occurs."""
    if not len(records):
        return records, np.zeros(0, dtype=np.int64)
    ordered = records[np.lexsort(records.T[::-1])]
    starts = np.flatnonzero(np.r_[True, (ordered[1:] != ordered[:-1]).any(axis=1)])
    return ordered[starts], np.diff(np.r_[starts, len(ordered)]).astype(np.int64)


def _ranks(codes: Codes, attributes: list[int], sizes: Sequence[int]) -> tuple[Codes, Codes]:
    """Each inner cell's place among the observed cells of one table, and one inner cell for each place."""
    key = np.zeros(len(codes), dtype=np.int64)
    possible = 1
    for attribute in attributes:
        key = key * sizes[attribute] + codes[:, attribute]
        possible *= int(sizes[attribute])
    if possible > _COUNTABLE:
        _, first, rank = np.unique(key, return_index=True, return_inverse=True)
        return rank.astype(np.int64), first.astype(np.int64)
    example = np.full(possible, -1, dtype=np.int64)
    example[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    seen = example >= 0
    return (np.cumsum(seen) - 1)[key], example[seen]


def _design(members: list[Codes], cells: int) -> csr_matrix:
    """The 0/1 matrix in which column i has a one at every published cell that inner cell i is part of."""
    table_rows = np.column_stack(members)
    inner, tables = table_rows.shape
    ones = np.ones(table_rows.size, dtype=np.int64)
    starts = np.arange(inner + 1) * tables
    return csc_matrix((ones, table_rows.ravel(), starts), shape=(cells, inner)).tocsr()
