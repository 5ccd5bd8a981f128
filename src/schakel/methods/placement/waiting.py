"""Who waits and what is free, as arrays; and what an assignment of the one to the other is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.methods.placement.columns import Columns
from schakel.methods.placement.rules import Criterion, RuleBook
from schakel.methods.placement.scoring import WEIGHTS, Scores, scored
from schakel.methods.placement.texts import PlacementError, Text
from schakel.methods.placement.truth import Truth
from schakel.methods.placement.vocabulary import Side, read_facts

PRIORITIES = (1, 2, 3, 4)
_MOST_DAYS = 9_999
_REST = (Criterion.FIT, Criterion.GROUP, Criterion.CONTINUITY)
# More than any unit has: what is not known about places for children is asked, not guessed.
_ENOUGH = 10_000

Whole = NDArray[np.int64]


class AssignmentError(PlacementError):
    """A waiting list that cannot be assigned."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client, or a group that stays together, on the waiting list. Priority 1 goes first; days waited."""

    key: str
    facts: Mapping[str, Any]
    priority: int = 3
    days: int = 0


@dataclass(frozen=True, order=True, slots=True)
class Objective:
    """What an assignment is worth; one is better than another in the first thing in which they differ.

    Persons placed, of priority 1, 2, 3 and 4; then the points for safety, for scarcity (scarce places
    kept free), the days that those who are placed have waited, and the points for all else, each times
    the persons.
    """

    persons: tuple[int, ...]
    safety: int
    scarcity: int
    days: int
    rest: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Who goes where. `place` is the index in what was handed in."""

    key: str
    place: int
    unit: str
    persons: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who goes where. `gap` is what the objective could still gain: 0 is proven to be the best.

    None when nothing was to be proven (places given one by one). `method` is how it was found.
    """

    placed: tuple[Placed, ...]
    unplaced: tuple[str, ...]
    objective: Objective
    method: str
    gap: int | None

    @property
    def persons(self) -> int:
        return sum(self.objective.persons)


class Market:
    """The waiting list and the places, with every pair that is possible.

    `fits` groups × places; `gains` the levels of the objective, most important first, as one whole number
    for each pair.
    """

    def __init__(
        self,
        waiting: Sequence[Waiting],
        places: Sequence[Mapping[str, Any]],
        book: RuleBook,
        apart: Iterable[tuple[str, str]],
        ask: bool,
    ) -> None:
        _check(waiting)
        self.waiting = tuple(waiting)
        clients = [read_facts(Side.CLIENT, one.facts) for one in waiting]
        self.places = [read_facts(Side.PLACE, one) for one in places]
        self.persons = np.maximum(_numbers(clients, "persons", 1), 1)
        self.children = _numbers(clients, "children", 0)
        self.beds = _numbers(self.places, "free_beds", 0)
        self.child_places = _numbers(self.places, "child_places", _ENOUGH)
        self.days = np.array([min(one.days, _MOST_DAYS) for one in waiting], dtype=np.int64)
        self.priority = np.array([one.priority for one in waiting], dtype=np.int64)
        self.scores: Scores = scored(Columns(clients, self.places), self.places, book)
        self.fits = (self.scores.outcome >= (Truth.UNKNOWN if ask else Truth.YES)) & (
            self.persons[:, None] <= self.beds[None, :]
        )
        numbers = {one.key: number for number, one in enumerate(waiting)}
        self.apart = tuple(
            (_number(numbers, one), _number(numbers, other)) for one, other in apart if one != other
        )

    def gains(self) -> list[Whole]:
        """Each level of the objective for each pair, groups × places."""
        each = self.persons[:, None]
        points = {one: found.astype(np.int64) for one, found in self.scores.points.items()}
        flat = np.zeros(self.fits.shape, dtype=np.int64)
        persons = [
            flat + np.where(self.priority == level, self.persons, 0)[:, None]
            for level in PRIORITIES
        ]
        rest = sum((WEIGHTS[one] * points[one] for one in _REST), start=flat)
        days = flat + (self.days * self.persons)[:, None]
        return [
            *persons,
            points[Criterion.SAFETY] * each,
            points[Criterion.SCARCITY] * each,
            days,
            rest * each,
        ]

    def worth(self, chosen: Mapping[int, int]) -> Objective:
        """Of groups (keys) at places (values)."""
        levels = [sum(int(gain[one]) for one in chosen.items()) for gain in self.gains()]
        most = len(PRIORITIES)
        return Objective(tuple(levels[:most]), *levels[most:])

    def assignment(self, chosen: Mapping[int, int], method: str, gap: int | None) -> Assignment:
        placed = tuple(
            Placed(
                self.waiting[group].key,
                place,
                str(self.places[place].get("unit", "")),
                int(self.persons[group]),
            )
            for group, place in sorted(chosen.items())
        )
        unplaced = tuple(one.key for number, one in enumerate(self.waiting) if number not in chosen)
        return Assignment(placed, unplaced, self.worth(chosen), method, gap)

    def possible(self, chosen: Mapping[int, int]) -> bool:
        """Does it hold, in whole numbers: everybody fits, no bed twice, who must be apart is apart?"""
        beds, child_places = self.beds.copy(), self.child_places.copy()
        for group, place in chosen.items():
            beds[place] -= self.persons[group]
            child_places[place] -= self.children[group]
        together = [
            chosen[one] == chosen[other]
            for one, other in self.apart
            if one in chosen and other in chosen
        ]
        fit = all(self.fits[pair] for pair in chosen.items())
        return fit and bool((beds >= 0).all() and (child_places >= 0).all()) and not any(together)


def _numbers(rows: Sequence[Mapping[str, Any]], name: str, otherwise: int) -> Whole:
    return np.array([row.get(name, otherwise) for row in rows], dtype=np.int64)


def _number(numbers: Mapping[str, int], key: str) -> int:
    if key in numbers:
        return numbers[key]
    text = Text("{key} staat niet op de wachtlijst.", "{key} is not on the waiting list.")
    raise AssignmentError("unknown_key", text.filled(key=key))


def _check(waiting: Sequence[Waiting]) -> None:
    if len({one.key for one in waiting}) < len(waiting):
        raise AssignmentError(
            "twice",
            Text(
                "Iemand staat twee keer op de wachtlijst.", "Somebody is on the waiting list twice."
            ),
        )
    if any(one.priority not in PRIORITIES or one.days < 0 for one in waiting):
        raise AssignmentError(
            "priority",
            Text(
                "De prioriteit is 1, 2, 3 of 4, en het aantal dagen is 0 of meer.",
                "The priority is 1, 2, 3 or 4, and the days are 0 or more.",
            ),
        )
