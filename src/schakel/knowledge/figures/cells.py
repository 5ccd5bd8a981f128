"""The counts of a cube: checked before they are published, kept as Parquet, and looked up.

Loaded when it is first needed (`reading.lattice`): Arrow and NumPy take longer to load than the rest.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schakel.knowledge.figures.content import ALL, Cube, Dimension
from schakel.knowledge.figures.faults import NotInCubeError, UnfitCubeError
from schakel.knowledge.figures.structure import Structure, in_order

UNIT = "unit"
COUNT = "count"


@dataclass(frozen=True)
class _Axis:
    """One column as whole numbers: 0 where it is summed over, else 1 + the place of the category."""

    name: str
    place: Mapping[str, int]
    step: int


def _axes(structure: Structure) -> list[_Axis]:
    names = [(UNIT, [unit.code for unit in structure.units])]
    names += [(one.code, [cat.code for cat in one.categories]) for one in structure.dimensions]
    axes, step = [], 1
    for name, codes in names:
        axes.append(_Axis(name, {ALL: 0} | {code: at for at, code in enumerate(codes, 1)}, step))
        step *= len(codes) + 1
    return axes


def _places(table: pa.Table, axis: _Axis) -> np.ndarray:
    """The column of `axis` as places; UnfitCubeError for a category that is not known."""
    column = table.column(axis.name).cast(pa.string()).combine_chunks()
    encoded = column.dictionary_encode()
    codes = encoded.dictionary.to_pylist()
    strangers = [code for code in codes if code not in axis.place]
    if strangers or column.null_count:
        raise UnfitCubeError(f"The column {axis.name} has a category that is not described.")
    known = np.array([axis.place[code] for code in codes], dtype=np.int64)
    return known[encoded.indices.to_numpy(zero_copy_only=False)] if codes else known


class Lattice:
    """The counts of one period, ready to be asked."""

    def __init__(self, structure: Structure, table: pa.Table) -> None:
        self.structure = structure
        self._axes = {axis.name: axis for axis in _axes(structure)}
        keys = sum(
            (_places(table, axis) * axis.step for axis in self._axes.values()),
            np.zeros(table.num_rows, dtype=np.int64),
        )
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._counts = table.column(COUNT).to_numpy()[order]

    def counts(self, cells: Sequence[Mapping[str, str]]) -> list[int]:
        """The count of each cell, given as unit and categories by column; 0 where none is listed.

        NotInCubeError for a cell that the cube does not have, whatever its counts.
        """
        wanted = np.array([self._key(cell) for cell in cells], dtype=np.int64)
        if not len(self._keys):
            return [0] * len(cells)
        found = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[found] == wanted, self._counts[found], 0).tolist()

    def _key(self, cell: Mapping[str, str]) -> int:
        key = named = 0
        for name, code in cell.items():
            axis = self._axes.get(name)
            place = axis.place.get(code) if axis else None
            if axis is None or place is None:
                raise NotInCubeError(f"{name}: {code}")
            named += place > 0 and name != UNIT
            key += place * axis.step
        if named > self.structure.ways or cell.get(UNIT, ALL) == ALL:
            raise NotInCubeError("No such table.")
        return key


def read(structure: Structure, parquet: bytes) -> Lattice:
    """The counts in a file that `checked` made."""
    return Lattice(structure, pq.read_table(BytesIO(parquet)))


def table_of(parquet: bytes) -> pa.Table:
    """The listed cells in a file that `checked` made, in its order."""
    return pq.read_table(BytesIO(parquet))


def checked(cube: Cube) -> tuple[bytes, str, int]:
    """The counts of `cube` as a Parquet file, the hash of the file, and the number of cells.

    Sorted, so that the same counts give the same bytes. UnfitCubeError where a count is below the base, a
    category or column is not described, a cell stands twice or outside the lattice, or a sum does not fit.
    """
    _require_names(cube)
    table = _columns(cube)
    _require_counts(table, cube.base)
    structure = Structure(cube.units, cube.dimensions, cube.ways)
    axes = _axes(structure)
    places = {axis.name: _places(table, axis) for axis in axes}
    keys = sum(
        (places[axis.name] * axis.step for axis in axes), np.zeros(len(table), dtype=np.int64)
    )
    named = sum(((places[one.code] > 0).astype(int) for one in cube.dimensions), keys * 0)
    if len(np.unique(keys)) != len(keys):
        raise UnfitCubeError("A cell stands in the cube twice.")
    if (named > cube.ways).any() or not places[UNIT].all():
        raise UnfitCubeError("A cell stands outside the lattice of the cube.")
    counts = table.column(COUNT).to_numpy()
    for dimension, axis in zip(cube.dimensions, axes[1:], strict=True):
        if not dimension.several:
            _require_sums(
                dimension, axis, _Cells(keys, counts, places[axis.name]), named < cube.ways
            )
    listed = table.take(np.argsort(keys, kind="stable"))
    file = BytesIO()
    pq.write_table(listed, file, compression="zstd", version="2.6", use_dictionary=True)
    return file.getvalue(), hashlib.sha256(file.getvalue()).hexdigest(), len(listed)


def _require_names(cube: Cube) -> None:
    """Every name once, and every category under its parents in the end."""
    lists = [[UNIT, COUNT, *(one.code for one in cube.dimensions)], [u.code for u in cube.units]]
    lists += [[category.code for category in one.categories] for one in cube.dimensions]
    if any(len({ALL, *codes}) != len(codes) + 1 for codes in lists):
        raise UnfitCubeError("A name stands twice among the units, dimensions or categories.")
    for dimension in cube.dimensions:
        if len(in_order(dimension)) != len(dimension.categories):
            raise UnfitCubeError(
                f"A category of {dimension.code} is part of one that is not there."
            )


def _columns(cube: Cube) -> pa.Table:
    """The columns in their fixed order, as text and whole numbers, without the cells that are 0."""
    names = [UNIT, *(dimension.code for dimension in cube.dimensions)]
    if set(cube.cells.column_names) != {*names, COUNT}:
        raise UnfitCubeError("The columns of the cube are not its units and dimensions.")
    schema = pa.schema([*((name, pa.string()) for name in names), (COUNT, pa.int64())])
    table = cube.cells.select(schema.names).combine_chunks().cast(schema)
    return table.filter(pc.not_equal(table.column(COUNT), 0))


def _require_counts(table: pa.Table, base: int) -> None:
    column = table.column(COUNT)
    if column.null_count or (len(table) and pc.min(column).as_py() < max(base, 1)):
        raise UnfitCubeError("The cube shows a number below its base.")


@dataclass(frozen=True)
class _Cells:
    """The cells of a cube: key, count, and the place in one dimension."""

    keys: np.ndarray
    counts: np.ndarray
    places: np.ndarray


def _require_sums(dimension: Dimension, axis: _Axis, cells: _Cells, wider: np.ndarray) -> None:
    """Every margin and every category with parts is the sum of its parts.

    `wider`: cells of which the table with this dimension beside it is in the lattice too.
    """
    parent = np.zeros(len(axis.place), dtype=np.int64)
    for category in dimension.categories:
        parent[axis.place[category.code]] = axis.place[category.parent or ALL]
    has_parts = np.isin(np.arange(len(parent)), parent[1:])
    parts = cells.places > 0
    up = cells.keys[parts] + (parent[cells.places[parts]] - cells.places[parts]) * axis.step
    whole, group = np.unique(up, return_inverse=True)
    sums = np.bincount(group, weights=cells.counts[parts], minlength=len(whole)).astype(np.int64)
    margins = has_parts[cells.places] & ((cells.places > 0) | wider)
    order = np.argsort(cells.keys[margins])
    if not (
        np.array_equal(whole, cells.keys[margins][order])
        and np.array_equal(sums, cells.counts[margins][order])
    ):
        raise UnfitCubeError(f"The parts of {dimension.code} do not add up.")
