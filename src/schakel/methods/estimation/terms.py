"""Cells and terms of a log-linear model over lists, both written as sets of lists.

A set of lists is a whole number with one bit for each list: list 0 is 1, list 1 is 2, lists 0 and 1
together are 3. A *cell* is the set of lists on which somebody stands; a *term* is a set of lists whose
coming together has a parameter of its own. A term speaks in every cell that contains it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


def subsets(lists: int, order: int) -> list[int]:
    """Every set of exactly `order` of the lists, in lexicographic order of the lists in it."""
    return [sum(1 << one for one in chosen) for chosen in combinations(range(lists), order)]


def members(term: int) -> tuple[int, ...]:
    """The lists in a set, ascending."""
    return tuple(place for place in range(term.bit_length()) if term >> place & 1)


@dataclass(frozen=True)
class Space:
    """What can be observed with so many lists, and the terms of up to `order` lists that can explain it."""

    lists: int
    order: int = 2

    @cached_property
    def cells(self) -> Whole:
        """(c,): every set of at least one list; nobody is ever seen on none."""
        return np.arange(1, 1 << self.lists)

    @cached_property
    def terms(self) -> Whole:
        """(t,): the empty set (everybody), then the lists, the pairs and so on, each lexicographic."""
        found = [term for order in range(self.order + 1) for term in subsets(self.lists, order)]
        return np.array(found)

    @cached_property
    def orders(self) -> Whole:
        """(t,): how many lists are in each term."""
        return np.array([term.bit_count() for term in self.terms.tolist()])

    @cached_property
    def design(self) -> Floats:
        """(c, t): 1 where a term speaks in a cell."""
        return ((self.cells[:, None] & self.terms) == self.terms).astype(float)

    @cached_property
    def main(self) -> Flags:
        """(t,): the terms of the model in which all lists are independent."""
        return self.orders <= 1

    def place(self, term: int) -> int:
        """Where a term stands among `terms`. ValueError where it has too many lists."""
        found = np.flatnonzero(self.terms == term)
        if not len(found):
            raise ValueError(
                f"a term of more than {self.order} lists, or of lists that are not there"
            )
        return int(found[0])

    def flags(self, generators: Iterable[int]) -> Flags:
        """(t,): the smallest hierarchical model with these terms and all lists; True for what is in it."""
        chosen = self.main.copy()
        for term in generators:
            self.place(term)
            chosen |= (self.terms & term) == self.terms
        return chosen


def generators(space: Space, chosen: Flags) -> list[int]:
    """The terms of a model that are in no other term of it, longest first, then lexicographic."""
    inside = [term for term in space.terms[chosen].tolist() if term]
    top = [one for one in inside if not any(one != two and one & two == one for two in inside)]
    return sorted(top, key=lambda term: (-term.bit_count(), members(term)))


def written(space: Space, chosen: Flags) -> str:
    """A model as statisticians write it, its lists numbered from 1: ``[12,3]``.

    From ten lists on the numbers within a term are parted by dots.
    """
    between = "." if space.lists > 9 else ""
    parts = [
        between.join(str(one + 1) for one in members(term)) for term in generators(space, chosen)
    ]
    return f"[{','.join(parts)}]"


def read(space: Space, text: str) -> Flags:
    """The model written as ``[12,3]``. ValueError where it is none of this space."""
    parts = text.strip().strip("[]").split(",")
    return space.flags(_term(part, space.lists) for part in parts if part)


def _term(part: str, lists: int) -> int:
    numbers = part.split(".") if "." in part or lists > 9 else list(part)
    if not all(number.isdigit() and 0 < int(number) <= lists for number in numbers):
        raise ValueError(f"{part} names lists that are not there")
    return sum({1 << (int(number) - 1) for number in numbers})


def named(names: Sequence[str], term: int) -> list[str]:
    """The names of the lists in a term."""
    return [names[place] for place in members(term)]
