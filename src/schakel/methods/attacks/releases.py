"""What anybody can read of a release: its cells, and how they are said to be made."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Keys = NDArray[np.int64]
Names = tuple[str, ...]
# "Summed over", and what stands between several codes: signs that no file holds as a code.
ALL, SEPARATOR = "\x00all", "\x00"
# A cell that is named without a number was suppressed.
HIDDEN = -1
_MOST_KEYS = 2**62


class UnreadableError(ValueError):
    """A file that cannot be used, and why."""


@dataclass(frozen=True)
class Dimension:
    """A column: `parents` names the groups above each value; `several` values may stand in one field.

    `column` and `levels`: where values and their groups stand in the file of records. `aside`: every table
    stands there with it and without, such as with periods.
    """

    name: str
    several: bool = False
    always: bool = False
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    column: str = ""
    levels: tuple[str, ...] = ()
    aside: bool = False

    def nodes(self, value: str) -> list[str]:
        """Everything that a record with this value counts in, once each, in a fixed order."""
        values = value.split(SEPARATOR) if self.several else [value]
        found = {node for one in values for node in (one, *self.parents.get(one, ()))}
        return sorted(found) if self.always else [ALL, *sorted(found)]


@dataclass(frozen=True)
class Coding:
    """A whole number for each cell: the places of its codes in each dimension's list, "*" at place 0."""

    dimensions: tuple[Dimension, ...]
    nodes: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, dimensions: Sequence[Dimension], used: Iterable[Iterable[str]]) -> "Coding":
        """`used`: for each dimension, every code or value that occurs."""
        lists = []
        for dimension, values in zip(dimensions, used, strict=True):
            every = {node for value in values for node in dimension.nodes(value)} - {ALL}
            lists.append((ALL, *sorted(every)))
        if np.prod([float(len(one)) for one in lists]) > _MOST_KEYS:
            raise UnreadableError("There are too many dimensions and codes to number their cells.")
        return cls(tuple(dimensions), tuple(lists))

    @property
    def sizes(self) -> list[int]:
        return [len(one) for one in self.nodes]

    def keys(self, cells: Sequence[Names]) -> Keys:
        result: Keys = np.zeros(len(cells), dtype=np.int64)
        for place, nodes in enumerate(self.nodes):
            index = {node: number for number, node in enumerate(nodes)}
            codes = np.array([index[cell[place]] for cell in cells], dtype=np.int64)
            result = result * len(nodes) + codes
        return result

    def keys_in(self, cells: pa.Table, total: str) -> Keys:
        """The same of a table with a string column per dimension; `total`: its sign for a sum."""
        result: Keys = np.zeros(cells.num_rows, dtype=np.int64)
        for dimension, nodes in zip(self.dimensions, self.nodes, strict=True):
            index = {node: number for number, node in enumerate(nodes)} | {total: 0}
            column = cells.column(dimension.name).dictionary_encode().combine_chunks()
            codes = np.array(
                [index[node] for node in column.dictionary.to_pylist()], dtype=np.int64
            )
            result = result * len(nodes) + codes[column.indices.to_numpy()]
        return result

    def codes(self, keys: Keys) -> NDArray[np.int64]:
        """The places (m, k) of cells (m,)."""
        found = np.unravel_index(np.asarray(keys), self.sizes)
        return np.column_stack(found).astype(np.int64)

    def names(self, key: int) -> Names:
        codes = self.codes(np.array([key]))[0]
        return tuple(nodes[code] for nodes, code in zip(self.nodes, codes, strict=True))

    def named(self, key: int) -> str:
        """A cell in words: what is not summed over."""
        pairs = zip(self.dimensions, self.names(key), strict=True)
        return ", ".join(f"{one.name}={code}" for one, code in pairs if code != ALL) or "total"


@dataclass(frozen=True)
class Release:
    """A published cube: `cells` and `counts` as they stand in the file, and what the report tells.

    `only`: the tables of which, with what lies within them, the cube is made; empty: all of `ways`.
    `unknown` and `separator`: how records say that something is not known, and several things at once;
    `total`: how files say that a dimension is summed over.
    """

    dimensions: tuple[Dimension, ...]
    base: int
    ways: int
    cells: list[Names]
    counts: Counts
    tables: dict[str, tuple[list[Names], Counts]] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    only: tuple[frozenset[int], ...] = ()
    unknown: str = "UNKNOWN"
    separator: str = "|"
    total: str = "*"

    @property
    def lattice(self) -> list[frozenset[int]]:
        """The dimensions that each table shows: the `always` ones and a few others."""
        places = range(len(self.dimensions))
        always = frozenset(place for place in places if self.dimensions[place].always)
        aside = frozenset(place for place in places if self.dimensions[place].aside)
        free = frozenset(places) - always - aside
        wide = [one - always - aside for one in self.only] or [free]
        most = len(free) if self.only else self.ways
        found = {
            always | beside | frozenset(part)
            for table in wide
            for width in range(min(most, len(table)) + 1)
            for part in combinations(sorted(table), width)
            for beside in {frozenset(), aside}
        }
        return sorted(found, key=lambda table: (len(table), sorted(table)))

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.dimensions]


