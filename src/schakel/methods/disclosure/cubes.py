"""From microdata as an Arrow table to a cube: inner cells, and every cell to publish over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.methods.disclosure.arrays import codes_of
from schakel.methods.disclosure.designs import Design
from schakel.methods.disclosure.hierarchies import Chains, chains_in, chains_of
from schakel.methods.disclosure.lattices import Table, cells_of, observed
from schakel.methods.disclosure.refusals import Refused, listed, nearest
from schakel.methods.disclosure.specs import Dimension, Spec

Counts = NDArray[np.int64]
Codes = NDArray[np.int64]
Names = tuple[str, ...]

# So many memberships of inner cells in published ones fit in the memory of a small machine.
_MOST_MEMBERSHIPS = 400_000_000


@dataclass(frozen=True)
class Axis:
    """A dimension as it stands in the data.

    `values`: what records hold; `nodes`: the names that cells can have, ascending; `members` (values, w):
    the nodes at which a value counts, -1 where it has fewer than w.
    """

    dimension: Dimension
    values: tuple[str, ...]
    nodes: tuple[str, ...]
    members: NDArray[np.int32]


@dataclass(frozen=True)
class Cube:
    """Inner cells and what is published over them; true counts, for nobody outside.

    `codes` (n, k): which value of each axis an inner cell has; `counts` (n,); `published`: the cells that
    are told, named by `cells` (m, k): nodes of each axis, -1 where it is summed over.
    """

    spec: Spec
    axes: tuple[Axis, ...]
    codes: Codes
    counts: Counts
    published: Design
    cells: NDArray[np.int32]

    @property
    def records(self) -> int:
        return int(self.counts.sum())

    @property
    def totals(self) -> list[int]:
        """The published cells of everything there is, one for each code that is always shown."""
        free = [not axis.dimension.always for axis in self.axes]
        return np.flatnonzero((self.cells[:, free] < 0).all(axis=1)).tolist()


def build(table: pa.Table, spec: Spec) -> Cube:
    """The cube of `table`, strings in the columns that `spec` names; a blank is a code of its own.

    Does not depend on the order of records, columns or dimensions. Refused where a column or a place in a
    hierarchy is missing, and where a name would mean two things.
    """
    dimensions = sorted(spec.dimensions, key=lambda dimension: dimension.name)
    made = [_axis(table, dimension, spec) for dimension in dimensions]
    axes = tuple(axis for axis, _codes in made)
    codes, counts, _inner = observed(
        [codes for _axis, codes in made], [len(axis.values) for axis in axes]
    )
    wanted = _tables(axes, spec)
    _require_room(codes, axes, wanted)
    nodes, sizes = [axis.members for axis in axes], [len(axis.nodes) for axis in axes]
    published, cells = cells_of(codes, nodes, sizes, wanted)
    return Cube(spec, axes, codes, counts, published, cells)


def column(table: pa.Table, name: str, spec: Spec) -> tuple[tuple[str, ...], Codes]:
    """The values of one column, ascending, and which of them each record has; blanks are not known."""
    if name not in table.column_names:
        known = table.column_names
        raise Refused("no_column", name=name, nearest=nearest(name, known), known=listed(known, 40))
    raw, codes = codes_of(table.column(name))
    known = [value if value and value.strip() else spec.unknown for value in raw]
    return _renumbered(known, codes)


def _renumbered(raw: Sequence[str], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    """Values that occur in ascending order, each once, and the codes that go with them."""
    used = np.bincount(codes, minlength=len(raw)) > 0
    values = tuple(sorted({value for value, occurs in zip(raw, used, strict=True) if occurs}))
    place = {value: number for number, value in enumerate(values)}
    return values, np.array([place.get(value, 0) for value in raw], dtype=np.int64)[codes]


def _axis(table: pa.Table, dimension: Dimension, spec: Spec) -> tuple[Axis, Codes]:
    values, codes = column(table, dimension.source, spec)
    leaves: dict[str, Names] = {value: (value,) for value in values}
    if dimension.levels:
        levels = [column(table, level, spec) for level in dimension.levels]
        (values, codes), chains = chains_in(dimension, (values, codes), levels, spec.unknown)
        leaves = {value: (value,) for value in values}
    elif dimension.several:
        sets = [_parts(value, spec) for value in values]
        values, codes = _renumbered([spec.separator.join(parts) for parts in sets], codes)
        leaves = {spec.separator.join(parts): parts for parts in sets}
    if not dimension.levels:
        found = {leaf for parts in leaves.values() for leaf in parts}
        chains = chains_of(dimension, found, spec.unknown)
    nodes, members = _members([leaves[value] for value in values], chains)
    if spec.total in nodes:
        raise Refused("total_is_value", name=dimension.name, value=spec.total)
    return Axis(dimension, values, nodes, members), codes


def _parts(value: str, spec: Spec) -> tuple[str, ...]:
    """The codes that a value holds, each once; their order and repeats mean nothing."""
    found = {part.strip() for part in value.split(spec.separator)} - {""}
    return tuple(sorted(found)) or (spec.unknown,)


def _members(leaves: list[tuple[str, ...]], chains: Chains) -> tuple[Names, NDArray[np.int32]]:
    """The nodes there are, and those at which each value counts: its leaves, and once whatever is above."""
    places = [{node for leaf in parts for node in (leaf, *chains[leaf])} for parts in leaves]
    nodes = tuple(sorted({node for place in places for node in place}))
    number = {node: place for place, node in enumerate(nodes)}
    members = np.full((len(leaves), max(map(len, places), default=1)), -1, dtype=np.int32)
    for row, place in enumerate(places):
        members[row, : len(place)] = sorted(number[node] for node in place)
    return nodes, members


def _tables(axes: Sequence[Axis], spec: Spec) -> list[Table]:
    """The tables to publish as places of axes, narrowest first; what is always shown is in each."""
    always = {place for place, axis in enumerate(axes) if axis.dimension.always}
    free = [place for place in range(len(axes)) if place not in always]
    place_of = {axis.dimension.name: place for place, axis in enumerate(axes)}
    if spec.tables:
        fixed = [sorted({place_of[name] for name in names} - always) for names in spec.tables]
        found = {
            part
            for names in fixed
            for width in range(len(names) + 1)
            for part in combinations(names, width)
        }
    else:
        found = {part for width in range(spec.ways + 1) for part in combinations(free, width)}
    full = (tuple(sorted({*part, *always})) for part in found)
    return sorted(full, key=lambda table: (len(table), table))


def _require_room(codes: Codes, axes: Sequence[Axis], wanted: list[Table]) -> None:
    width = sum(int(np.prod([axes[one].members.shape[1] for one in table])) for table in wanted)
    if width * len(codes) > _MOST_MEMBERSHIPS:
        raise Refused("too_wide", cells=width * len(codes), most=_MOST_MEMBERSHIPS)
