"""The best joint assignment of a waiting list to free places, proven; and the same places given in turn.

The objective has levels (see `Objective`), each more important than all that follow. Persons alone are an
assignment problem in whole numbers (Crouse 2016, in SciPy), see `matching`; groups, and people who must stay
apart, make it an integer program, solved level by level (HiGHS; Huangfu & Hall 2018), each level keeping
what the earlier ones reached.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from schakel.methods.placement.matching import matched
from schakel.methods.placement.rules import RuleBook
from schakel.methods.placement.texts import Text
from schakel.methods.placement.waiting import Assignment, AssignmentError, Market, Waiting, Whole

SINGLES, GROUPS = "assignment", "integer program"
FIRST_COME, IN_TURN, SCARCEST = "first come", "one by one", "scarcest first"
Chosen = dict[int, int]


def assign(
    waiting: Sequence[Waiting],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    apart: Iterable[tuple[str, str]] = (),
    ask: bool = False,
    sharing: bool = True,
) -> Assignment:
    """The best assignment there is: every requirement met, no group split, nobody with somebody to avoid.

    `apart` are keys of those who may not come to one unit; `ask` lets in places about which something must
    still be asked; without `sharing` a unit takes one group, whatever beds are left, and then groups too are
    an assignment problem. Raises AssignmentError and VocabularyError.
    """
    market = Market(waiting, places, book, apart, ask, sharing)
    gains = market.gains()
    if not sharing:
        chosen = matched(gains, market.fits, np.minimum(market.beds, 1))
        return market.assignment(chosen, SINGLES, 0)
    if market.apart or (market.persons > 1).any() or (market.children > 0).any():
        chosen, gap = _in_levels(market, gains)
        return market.assignment(chosen, GROUPS, gap)
    return market.assignment(matched(gains, market.fits, market.beds), SINGLES, 0)


def first_come(
    waiting: Sequence[Waiting],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    apart: Iterable[tuple[str, str]] = (),
    ask: bool = False,
    sharing: bool = True,
) -> Assignment:
    """Who waits longest takes the first place that is possible, whatever anybody else needs."""
    market = Market(waiting, places, book, apart, ask, sharing)
    order = sorted(range(len(waiting)), key=lambda one: (-market.days[one], waiting[one].key))
    units = [(str(place.get("unit", "")), number) for number, place in enumerate(market.places)]
    return market.assignment(
        _taken(market, order, lambda one, place: units[place]), FIRST_COME, None
    )


def one_by_one(
    waiting: Sequence[Waiting],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    apart: Iterable[tuple[str, str]] = (),
    ask: bool = False,
    sharing: bool = True,
    scarcest_first: bool = False,
) -> Assignment:
    """By priority, then days, each takes the place that is ranked first for them.

    With `scarcest_first` those of one priority who have the fewest beds to go to choose before others.
    """
    market = Market(waiting, places, book, apart, ask, sharing)
    options = market.options if scarcest_first else np.zeros(len(waiting), dtype=int)

    def turn(one: int) -> tuple[Any, ...]:
        return (market.priority[one], options[one], -market.days[one], waiting[one].key)

    def best(one: int, place: int) -> tuple[Any, ...]:
        scores, facts = market.scores, market.places[place]
        known = -int(scores.outcome[one, place])
        ranked = (known, -int(scores.total[one, place]), int(scores.pressure[one, place]))
        return (*ranked, -int(facts.get("days_free", 0)), str(facts.get("unit", "")), place)

    order = sorted(range(len(waiting)), key=turn)
    return market.assignment(
        _taken(market, order, best), SCARCEST if scarcest_first else IN_TURN, None
    )


def _taken(
    market: Market, order: Sequence[int], preferred: Callable[[int, int], tuple[Any, ...]]
) -> Chosen:
    """Each in turn takes what is preferred of what is left."""
    chosen: Chosen = {}
    beds, child_places = market.beds.copy(), market.child_places.copy()
    foes: dict[int, set[int]] = {}
    for one, other in market.apart:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    for one in order:
        taken = {chosen[foe] for foe in foes.get(one, ()) if foe in chosen}
        free = market.fits[one] & (beds >= market.persons[one])
        free &= (child_places >= market.children[one]) | (market.children[one] == 0)
        left = [place for place in np.flatnonzero(free).tolist() if place not in taken]
        if left:
            chosen[one] = min(left, key=lambda place, one=one: preferred(one, place))  # type: ignore[misc]
            beds[chosen[one]] -= market.persons[one] if market.sharing else beds[chosen[one]]
            child_places[chosen[one]] -= market.children[one]
    return chosen


def _in_levels(market: Market, gains: Sequence[Whole]) -> tuple[Chosen, int]:
    """(who goes where, what could still be gained in the first level where anything could)."""
    groups, places = np.nonzero(market.fits)
    if not len(groups):
        return {}, 0
    matrix, limits = _constraints(market, groups, places)
    chosen: Chosen = {}
    left = 0
    for gain in gains:
        own = gain[groups, places]
        if own.min() == own.max() == 0:
            continue
        found = _best(own, matrix, limits)
        chosen = {
            int(groups[one]): int(places[one]) for one in np.flatnonzero(found.x > 0.5).tolist()
        }
        reached = int(own[found.x > 0.5].sum())
        left = left or max(0, int(np.floor(-found.mip_dual_bound + 1e-3)) - reached)
        # What this level reached must be kept by all that follow.
        matrix = vstack([matrix, csr_matrix(-own[None, :])], format="csr")
        limits = np.append(limits, -reached)
    if not market.possible(chosen):
        raise AssertionError("the solver broke a constraint")
    return chosen, left


def _best(own: Whole, matrix: csr_matrix, limits: Whole) -> Any:
    found = milp(
        -own.astype(np.float64),
        integrality=np.ones(len(own)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, limits),
        options={"mip_rel_gap": 0.0, "presolve": True},
    )
    if found.x is None:
        text = Text("De berekening is niet gelukt: {why}", "The computation failed: {why}")
        raise AssignmentError("solver", text.filled(why=found.message))
    return found


def _constraints(market: Market, groups: Whole, places: Whole) -> tuple[csr_matrix, Whole]:
    """One place for each group; beds and places for children for each unit; who must be apart."""
    pairs = np.arange(len(groups))
    shape = (len(market.places), len(groups))
    once = csr_matrix(
        (np.ones(len(pairs)), (groups, pairs)), shape=(len(market.waiting), len(pairs))
    )
    beds = csr_matrix((market.persons[groups], (places, pairs)), shape=shape)
    children = csr_matrix((market.children[groups], (places, pairs)), shape=shape)
    rows = [once, beds, children]
    limits = [np.ones(len(market.waiting)), market.beds, market.child_places]
    for pair in market.apart:
        either = np.isin(groups, pair)
        rows.append(
            csr_matrix((np.ones(either.sum()), (places[either], pairs[either])), shape=shape)
        )
        limits.append(np.ones(len(market.places)))
    return vstack(rows, format="csr"), np.concatenate(limits).astype(np.float64)
