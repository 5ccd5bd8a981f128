"""Tables of lists out of CSV files, read with a clear refusal for each thing that may be wrong.

A column of 0 and 1 for each list, one with numbers of people, and traits where they are asked for.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from schakel.methods.estimation.records import Records
from schakel.methods.estimation.tables import Table, TableError

# What a column with numbers of people may be called; otherwise it is the last column.
_COUNTS = frozenset({"count", "counts", "n", "freq", "frequency", "people", "persons", "aantal"})
_MOST_PEOPLE = 10**12
_MOST_ROWS = 100_000


@dataclass(frozen=True)
class _Columns:
    """Which columns of a file are what."""

    names: tuple[str, ...]
    count: int
    traits: tuple[int, ...]

    @property
    def lists(self) -> tuple[int, ...]:
        others = {self.count, *self.traits}
        return tuple(place for place in range(len(self.names)) if place not in others)


def read(path: Path) -> Table:
    """The table in a CSV file: columns of 0 and 1, one of numbers of people. Raises TableError and
    OSError."""
    return read_records(path).table()


def read_records(path: Path, traits: Sequence[str] = ()) -> Records:
    """The same with columns that are `traits`. Raises TableError and OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _unreadable(path.name) from problem
    return records_in(text, path.name, traits)


def records_in(text: str, name: str, traits: Sequence[str] = ()) -> Records:
    """The records in the text of a CSV file; `name`: what messages call the file. Raises TableError."""
    try:
        rows = [
            row
            for row in csv.reader(StringIO(text, newline=""), delimiter=_between(text), strict=True)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as problem:
        raise _unreadable(name) from problem
    if len(rows) < 2:
        raise TableError("empty", f"{name} holds no rows. It needs a header and at least one row.")
    if len(rows) > _MOST_ROWS:
        raise TableError(
            "too_many_rows",
            f"{name} holds more than {_MOST_ROWS:,} rows. Add up the people of each combination first.",
        )
    columns = _columns(tuple(cell.strip() for cell in rows[0]), name, traits)
    lists = columns.lists
    found = []
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns.names):
            raise TableError(
                "width",
                f"{name}, row {line}: {len(row)} cells under {len(columns.names)} names. Mend the row.",
            )
        people = _number(row[columns.count], name, line)
        cell = sum(
            _flag(row[place], columns.names[place], name, line) << at
            for at, place in enumerate(lists)
        )
        found.append((cell, tuple(row[place].strip() for place in columns.traits), people))
    return Records(tuple(columns.names[at] for at in lists), tuple(traits), tuple(found))


def _between(text: str) -> str:
    """Commas, or the semicolons that spreadsheet programs in much of Europe write."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _unreadable(name: str) -> TableError:
    return TableError(
        "unreadable", f"{name} is no CSV file in UTF-8. Save it as CSV and try again."
    )


def _columns(header: tuple[str, ...], name: str, traits: Sequence[str]) -> _Columns:
    counts = [place for place, title in enumerate(header) if title.lower() in _COUNTS]
    if len(counts) > 1:
        raise TableError(
            "counts", f"{name}: two columns look like numbers of people; keep one of them."
        )
    if len(header) < 2:
        raise TableError(
            "counts",
            f"{name}: it needs columns for lists and one called count, with commas between.",
        )
    if len(set(header)) < len(header) or "" in header:
        raise TableError("names", f"{name}: give every list its own name in the first row.")
    missing = [trait for trait in traits if trait not in header]
    if missing:
        raise TableError("traits", f"{name} has no column {missing[0]}.")
    count = counts[0] if counts else len(header) - 1
    return _Columns(header, count, tuple(header.index(trait) for trait in traits))


def _number(text: str, name: str, line: int) -> int:
    where = f"{name}, row {line}"
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise TableError("count", f"{where}: the number of people must be a number, such as 12.")
    if value < 0:
        raise TableError(
            "negative_count", f"{where}: {text.strip()} people cannot be; give 0 or more."
        )
    if value != int(value):
        raise TableError(
            "fractional_count",
            f"{where}: {text.strip()} people cannot be; give a whole number. Weighted or averaged "
            "counts cannot be used.",
        )
    if value > _MOST_PEOPLE:
        raise TableError(
            "count_too_large", f"{where}: {text.strip()} is more people than there are."
        )
    return int(value)


def _flag(text: str, column: str, name: str, line: int) -> int:
    if text.strip() not in ("0", "1"):
        raise TableError(
            "no_list",
            f"{name}, row {line}: the column {column} is no list: it may hold only 1 (on the list) "
            "and 0. Remove the column, or call it count if it holds numbers of people.",
        )
    return int(text)
