"""A year of requests for shelter, played day by day under one way of giving out the places."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from schakel.methods.placement.assigning import assign, first_come, one_by_one
from schakel.methods.placement.columns import Columns
from schakel.methods.placement.rules import RuleBook
from schakel.methods.placement.standard import standard_rules
from schakel.methods.placement.truth import Truth
from schakel.methods.placement.vocabulary import Facts, Side, read_facts
from schakel.methods.placement.waiting import Assignment, Waiting
from schakel.methods.placement.worlds import Request, World, stay

Way = Callable[[Sequence[Waiting], Sequence[Mapping[str, Any]], RuleBook], Assignment]


def _scarcest_first(
    waiting: Sequence[Waiting], places: Sequence[Mapping[str, Any]], book: RuleBook
) -> Assignment:
    return one_by_one(waiting, places, book, scarcest_first=True)


WAYS: Mapping[str, Way] = {
    "first_come": first_come,
    "one_by_one": one_by_one,
    "scarcest_first": _scarcest_first,
    "joint": assign,
}
# A need, and what a place must have for it. In a world, rare is what fewer than half of its beds have.
NEEDS: Mapping[str, tuple[Callable[[Facts], bool], Callable[[Facts], bool]]] = {
    "wheelchair": (lambda client: client["wheelchair"], lambda place: place["wheelchair"]),
    "psychiatric": (lambda client: client["psychiatric"], lambda place: place["takes_psychiatric"]),
    "addiction": (lambda client: client["addiction"], lambda place: place["takes_addiction"]),
    "aggression": (lambda client: client["aggression"], lambda place: place["takes_aggression"]),
    "pets": (lambda client: client["pets"], lambda place: place["pets"]),
    "children": (lambda client: client["children"] > 0, lambda place: place["child_places"] > 0),
    "safety": (
        lambda client: client["safety_level"] == 3,
        lambda place: place["safety_level"] == 3,
    ),
}
_RARE = 0.5
_ON = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Year:
    """What became of the requests of the days that count. Days are of persons, not of requests.

    `rare_persons` need something that fewer than half of the beds have; `scarce_used` is the share of those
    placed where something rare is, who do not need any of it; `split` counts groups in more than one unit.
    """

    requests: int
    persons: int
    placed: int
    waited_median: float
    waited_p90: float
    unmet: int
    nowhere: int
    rare_persons: int
    rare_placed: int
    urgent_persons: int
    urgent_placed: int
    scarce_used: float
    waiting: float
    occupancy: float
    split: int
    median_by_scheme: Mapping[str, float]
    long_cosm: float


class _Shelters:
    """Which requests can go where at all, which beds are free, and until when they are taken."""

    def __init__(self, world: World, book: RuleBook) -> None:
        self.world, self.book = world, book
        self.places = [dict(place) for place in world.places]
        self.leaving: dict[int, list[tuple[int, int, int]]] = {}
        read = [read_facts(Side.PLACE, place) for place in world.places]
        clients = [read_facts(Side.CLIENT, one.waiting.facts) for one in world.requests]
        self.fits = book.required(Columns(clients, read)) == Truth.YES
        self.options = (self.fits @ np.array([place["beds"] for place in world.places])).tolist()

    def empty(self, day: int) -> None:
        for place, persons, children in self.leaving.pop(day, ()):
            self.places[place]["free_beds"] += persons
            self.places[place]["child_places"] += children

    def fill(self, place: int, request: Request, until: int) -> None:
        children = int(request.waiting.facts["children"])
        self.places[place]["free_beds"] -= request.persons
        self.places[place]["child_places"] -= children
        self.leaving.setdefault(until, []).append((place, request.persons, children))

    def free(self) -> list[int]:
        return [number for number, place in enumerate(self.places) if place["free_beds"] > 0]

    def room(self, number: int, request: Request) -> list[int]:
        """Places where this request could go now."""
        children = request.waiting.facts["children"]
        return [
            place
            for place in self.free()
            if self.fits[number, place]
            and self.places[place]["free_beds"] >= request.persons
            and self.places[place]["child_places"] >= children
        ]


def play(world: World, way: str, every: int = 1) -> Year:
    """The days of the world under one of `WAYS`, places given every so many days.

    The same world, way and `every` give the same year.
    """
    shelters = _Shelters(world, RuleBook(standard_rules(), _ON))
    told = _Told(world, shelters.fits)
    numbers = {one.waiting.key: number for number, one in enumerate(world.requests)}
    arriving: dict[int, list[int]] = {}
    for number, request in enumerate(world.requests):
        arriving.setdefault(request.day, []).append(number)
    waiting: list[int] = []
    for day in range(world.warming + world.days):
        shelters.empty(day)
        waiting += arriving.get(day, [])
        waiting = [
            one for one in waiting if day - world.requests[one].day < world.requests[one].leaves
        ]
        given = [] if day % every else _given(shelters, waiting, day, WAYS[way])
        for key, place in given:
            number = numbers[key]
            request = world.requests[number]
            until = day + stay(world.places[place]["scheme"], request.luck)
            shelters.fill(place, request, until)
            told.placed(number, place, day, until)
            waiting.remove(number)
        told.day_is_over(day, waiting, shelters)
    return told.year()


def _given(
    shelters: _Shelters, waiting: Sequence[int], day: int, way: Way
) -> list[tuple[str, int]]:
    """(key, place) of who is placed today: only those for whom there is room need to be looked at."""
    requests = shelters.world.requests
    room = {one: shelters.room(one, requests[one]) for one in waiting}
    able = [one for one in waiting if room[one]]
    if not able:
        return []
    open_places = sorted({place for one in able for place in room[one]})
    several = [
        replace(requests[one].waiting, days=day - requests[one].day, options=shelters.options[one])
        for one in able
    ]
    found = way(several, [shelters.places[place] for place in open_places], shelters.book)
    return [(one.key, open_places[one.place]) for one in found.placed]


class _Told:
    """What is counted, of requests that came in the days that count."""

    def __init__(self, world: World, fits: np.ndarray) -> None:
        self.world, self.fits = world, fits
        self.went: dict[int, tuple[int, int, int]] = {}
        self.units: Counter[int] = Counter()
        self.lists: list[int] = []
        self.taken: list[float] = []
        beds = sum(place["beds"] for place in world.places)
        self.rare = [
            name
            for name, (_, has) in NEEDS.items()
            if sum(place["beds"] for place in world.places if has(place)) < _RARE * beds
        ]

    def placed(self, number: int, place: int, day: int, until: int) -> None:
        self.went[number] = (place, day, until)
        self.units[number] += 1

    def day_is_over(self, day: int, waiting: Sequence[int], shelters: _Shelters) -> None:
        if day >= self.world.warming:
            self.lists.append(sum(self.world.requests[one].persons for one in waiting))
            beds = sum(place["beds"] for place in shelters.places)
            self.taken.append(1 - sum(place["free_beds"] for place in shelters.places) / beds)

    def year(self) -> Year:
        counted = [
            number
            for number, one in enumerate(self.world.requests)
            if one.day >= self.world.warming
        ]
        gone = [number for number in counted if number in self.went]
        days = self._days(gone)
        nowhere = [number for number in counted if not self.fits[number].any()]
        rare = [number for number in counted if self._needed(number)]
        urgent = [number for number in counted if self.world.requests[number].waiting.priority == 1]
        return Year(
            requests=len(counted),
            persons=self._persons(counted),
            placed=self._persons(gone),
            waited_median=_quantile(days, 0.5),
            waited_p90=_quantile(days, 0.9),
            unmet=self._persons(counted) - self._persons(gone),
            nowhere=self._persons(nowhere),
            rare_persons=self._persons(rare),
            rare_placed=self._persons([one for one in rare if one in self.went]),
            urgent_persons=self._persons(urgent),
            urgent_placed=self._persons([one for one in urgent if one in self.went]),
            scarce_used=self._scarce_used(gone),
            waiting=float(np.mean(self.lists)),
            occupancy=float(np.mean(self.taken)),
            split=sum(1 for one in gone if self.units[one] != 1),
            median_by_scheme=self._by_scheme(gone),
            long_cosm=self._long(gone),
        )

    def _persons(self, numbers: Sequence[int]) -> int:
        return sum(self.world.requests[one].persons for one in numbers)

    def _days(self, numbers: Sequence[int]) -> list[int]:
        """Days waited, once for each person."""
        requests = self.world.requests
        return [
            self.went[one][1] - requests[one].day
            for one in numbers
            for _ in range(requests[one].persons)
        ]

    def _needed(self, number: int) -> set[str]:
        facts = self.world.requests[number].waiting.facts
        return {name for name in self.rare if NEEDS[name][0](facts)}

    def _offered(self, number: int) -> set[str]:
        """What is rare at the place where they went."""
        place = self.world.places[self.went[number][0]]
        return {name for name in self.rare if NEEDS[name][1](place)}

    def _scheme(self, number: int) -> str:
        return str(self.world.places[self.went[number][0]]["scheme"])

    def _by_scheme(self, gone: Sequence[int]) -> dict[str, float]:
        schemes = sorted({self._scheme(one) for one in gone})
        return {
            name: _quantile(self._days([one for one in gone if self._scheme(one) == name]), 0.5)
            for name in schemes
        }

    def _long(self, gone: Sequence[int]) -> float:
        """Which part of the stays in COSM took longer than three months."""
        stays = [
            self.went[one][2] - self.went[one][1] for one in gone if self._scheme(one) == "COSM"
        ]
        return float(np.mean(np.array(stays) > 92)) if stays else 0.0

    def _scarce_used(self, gone: Sequence[int]) -> float:
        special = [one for one in gone if self._offered(one)]
        idle = [one for one in special if not self._needed(one) & self._offered(one)]
        return self._persons(idle) / max(1, self._persons(special))


def _quantile(values: Sequence[int], share: float) -> float:
    return float(np.quantile(values, share, method="inverted_cdf")) if values else 0.0
