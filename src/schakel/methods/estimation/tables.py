"""Who stands on which lists: the table that an estimate starts from; what can be mended is, and is said.

A row says on which lists people stand (1) and do not stand (0), and how many such people there are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from schakel.methods.estimation.terms import Floats

MOST_LISTS = 10


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
