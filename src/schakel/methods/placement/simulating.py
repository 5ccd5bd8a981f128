"""A year of requests for shelter, played day by day under one way of giving out the places."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from schakel.methods.placement.worlds import ONWARD_FROM, Request, World, stay

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
    `flowed` persons went on from COSM to OMM without a new request, and are not among `placed`; `blocked` is
    the mean of the persons who waited for that in a bed of COSM. `offers` and `refusals` count offers.
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
    minors: int
    minors_placed: int
    flowed: int
    blocked: float
    offers: int
    refusals: int
    median_by_scheme: Mapping[str, float]
    long_cosm: float


class _Shelters:
    """Which requests can go where, as far as no site refused, and which beds are free.

    Whoever was refused is not offered that unit again: for the ways of giving places it is one to stay away
    from.
    """

    def __init__(self, world: World, book: RuleBook) -> None:
        self.world, self.book = world, book
        self.places = [dict(place) for place in world.places]
        read = [read_facts(Side.PLACE, place) for place in world.places]
        clients = [read_facts(Side.CLIENT, one.waiting.facts) for one in world.requests]
        self.fits = book.required(Columns(clients, read)) == Truth.YES
        self.refused: dict[int, list[str]] = {}
        self.options = (self.fits @ np.array([place["beds"] for place in world.places])).tolist()

    def refuse(self, number: int, place: int) -> None:
        self.fits[number, place] = False
        self.refused.setdefault(number, []).append(str(self.places[place]["unit"]))

    def asked(self, number: int, days: int) -> Waiting:
        """What is known of a request that waits since so many days."""
        waiting = self.world.requests[number].waiting
        away = [*waiting.facts["excluded_units"], *self.refused.get(number, ())]
        facts = {**waiting.facts, "excluded_units": away}
        return replace(waiting, facts=facts, days=days, options=self.options[number])

    def take(self, place: int, request: Request) -> None:
        self.places[place]["free_beds"] -= request.persons
        self.places[place]["child_places"] -= int(request.waiting.facts["children"])

    def free(self, place: int, request: Request) -> None:
        self.places[place]["free_beds"] += request.persons
        self.places[place]["child_places"] += int(request.waiting.facts["children"])

    def room(self, number: int, request: Request) -> list[int]:
        """Places where this request could go now."""
        children = request.waiting.facts["children"]
        return [
            number_of
            for number_of, place in enumerate(self.places)
            if self.fits[number, number_of]
            and place["free_beds"] >= request.persons
            and place["child_places"] >= children
        ]


def play(world: World, way: str, every: int = 1) -> Year:
    """The days of the world under one of `WAYS`, places given every so many days.

    The same world, way and `every` give the same year.
    """
    playing = _Playing(world, way)
    for day in range(world.warming + world.days):
        playing.morning(day)
        if not day % every:
            playing.give(day)
        playing.told.day_is_over(day, playing.since, playing.shelters)
    return playing.told.year()


class _Playing:
    """Who waits since when, which offers wait for an answer, and who leaves when."""

    def __init__(self, world: World, way: str) -> None:
        self.world, self.way = world, WAYS[way]
        self.shelters = _Shelters(world, RuleBook(standard_rules(), _ON))
        self.told = _Told(world, self.shelters.fits.copy())
        self.numbers = {one.waiting.key: number for number, one in enumerate(world.requests)}
        self.onward = {
            one.after: number for number, one in enumerate(world.requests) if one.after is not None
        }
        self.arriving: dict[int, list[int]] = {}
        for number, request in enumerate(world.requests):
            if request.after is None:
                self.arriving.setdefault(request.day, []).append(number)
        self.since: dict[int, int] = {}
        self.answers: dict[int, list[tuple[int, int]]] = {}
        self.leaving: dict[int, list[tuple[int, int]]] = {}
        # Where those are who wait in COSM for a place to go on to.
        self.behind: dict[int, int] = {}

    def morning(self, day: int) -> None:
        """Answers come in, stays end, people ask, and who waited too long goes elsewhere."""
        for number, place in self.answers.pop(day, ()):
            self._answered(number, place, day)
        for number, place in self.leaving.pop(day, ()):
            self._stay_ends(number, place, day)
        self.since |= dict.fromkeys(self.arriving.get(day, ()), day)
        for number, since in list(self.since.items()):
            if day - since >= self.world.requests[number].leaves:
                del self.since[number]
                self._leaves_cosm(number)

    def give(self, day: int) -> None:
        """Places are offered; each is held until the site answers."""
        for key, place in self._proposed(day):
            number = self.numbers[key]
            request = self.world.requests[number]
            self.shelters.take(place, request)
            self.told.offers += 1
            asked_since = self.since.pop(number)
            self.told.since[number] = asked_since
            if request.answer:
                self.answers.setdefault(day + request.answer, []).append((number, place))
            else:
                self._answered(number, place, day)

    def _answered(self, number: int, place: int, day: int) -> None:
        request = self.world.requests[number]
        if self.world.refuses[number, place]:
            self.shelters.free(place, request)
            self.shelters.refuse(number, place)
            self.told.refusals += 1
            self.since[number] = self.told.since[number]
            return
        self._leaves_cosm(number)
        until = day + stay(self.world.places[place]["scheme"], request.luck)
        self.leaving.setdefault(until, []).append((number, place))
        self.told.placed(number, place, day, until)

    def _stay_ends(self, number: int, place: int, day: int) -> None:
        after = self.onward.get(number)
        in_cosm = self.world.places[place]["scheme"] == ONWARD_FROM
        if after is None or not in_cosm or not self.shelters.fits[after].any():
            self.shelters.free(place, self.world.requests[number])
            return
        self.behind[after] = place
        self.since[after] = day

    def _leaves_cosm(self, number: int) -> None:
        if (place := self.behind.pop(number, None)) is not None:
            self.shelters.free(place, self.world.requests[number])

    def _proposed(self, day: int) -> list[tuple[str, int]]:
        """(key, place) of today: only those for whom there is room need to be looked at."""
        requests, shelters = self.world.requests, self.shelters
        room = {one: shelters.room(one, requests[one]) for one in self.since}
        able = [one for one in self.since if room[one]]
        if not able:
            return []
        open_places = sorted({place for one in able for place in room[one]})
        several = [shelters.asked(one, day - self.since[one]) for one in able]
        found = self.way(several, [shelters.places[place] for place in open_places], shelters.book)
        return [(one.key, open_places[one.place]) for one in found.placed]


class _Told:
    """What is counted, of requests that came in the days that count."""

    def __init__(self, world: World, fits: np.ndarray) -> None:
        self.world, self.fits = world, fits
        self.went: dict[int, tuple[int, int, int]] = {}
        self.units: Counter[int] = Counter()
        # Since when somebody waited to whom a place was offered.
        self.since: dict[int, int] = {}
        self.offers = self.refusals = 0
        self.blocked: list[int] = []
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

    def day_is_over(self, day: int, waiting: Iterable[int], shelters: _Shelters) -> None:
        if day == self.world.warming:
            self.offers = self.refusals = 0
        if day >= self.world.warming:
            onward = [one for one in waiting if self.world.requests[one].after is not None]
            self.blocked.append(self._persons(onward))
            self.lists.append(self._persons(list(waiting)) - self.blocked[-1])
            beds = sum(place["beds"] for place in shelters.places)
            self.taken.append(1 - sum(place["free_beds"] for place in shelters.places) / beds)

    def year(self) -> Year:
        counted = [
            number
            for number, one in enumerate(self.world.requests)
            if one.day >= self.world.warming and one.after is None
        ]
        minors = [number for number in counted if self._minor(number)]
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
            minors=self._persons(minors),
            minors_placed=self._persons([one for one in minors if one in self.went]),
            flowed=self._persons(self._flowed()),
            blocked=float(np.mean(self.blocked)),
            offers=self.offers,
            refusals=self.refusals,
            median_by_scheme=self._by_scheme(gone),
            long_cosm=self._long(gone),
        )

    def _minor(self, number: int) -> bool:
        return bool(self.world.requests[number].waiting.facts["minor"])

    def _flowed(self) -> list[int]:
        """Who went on to OMM on a day that counts."""
        return [
            number
            for number, (_place, day, _until) in self.went.items()
            if self.world.requests[number].after is not None and day >= self.world.warming
        ]

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
