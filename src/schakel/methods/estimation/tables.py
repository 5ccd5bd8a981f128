"""Who stands on which lists: the table that an estimate starts from, read with clear refusals.

A row says on which lists people stand (1) and do not stand (0), and how many such people there are.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from schakel.methods.estimation.terms import Floats

MOST_LISTS = 10
# What a column with numbers of people may be called; otherwise it is the last column.
_COUNTS = frozenset({"count", "counts", "n", "freq", "frequency", "people", "persons", "aantal"})
_MOST_PEOPLE = 10**12


class TableError(Exception):
    """The table cannot be used; the message says why and what to do. `code` names it for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Table:
    """`names` of the k lists and `counts` (2^k - 1,): people by cell, see `terms`. `notes`: codes of what
    was mended."""

    names: tuple[str, ...]
    counts: Floats
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = field(default=(), compare=False)

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.names)

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def on_several(self) -> int:
        """People on more than one list."""
        cells = np.arange(1, len(self.counts) + 1)
        return int(self.counts[(cells & (cells - 1)) > 0].sum())

    @property
    def digest(self) -> str:
        """SHA-256 of the table itself, the same however its rows were ordered or split."""
        text = repr((self.names, self.counts.astype(np.int64).tolist()))
        return hashlib.sha256(text.encode()).hexdigest()

    def without(self, place: int) -> "Table":
        """As if one list had never been kept; people on it alone are then not seen."""
        return self._regrouped([at for at in range(self.lists) if at != place], {})

    def merged(self, one: int, two: int) -> "Table":
        """As if two lists were one."""
        return self._regrouped([at for at in range(self.lists) if at != two], {two: one})

    def _regrouped(self, kept: list[int], into: dict[int, int]) -> "Table":
        cells = np.arange(1, len(self.counts) + 1)
        new = np.zeros(len(cells), dtype=np.int64)
        for place, old in enumerate(kept):
            sources = [old, *(source for source, target in into.items() if target == old)]
            on = np.zeros(len(cells), dtype=bool)
            for source in sources:
                on |= (cells >> source & 1).astype(bool)
            new |= on.astype(np.int64) << place
        counts = np.bincount(new, self.counts, minlength=1 << len(kept))[1:].astype(float)
        names = tuple(
            "+".join(
                [self.names[old], *(self.names[s] for s, target in into.items() if target == old)]
            )
            for old in kept
        )
        return Table(names, counts)


def read(path: Path) -> Table:
    """The table in a CSV file: columns of 0 and 1, one of numbers of people. Raises TableError and
    OSError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                row for row in csv.reader(file, strict=True) if any(cell.strip() for cell in row)
            ]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise TableError(
            "unreadable", f"{path.name} is no CSV file in UTF-8. Save it as CSV and try again."
        ) from problem
    if len(rows) < 2:
        raise TableError(
            "empty", f"{path.name} holds no rows. It needs a header and at least one row."
        )
    header = [cell.strip() for cell in rows[0]]
    at = _counts_column(header, path)
    names = [name for place, name in enumerate(header) if place != at]
    if len(set(names)) < len(names) or "" in names:
        raise TableError("names", f"{path.name}: give every list its own name in the first row.")
    histories, people = [], []
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise TableError(
                "width",
                f"{path.name}, row {line}: {len(row)} cells under {len(header)} names. Mend the row.",
            )
        people.append(_number(row[at], path, line))
        lists = [cell for place, cell in enumerate(row) if place != at]
        histories.append(
            [_flag(cell, name, path, line) for name, cell in zip(names, lists, strict=True)]
        )
    return table(names, histories, people)


def _counts_column(header: list[str], path: Path) -> int:
    found = [place for place, name in enumerate(header) if name.lower() in _COUNTS]
    if len(found) > 1:
        raise TableError(
            "counts", f"{path.name}: two columns look like numbers of people; keep one of them."
        )
    if len(header) < 2:
        raise TableError(
            "counts",
            f"{path.name}: it needs columns for lists and one called count, with commas between.",
        )
    return found[0] if found else len(header) - 1


def _number(text: str, path: Path, line: int) -> int:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (0 <= value <= _MOST_PEOPLE and value == int(value)):
        raise TableError(
            "count",
            f"{path.name}, row {line}: the number of people must be a whole number, 0 or more.",
        )
    return int(value)


def _flag(text: str, name: str, path: Path, line: int) -> int:
    if text.strip() not in ("0", "1"):
        raise TableError(
            "no_list",
            f"{path.name}, row {line}: the column {name} is no list: it may hold only 1 (on the list) and 0. "
            "Remove the column, or call it count if it holds numbers of people.",
        )
    return int(text)


def table(names: Sequence[str], histories: Sequence[Sequence[int]], people: Sequence[int]) -> Table:
    """Make the table of rows of 0 and 1, and how many people each stands for; mend what can be mended.

    Rows that come twice are added up, a row of only zeros is left out, and so are lists that hold nobody,
    hold everybody, or are the same as an earlier one; every such thing is in `notes`. TableError with too
    many lists.
    """
    if len(names) > MOST_LISTS:
        raise TableError(
            "too_many_lists",
            f"{len(names)} lists are too many: at most {MOST_LISTS} can be told apart. Merge lists that "
            "work alike.",
        )
    flags = np.array(histories, dtype=np.int64).reshape(-1, len(names))
    cells = (flags << np.arange(len(names))).sum(axis=1)
    amounts = np.array(people, dtype=float)
    notes: list[tuple[str, str]] = []
    if len(np.unique(cells)) < len(cells):
        notes.append(
            ("duplicate_rows", "Some combinations of lists stand in more than one row; added up.")
        )
    if amounts[cells == 0].any():
        notes.append(
            ("on_no_list", "A row of people on no list was left out: nobody can have counted them.")
        )
    counts: Floats = np.bincount(cells, amounts, minlength=1 << len(names))[1:].astype(float)
    if not counts.any():
        raise TableError("nobody", "The table holds nobody. Give at least one row with people.")
    return _tidied(Table(tuple(names), counts), notes)


def _tidied(found: Table, notes: list[tuple[str, str]]) -> Table:
    """Without lists that tell nothing."""
    cells = np.arange(1, len(found.counts) + 1)
    met = cells[found.counts > 0]
    keep: list[int] = []
    seen: dict[bytes, int] = {}
    for place, name in enumerate(found.names):
        on = (met >> place & 1).astype(bool)
        if not on.any():
            notes.append(("empty_list", f"The list {name} holds nobody; left out."))
        elif on.all():
            notes.append(
                ("list_of_everybody", f"The list {name} holds everybody in the table; left out.")
            )
        elif on.tobytes() in seen:
            first = found.names[seen[on.tobytes()]]
            notes.append(
                (
                    "identical_lists",
                    f"The lists {first} and {name} hold the same people; kept once.",
                )
            )
        else:
            seen[on.tobytes()] = place
            keep.append(place)
    counts = found.counts
    if len(keep) < found.lists and keep:
        held = found._regrouped(keep, {})
        counts, names = held.counts, held.names
    else:
        names = found.names if keep else ()
    codes = tuple(dict.fromkeys(code for code, _text in notes))
    return Table(
        names, counts if keep else np.zeros(0), codes, tuple(text for _code, text in notes)
    )