def read_release(folder: Path) -> Release:
    """The published files in `folder`. UnreadableError where one is missing or has another form."""
    report = _report(folder / "report.json")
    empty = release_of(report)
    cells, counts = _cells(folder / "cube.csv", empty.names, empty.total)
    tables = {
        path.name: _cells(path, empty.names, empty.total, partly=True)
        for path in sorted((folder / "tables").glob("*.csv"))
    }
    return replace(empty, cells=cells, counts=counts, tables=tables)


def release_of(report: dict[str, Any]) -> Release:
    """A release without cells, made as `report` tells. UnreadableError where that cannot be read."""
    spec = report.get("spec", report)
    if not isinstance(spec, dict):
        raise UnreadableError("The spec in report.json is not an object.")
    dimensions = _dimensions(spec)
    return Release(
        dimensions,
        _whole(spec, report, "base", 5),
        _whole(spec, report, "ways", 3),
        [],
        np.zeros(0, dtype=np.int64),
        report=report,
        only=_only(spec, [one.name for one in dimensions]),
        unknown=str(spec.get("unknown", "UNKNOWN")),
        separator=str(spec.get("separator", "|")),
        total=str(spec.get("total", "*")),
    )


def _report(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise UnreadableError(f"{path.name} cannot be read as JSON: {problem}") from problem
    if not isinstance(found, dict):
        raise UnreadableError(f"{path.name} does not hold one JSON object.")
    return found


def _whole(spec: dict[str, Any], report: dict[str, Any], name: str, default: int) -> int:
    found = spec.get(name, report.get(name, default))
    if not isinstance(found, int) or found < 1:
        raise UnreadableError(f"The {name} in report.json is not a whole number of 1 or more.")
    return found


def _dimensions(spec: dict[str, Any]) -> tuple[Dimension, ...]:
    found = spec.get("dimensions")
    if not isinstance(found, list) or not found:
        raise UnreadableError("report.json names no dimensions in its spec.")
    period = [Dimension(str(spec["period"]), aside=True)] if spec.get("period") else []
    return (*period, *(_dimension(one) for one in found))


def _dimension(told: Any) -> Dimension:
    if isinstance(told, str):
        return Dimension(told)
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        raise UnreadableError("A dimension in report.json has no name.")
    hierarchy, levels = told.get("hierarchy") or {}, told.get("levels") or ()
    if isinstance(hierarchy, list):
        hierarchy, levels = {}, hierarchy
    if not isinstance(hierarchy, dict):
        raise UnreadableError(f"The hierarchy of {told['name']} in report.json is not an object.")
    return Dimension(
        told["name"],
        bool(told.get("several")),
        bool(told.get("always")),
        {leaf: chain_of(leaf, above) for leaf, above in hierarchy.items()},
        str(told.get("column") or told["name"]),
        tuple(levels),
    )


def chain_of(leaf: str, above: str | Sequence[str]) -> tuple[str, ...]:
    """What a value is part of, from near to far; a group of the same name as its only part is that part."""
    found = [leaf]
    for parent in [above] if isinstance(above, str) else above:
        if parent != found[-1]:
            found.append(parent)
    return tuple(found[1:])


def lines_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the lines of a CSV file, whatever parts its fields."""
    try:
        text = _text(path.read_bytes())
        mark = max(",;\t", key=text.partition("\n")[0].count)
        rows = [row for row in csv.reader(StringIO(text, newline=""), delimiter=mark) if row]
    except (OSError, ValueError, csv.Error) as problem:
        raise UnreadableError(f"{path.name} cannot be read as CSV: {problem}") from problem
    if not rows:
        raise UnreadableError(f"{path.name} is empty.")
    header, body = rows[0], rows[1:]
    for number, row in enumerate(body, 2):
        if len(row) != len(header):
            raise UnreadableError(f"{path.name}, line {number}: has another number of columns.")
    return header, body


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _only(spec: dict[str, Any], names: list[str]) -> tuple[frozenset[int], ...]:
    try:
        return tuple(
            frozenset(names.index(name) for name in table) for table in spec.get("tables") or ()
        )
    except (TypeError, ValueError) as problem:
        raise UnreadableError(
            "A table in report.json names something else than dimensions."
        ) from problem


def _cells(
    path: Path, names: Sequence[str], total: str, partly: bool = False
) -> tuple[list[Names], Counts]:
    """Cells and counts; in a table (`partly`) a dimension without a column is summed over."""
    header, rows = lines_of(path)
    wanted = [*names, "count"]
    missing = [name for name in wanted if name not in header]
    if "count" in missing or (missing and not partly):
        raise UnreadableError(f"{path.name} has no column {', '.join(missing)}.")
    places = [header.index(name) if name in header else None for name in names]
    count = header.index("count")
    cells = [
        tuple(ALL if place is None or row[place] == total else row[place] for place in places)
        for row in rows
    ]
    counts = [_count(path, number, row[count]) for number, row in enumerate(rows, 2)]
    return cells, np.array(counts, dtype=np.int64)


def _count(path: Path, line: int, text: str) -> int:
    if text == "":
        return HIDDEN
    try:
        found = int(text)
    except ValueError:
        found = HIDDEN
    if found < 0:
        raise UnreadableError(f"{path.name}, line {line}: the count is not a whole number.")
    return found
