"""Asks a snapshot through Ibis: the same expressions on DuckDB, embedded, and on Spark where it is installed.

Heavy: nothing that a page or a command needs at its start imports this module.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from schakel.insight.analysis.choices import SEPARATOR
from schakel.insight.analysis.dimensions import PERIOD, Dimension, dimensions
from schakel.insight.analysis.questions import Question

Codes = tuple[str, ...]


class Engine(Protocol):
    """Something that Ibis speaks to."""

    def table(self, path: Path) -> Table:
        """The Parquet file as a table."""

    def rows(self, asked: Table) -> list[tuple[Any, ...]]:
        """The answer, row by row."""


class DuckDB:
    """DuckDB in this process; files are scanned where they lie; what memory cannot hold goes to `spill`."""

    def __init__(self, spill: Path) -> None:
        # Nothing is fetched from elsewhere, and nothing about persons lands outside our own folders.
        self._connection = ibis.duckdb.connect(
            temp_directory=spill,
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self._tables: dict[Path, Table] = {}
        self._lock = Lock()

    def table(self, path: Path) -> Table:
        with self._lock:
            if path not in self._tables:
                self._tables[path] = self._connection.read_parquet(path)
            return self._tables[path]

    def rows(self, asked: Table) -> list[tuple[Any, ...]]:
        # Past Ibis' own way, which brings in pandas for rows that are few.
        with self._lock:
            statement = self._connection.compile(asked)
            rows: list[tuple[Any, ...]] = self._connection.con.execute(statement).fetchall()
            return rows


class Spark:
    """Spark, by Spark Connect (`sc://…`) or on a master; needs the extra `spark`."""

    def __init__(self, address: str) -> None:
        builder = import_module("pyspark.sql").SparkSession.builder
        place = builder.remote if address.startswith("sc://") else builder.master
        self._connection = ibis.pyspark.connect(place(address).getOrCreate())

    def table(self, path: Path) -> Table:
        return self._connection.read_parquet(path)

    def rows(self, asked: Table) -> list[tuple[Any, ...]]:
        found = self._connection.to_pyarrow(asked).to_pylist()
        return [tuple(row.values()) for row in found]


@dataclass(frozen=True)
class Counted:
    """Numbers by codes: of each cell (row, column), each row, each column, and all together."""

    cells: dict[Codes, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    total: int = 0


def count(engine: Engine, path: Path, question: Question) -> Counted:
    """The numbers of a table. Whoever stands in several categories counts in each, once in each total."""
    table = chosen(engine.table(path), question)
    axes = question.axes
    groups = _groups(engine, table, axes)

    def of(*kept: Dimension) -> dict[Codes, int]:
        if _adds_up(question, kept):
            return _summed(groups, axes, kept)
        return _different(engine, table, kept, question.counts.distinct)

    rows = {codes[0]: number for codes, number in of(axes[0]).items()}
    total = of().get((), 0)
    if len(axes) == 1:
        return Counted({(code,): number for code, number in rows.items()}, rows, {}, total)
    columns = {codes[0]: number for codes, number in of(axes[1]).items()}
    return Counted(of(*axes), rows, columns, total)


def chosen(table: Table, question: Question) -> Table:
    """The rows that the question is about."""
    unit = question.counts
    conditions: list[BooleanValue] = [table[unit.only]] if unit.only else []
    if question.first is not None:
        conditions.append(table.year >= question.first)
    if question.last is not None:
        conditions.append(table.year <= question.last)
    known = dimensions()
    conditions += [_one_of(table, known[name], codes) for name, codes in question.only]
    return table.filter(conditions) if conditions else table


def _one_of(table: Table, dimension: Dimension, codes: Sequence[str]) -> BooleanValue:
    column = table[dimension.code]
    if not dimension.several:
        return column.isin(codes)
    framed = ibis.literal(SEPARATOR) + column + SEPARATOR
    return ibis.or_(*(framed.contains(f"{SEPARATOR}{code}{SEPARATOR}") for code in codes))


def _adds_up(question: Question, kept: Sequence[Dimension]) -> bool:
    """Whether numbers of groups may be added: rows are counted, or nobody stands in two of the groups."""
    one_each = question.one_year or any(one.code == PERIOD for one in kept)
    return not question.counts.distinct or one_each


def _groups(engine: Engine, table: Table, axes: Sequence[Dimension]) -> list[tuple[Codes, int]]:
    """Rows by the values as they stand in the file, several codes in one value."""
    asked = table.group_by([one.code for one in axes]).agg(number=_.count())
    return [(tuple(row[:-1]), row[-1]) for row in engine.rows(asked)]


def _summed(
    groups: Sequence[tuple[Codes, int]], axes: Sequence[Dimension], kept: Sequence[Dimension]
) -> dict[Codes, int]:
    places = [axes.index(one) for one in kept]
    found: Counter[Codes] = Counter()
    for values, number in groups:
        for codes in _apart([values[place] for place in places], kept):
            found[codes] += number
    return dict(found)


def _apart(values: Sequence[str], kept: Sequence[Dimension]) -> Iterator[Codes]:
    parts = [
        value.split(SEPARATOR) if one.several else [value]
        for value, one in zip(values, kept, strict=True)
    ]
    return product(*parts)


def _different(
    engine: Engine, table: Table, kept: Sequence[Dimension], column: str
) -> dict[Codes, int]:
    """How many different values of `column` each group has."""
    names = [one.code for one in kept]
    table = table.select(column, *names)
    for one in kept:
        if one.several:
            # As a pattern: Spark takes a separator for one anyhow, and the bar alone would mean "or".
            parts = table[one.code].re_split(f"[{SEPARATOR}]").name(one.code)
            table = table.mutate(parts).unnest(one.code)
    number = table[column].nunique().name("number")
    asked = table.group_by(names).agg(number) if names else table.agg(number)
    return {tuple(row[:-1]): row[-1] for row in engine.rows(asked)}


def pseudonyms(
    engine: Engine, path: Path, question: Question, codes: Sequence[str | None], column: str
) -> list[str]:
    """Who or what stands in one cell: different values of `column`; code None: the total of that side."""
    table = chosen(engine.table(path), question)
    known = [
        _one_of(table, one, [code])
        for one, code in zip(question.axes, codes, strict=True)
        if code is not None
    ]
    table = table.filter(known) if known else table
    asked = table.select(column).distinct().order_by(column)
    return [row[0] for row in engine.rows(asked)]


def years(engine: Engine, path: Path) -> list[int]:
    """The years that occur, in order."""
    table = engine.table(path)
    asked = table.filter(table.year.notnull()).select("year").distinct().order_by("year")
    return [row[0] for row in engine.rows(asked)]
