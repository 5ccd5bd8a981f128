"""Who waits and what is free, as arrays; and what an assignment of the one to the other is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.methods.placement.columns import Columns
from schakel.methods.placement.rules import Criterion, RuleBook
from schakel.methods.placement.scoring import FULL, WEIGHTS, Scores, scored
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
    """A client, or a group that stays together, on the waiting list. Priority 1 goes first; days waited.

    `options` is how many beds in all there are for them, free or not (see `options`); None when nobody
    counted, and then what is free now is counted.
    """

    key: str
    facts: Mapping[str, Any]
    priority: int = 3
    days: int = 0
    options: int | None = None


@dataclass(frozen=True, order=True, slots=True)
class Objective:
    """What an assignment is worth; one is better than another in the first thing in which they differ.

    Persons placed, of priority 1, 2, 3 and 4; those where nothing must be asked first; then safety;
    scarcity; the days that those who are placed have waited; and all else; each times the persons. For
    safety and all else what counts is how near each comes to the best place there is for them, since
    those with few needs gain points everywhere.
    For scarcity: that who needs a scarce place gets it, and that who has few beds to go to goes first.
    """

    persons: tuple[int, ...]
    certain: int
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
    for each pair. `sharing`: may a unit with beds left take a second group?
    """

    def __init__(
        self,
        waiting: Sequence[Waiting],
        places: Sequence[Mapping[str, Any]],
        book: RuleBook,
        apart: Iterable[tuple[str, str]],
        ask: bool,
        sharing: bool = True,
    ) -> None:
        _check(waiting)
        self.waiting = tuple(waiting)
        self.sharing = sharing
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
        self.options = np.array(
            [
                now if one.options is None else one.options
                for one, now in zip(waiting, (self.fits @ self.beds).tolist(), strict=True)
            ],
            dtype=np.int64,
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
        few = FULL - FULL * self.options // max(1, int(self.options.max(initial=0)))
        days = flat + (self.days * self.persons)[:, None]
        return [
            *persons,
            (self.scores.outcome == Truth.YES) * each,
            self._nearness(points[Criterion.SAFETY], FULL) * each,
            (points[Criterion.SCARCITY] + few[:, None]) * each,
            days,
            self._nearness(rest, FULL * sum(WEIGHTS[one] for one in _REST)) * each,
        ]

    def _nearness(self, points: Whole, most: int) -> Whole:
        """How near a place comes to the best that each has: `most` for that one, less for others."""
        best = np.where(self.fits, points, 0).max(axis=1, initial=0)
        found: Whole = np.clip(most - (best[:, None] - points), 0, most)
        return found

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
        fit = fit and (self.sharing or len(set(chosen.values())) == len(chosen))
        return fit and bool((beds >= 0).all() and (child_places >= 0).all()) and not any(together)


def options(
    clients: Sequence[Mapping[str, Any]], stock: Sequence[Mapping[str, Any]], book: RuleBook
) -> list[int]:
    """For each client the beds of all units that could take them, were these empty and open.

    Few options make somebody the first to choose: who can go to many places soon finds another.
    """
    empty = [
        {**place, "free_beds": place.get("beds", place.get("free_beds")), "days_until_open": 0}
        for place in stock
    ]
    for place in empty:
        place.pop("child_places", None)  # how many are free now says nothing
    read = [read_facts(Side.PLACE, place) for place in empty]
    columns = Columns([read_facts(Side.CLIENT, one) for one in clients], read)
    possible = book.required(columns) > Truth.NO
    found: list[int] = (possible @ _numbers(read, "free_beds", 0)).tolist()
    return found


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
