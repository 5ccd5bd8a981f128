"""People by the lists they stand on and by traits such as sex or year: what strata are made of."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.methods.estimation.tables import Table, table

Row = tuple[int, tuple[str, ...], int]


@dataclass(frozen=True)
class Records:
    """`rows`: the set of lists (see `terms`), a code for each of `traits`, and how many such people."""

    lists: tuple[str, ...]
    traits: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the records, the same however their rows were ordered or split."""
        merged: dict[tuple[int, tuple[str, ...]], int] = {}
        for cell, codes, people in self.rows:
            merged[cell, codes] = merged.get((cell, codes), 0) + people
        text = repr((self.lists, self.traits, sorted((k, n) for k, n in merged.items() if n)))
        return hashlib.sha256(text.encode()).hexdigest()

    def codes(self, trait: str) -> tuple[str, ...]:
        """What people are by this trait, in order."""
        place = self.traits.index(trait)
        return tuple(sorted({codes[place] for _cell, codes, _people in self.rows}))

    def only(self, trait: str, codes: Sequence[str]) -> "Records":
        """Those who are one of `codes` by this trait."""
        place = self.traits.index(trait)
        kept = tuple(row for row in self.rows if row[1][place] in codes)
        return Records(self.lists, self.traits, kept)

    def keeping(self, traits: Sequence[str]) -> "Records":
        """With only some of the traits."""
        places = [self.traits.index(trait) for trait in traits]
        merged: dict[tuple[int, tuple[str, ...]], int] = {}
        for cell, codes, people in self.rows:
            key = cell, tuple(codes[place] for place in places)
            merged[key] = merged.get(key, 0) + people
        rows = tuple((cell, codes, people) for (cell, codes), people in sorted(merged.items()))
        return Records(self.lists, tuple(traits), rows)

    def grouped(self, groups: Sequence[tuple[str, Sequence[str]]]) -> "Records":
        """With other lists: each (name, lists of these that become it); lists in no group are left out.

        Whoever stands on left-out lists only is not seen any more.
        """
        places = [[self.lists.index(name) for name in members] for _name, members in groups]
        rows = []
        for cell, codes, people in self.rows:
            new = sum(
                1 << place
                for place, members in enumerate(places)
                if any(cell >> member & 1 for member in members)
            )
            if new or not cell:
                rows.append((new, codes, people))
        return Records(tuple(name for name, _members in groups), self.traits, tuple(rows))

    def table(self) -> Table:
        """The table of everybody together. Raises TableError as `tables.table` does."""
        rows: Sequence[tuple[int, int]] = [(cell, people) for cell, _codes, people in self.rows]
        if self.traits:  # who differs by a trait only is in several rows, and that is no mistake
            merged: dict[int, int] = {}
            for cell, people in rows:
                merged[cell] = merged.get(cell, 0) + people
            rows = list(merged.items())
        histories = [[cell >> at & 1 for at in range(len(self.lists))] for cell, _people in rows]
        return table(self.lists, histories, [people for _cell, people in rows])

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "lists": list(self.lists),
            "traits": list(self.traits),
            "rows": [[cell, list(codes), people] for cell, codes, people in self.rows],
        }


def from_json(kept: Mapping[str, Any]) -> Records:
    """The records that were kept."""
    rows = tuple((int(cell), tuple(codes), int(people)) for cell, codes, people in kept["rows"])
    return Records(tuple(kept["lists"]), tuple(kept["traits"]), rows)


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of what can be written as JSON, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_table(found: Table) -> Records:
    """A table as records without traits."""
    cells = enumerate(found.counts.astype(int).tolist(), start=1)
    return Records(found.names, (), tuple((cell, (), people) for cell, people in cells if people))
