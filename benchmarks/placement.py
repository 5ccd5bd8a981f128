"""Shelter: ranking 200 who wait for 500 places by 40 rules, against a bare filter; the joint assignment."""

import time
from collections.abc import Callable
from datetime import date

import numpy as np

from benchmarks.timing import Figure, medians
from schakel.methods.placement import RuleBook, Side, read_facts, score, standard_rules
from schakel.methods.placement.assigning import assign, first_come, one_by_one
from schakel.methods.placement.columns import Columns
from schakel.methods.placement.scoring import scored
from schakel.methods.placement.waiting import Assignment, Waiting
from schakel.methods.placement.worlds import world

CLIENTS, PLACES, RULES = 200, 500, 40
_LEFT_OUT = {"BO", "YOUTH_CARE", "AZC", "ACM", "EMERGENCY_BED", "HOMELESS_SHELTER"}


def figures() -> list[Figure]:
    """Times are of a processor; the floor is 40 comparisons of 200 with 500 numbers, and nothing else."""
    book = _book()
    clients, places = _drawn(CLIENTS, PLACES)
    read = [read_facts(Side.CLIENT, one) for one in clients]
    units = [read_facts(Side.PLACE, one) for one in places]
    cases = {
        "floor": lambda: _seconds(_filter),
        "filter": lambda: _seconds(lambda: book.required(Columns(read, units))),
        "rank": lambda: _seconds(lambda: _order(scored(Columns(read, units), units, book).total)),
        "whole": lambda: _seconds(lambda: _order(score(clients, places, book).total)),
    }
    taken = medians(cases)
    size = f"{CLIENTS} who wait, {PLACES} places, {RULES} rules"
    return [
        _figure(f"who may go where: {size}", taken["filter"], taken["floor"]),
        _figure(f"the same with points and order: {size}", taken["rank"], taken["floor"]),
        _figure("the same, facts read and checked first", taken["whole"], taken["floor"]),
        *_assigned(clients, places, book),
    ]


def _figure(what: str, taken: float, floor: float) -> Figure:
    return Figure(
        what,
        f"{1000 * taken:.1f} ms",
        f"{1000 * floor:.1f} ms (a bare filter)",
        f"{taken / floor:.1f}",
    )


def _book() -> RuleBook:
    rules = [one for one in standard_rules() if one.owner not in _LEFT_OUT]
    assert len(rules) == RULES
    return RuleBook(rules, date(2026, 1, 1))


def _drawn(clients: int, places: int) -> tuple[list[dict], list[dict]]:  # type: ignore[type-arg]
    """Out of as many invented years as it takes."""
    several: list[dict] = []  # type: ignore[type-arg]
    units: list[dict] = []  # type: ignore[type-arg]
    seed = 0
    while len(several) < clients or len(units) < places:
        drawn = world(seed, 30, 230, 0)
        several += [dict(one.waiting.facts) for one in drawn.requests]
        units += [{**place, "unit": f"{seed}-{place['unit']}"} for place in drawn.places]
        seed += 1
    return several[:clients], units[:places]


def _filter() -> None:
    draw = np.random.default_rng(1)
    ours = draw.integers(0, 9, (RULES, CLIENTS, 1), dtype=np.int32)
    theirs = draw.integers(0, 9, (RULES, 1, PLACES), dtype=np.int32)
    found = np.ones((CLIENTS, PLACES), dtype=bool)
    for one, other in zip(ours, theirs, strict=True):
        found &= one <= other


def _order(total: np.ndarray) -> None:  # type: ignore[type-arg]
    np.argsort(-total, axis=1, kind="stable")


def _assigned(clients: list[dict], places: list[dict], book: RuleBook) -> list[Figure]:  # type: ignore[type-arg]
    """More people than beds, so that there is something to choose."""
    draw = np.random.default_rng(1)
    few = places[:40]
    singles = [{**one, "persons": 1, "children": 0} for one in clients]
    return [
        _joint(f"{len(several)} {name}", several, few, book, draw)
        for name, several in (("persons alone", singles[:80]), ("clients and groups", clients))
    ]


def _joint(
    what: str, clients: list[dict], places: list[dict], book: RuleBook, draw: np.random.Generator
) -> Figure:  # type: ignore[type-arg]
    waiting = [
        Waiting(f"{number}", one, 1 + int(draw.integers(0, 4)), int(draw.integers(0, 60)))
        for number, one in enumerate(clients)
    ]
    start = time.process_time()
    found = assign(waiting, places, book)
    taken = time.process_time() - start
    others = first_come(waiting, places, book), one_by_one(waiting, places, book)
    assert found.gap == 0
    assert all(other.objective <= found.objective for other in others)
    beds = sum(place["free_beds"] for place in places)
    return Figure(
        f"joint assignment of {what} to {beds} beds ({found.method}): persons placed {_told(found)}; "
        f"first come {_told(others[0])}, one by one {_told(others[1])}",
        f"{taken:.2f} s",
        "",
        f"gap {found.gap}",
        "gap 0",
    )


def _told(found: Assignment) -> str:
    return f"{found.persons} ({', '.join(map(str, found.objective.persons))})"


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
