"""What each report says of one person, side by side; where reports disagree is marked, never settled.

Which of them is right is not for a machine to say. What is less precise ("2001" beside "28 February 2001")
or not an answer ("not asked") does not disagree with anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from schakel.foundation.terms.answers import NO_ANSWER

Agree = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Said:
    """What one report says of one fact. `value` is compared (None: no answer), `text` is shown."""

    value: Any
    text: str = ""
    beside: str = ""  # the same in Latin letters, where the text is not


@dataclass(frozen=True)
class Cell:
    """One answer as it is shown; `differs`: others say something else."""

    text: str
    known: bool
    differs: bool
    beside: str = ""


@dataclass(frozen=True)
class Fact:
    """One fact, with a cell for each report."""

    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)

    @property
    def known(self) -> bool:
        return any(cell.text for cell in self.cells)


def equal(one: Any, other: Any) -> bool:
    """The same value."""
    return bool(one == other)


def one_holds_the_other(one: frozenset, other: frozenset) -> bool:
    """One says all that the other says, and perhaps more."""
    return one <= other or other <= one


def overlapping(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Two ranges (both ends included) that have something in common."""
    return bool(one[0] <= other[1] and other[0] <= one[1])


def always(_one: Any, _other: Any) -> bool:
    """For what may well be different in each report."""
    return True


def side_by_side(label: Any, said: Iterable[Said], agree: Agree = equal) -> Fact:
    """The answers in one row; marked is what disagrees with most others, or all where none is ahead."""
    answers = list(said)
    odd = _disagreeing([one.value for one in answers], agree)
    cells = [
        Cell(one.text, one.value is not None, place in odd, one.beside)
        for place, one in enumerate(answers)
    ]
    return Fact(str(label), cells)


def _disagreeing(values: Sequence[Any], agree: Agree) -> set[int]:
    known = [place for place, value in enumerate(values) if value is not None]
    votes = dict.fromkeys(known, 0)
    apart = False
    for one, other in combinations(known, 2):
        if agree(values[one], values[other]):
            votes[one] += 1
            votes[other] += 1
        else:
            apart = True
    if not apart:
        return set()
    most = max(votes.values())
    behind = {place for place, count in votes.items() if count < most}
    return behind or set(known)


def coded(code: str, text: str) -> Said:
    """An answer by code; that there is none is shown, and not compared."""
    return Said(None if code in NO_ANSWER or not code else code, text)
