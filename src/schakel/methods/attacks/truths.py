"""What only the judge of an attack knows: the records, and every cell that they make."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from schakel.methods.attacks.releases import Coding, Counts, Dimension, Keys, Names, Release

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Truth:
    """`inner` (n): the combinations that occur and `counts` (n,) of each; `keys` (m,) ascending: all cells
    that a release has for them; `design` (m, n): which inner cells each is the sum of.
    """

    coding: Coding
    inner: list[Names]
    counts: Counts
    keys: Keys
    design: csr_matrix

    @cached_property
    def cells(self) -> Counts:
        """True counts of all cells (m,)."""
        return np.asarray(self.design @ self.counts, dtype=np.int64)

    @property
    def records(self) -> int:
        return int(self.counts.sum())

    def shown(self, release: Release) -> Counts:
        """The published number of each cell (m,): 0 where none is listed, HIDDEN where suppressed."""
        return look_up(self.coding.keys(release.cells), release.counts, self.keys)

    def shown_in(self, cells: pa.Table, total: str) -> Counts:
        """The same of cells as a table: a string column per dimension (`total`: summed over), and `count`."""
        counts = np.asarray(cells.column("count").to_numpy(), dtype=np.int64)
        return look_up(self.coding.keys_in(cells, total), counts, self.keys)


def look_up(keys: Keys, counts: Counts, wanted: Keys) -> Counts:
    """`counts` of `keys` for `wanted`; 0 for those that are not there."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    if not len(ordered):
        return np.zeros(len(wanted), dtype=np.int64)
    place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[place] == wanted, counts[order[place]], 0)


def coding_of(releases: Sequence[Release], rows: Sequence[Names]) -> Coding:
    """Numbers for all codes of the releases and the records."""
    first = releases[0].dimensions
    used = []
    for place, dimension in enumerate(first):
        codes = {cell[place] for one in releases for cell in one.cells}
        codes |= {
            cell[place] for one in releases for cells, _ in one.tables.values() for cell in cells
        }
        used.append(codes | {row[place] for row in rows} | set(dimension.parents))
    return Coding.of(first, used)


def truth_of(rows: Sequence[Names], coding: Coding, lattice: Sequence[frozenset[int]]) -> Truth:
    """Count the records; any order of them gives the same."""
    counted = sorted(Counter(rows).items())
    inner = [row for row, _ in counted]
    counts = np.array([count for _, count in counted], dtype=np.int64)
    keys, design = lattice_of(inner, coding, lattice)
    return Truth(coding, inner, counts, keys, design)


def lattice_of(
    inner: Sequence[Names], coding: Coding, lattice: Sequence[frozenset[int]]
) -> tuple[Keys, csr_matrix]:
    """All cells (m,) that the inner cells (n) take part in, ascending, and the matrix (m, n) of who does."""
    lists = [
        _node_lists(dimension, nodes, [cell[place] for cell in inner])
        for place, (dimension, nodes) in enumerate(
            zip(coding.dimensions, coding.nodes, strict=True)
        )
    ]
    found = [_members(lists, table, coding.sizes) for table in lattice]
    cell = np.concatenate([one[0] for one in found])
    member = np.concatenate([one[1] for one in found])
    keys, row = np.unique(cell, return_inverse=True)
    ones = np.ones(len(row), dtype=np.int64)
    return keys, csr_matrix((ones, (row, member)), shape=(len(keys), len(inner)))


def _node_lists(
    dimension: Dimension, nodes: Sequence[str], values: Sequence[str]
) -> tuple[Places, Places]:
    """The nodes of each value but "*", one after another, and how many each has."""
    index = {node: number for number, node in enumerate(nodes)}
    of_value = {
        value: [index[node] for node in dimension.nodes(value) if index[node]]
        for value in set(values)
    }
    every = [of_value[value] for value in values]
    flat = np.array([node for one in every for node in one], dtype=np.int64)
    return flat, np.array([len(one) for one in every], dtype=np.int64)


def _members(
    lists: Sequence[tuple[Places, Places]], table: frozenset[int], sizes: Sequence[int]
) -> tuple[Keys, Places]:
    """Cells of one table and the inner cells in them, pairwise."""
    member = np.arange(len(lists[0][1]))
    key: Keys = np.zeros(len(member), dtype=np.int64)
    for place, (flat, lengths) in enumerate(lists):
        key = key * sizes[place]
        if place not in table:
            continue
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        many = lengths[member]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        node = flat[np.repeat(starts[member], many) + within]
        member, key = np.repeat(member, many), np.repeat(key, many) + node
    return key, member
