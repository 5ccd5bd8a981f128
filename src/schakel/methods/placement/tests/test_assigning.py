"""The joint assignment: the best there is, by counting all there are."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.placement import Waiting, assign, assigning, first_come, matching, one_by_one
from schakel.methods.placement.tests.cases import MOTHER, UNIT, book
from schakel.methods.placement.waiting import AssignmentError, Market

pytestmark = pytest.mark.pure
BOOK = book()


def person(**more):
    return {**MOTHER, "persons": 1, "children": 0, **more}


def market(seed, groups=True):
    """A small waiting list and few places, drawn."""
    draw = np.random.default_rng(seed)
    several = []
    for number in range(int(draw.integers(2, 5))):
        children = int(draw.integers(0, 3)) if groups else 0
        facts = person(
            persons=1 + children,
            children=children,
            sexes=[str(draw.choice(["FEMALE", "MALE"]))],
            wheelchair=bool(draw.random() < 0.3),
            safety_level=int(draw.integers(0, 3)),
        )
        several.append(
            Waiting(f"w{number}", facts, int(draw.integers(1, 5)), int(draw.integers(0, 60)))
        )
    units = [
        {
            **UNIT,
            "unit": f"u{number}",
            "free_beds": int(draw.integers(0, 4)),
            "child_places": int(draw.integers(0, 3)),
            "sexes": [["FEMALE"], ["MALE"], ["FEMALE", "MALE"]][int(draw.integers(0, 3))],
            "wheelchair": bool(draw.random() < 0.5),
            "safety_level": int(draw.integers(0, 4)),
            "secret_address": bool(draw.random() < 0.5),
            "staffed_24h": bool(draw.random() < 0.5),
        }
        for number in range(int(draw.integers(1, 4)))
    ]
    pairs = [("w0", "w1")] if groups and draw.random() < 0.5 else []
    return several, units, pairs


def best_of_all(several, units, pairs, sharing=True):
    """By trying everything."""
    found = Market(several, units, BOOK, pairs, False, sharing)
    wheres = itertools.product([None, *range(len(units))], repeat=len(several))
    every = ({one: where for one, where in enumerate(row) if where is not None} for row in wheres)
    return max(found.worth(chosen) for chosen in every if found.possible(chosen))


@pytest.mark.parametrize("seed", range(12))
def test_groups_are_assigned_as_well_as_can_be(seed):
    several, units, pairs = market(seed)
    found = assign(several, units, BOOK, pairs)
    assert found.objective == best_of_all(several, units, pairs)
    assert found.gap == 0
    for other in (
        first_come(several, units, BOOK, pairs),
        one_by_one(several, units, BOOK, pairs),
        one_by_one(several, units, BOOK, pairs, scarcest_first=True),
    ):
        assert other.objective <= found.objective
        keys = {one.key: one.place for one in other.placed}
        chosen = {number: keys[one.key] for number, one in enumerate(several) if one.key in keys}
        assert Market(several, units, BOOK, pairs, False).possible(chosen)


@pytest.mark.parametrize("seed", range(20, 26))
def test_single_persons_are_assigned_as_well_as_can_be(seed):
    several, units, _ = market(seed, groups=False)
    found = assign(several, units, BOOK)
    assert (found.method, found.gap) == (assigning.SINGLES, 0)
    assert found.objective == best_of_all(several, units, [])


@pytest.mark.parametrize("seed", range(30, 36))
def test_a_unit_that_takes_one_group_takes_no_second(seed):
    several, units, pairs = market(seed)
    found = assign(several, units, BOOK, pairs, sharing=False)
    assert found.objective == best_of_all(several, units, pairs, sharing=False)
    taken = one_by_one(several, units, BOOK, pairs, sharing=False)
    for one in (found, taken):
        assert len({placed.place for placed in one.placed}) == len(one.placed)
    assert taken.objective <= found.objective


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_levels_of_gain_are_matched_one_after_the_other(data):
    persons, units = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    gains = st.lists(st.integers(0, 3), min_size=persons * units, max_size=persons * units)
    levels = [np.array(data.draw(gains)).reshape(persons, units) for _ in range(3)]
    fits = np.array(data.draw(gains)).reshape(persons, units) > 0
    beds = np.array(data.draw(st.lists(st.integers(0, 2), min_size=units, max_size=units)))

    def worth(chosen):
        return [sum(int(level[pair]) for pair in chosen) for level in levels]

    every = itertools.product([None, *range(units)], repeat=persons)
    ways = [[(one, where) for one, where in enumerate(row) if where is not None] for row in every]
    able = [way for way in ways if all(fits[pair] for pair in way) and _fit(way, beds)]
    found = list(matching.matched(levels, fits, beds).items())
    assert found in able
    assert worth(found) == max(map(worth, able))


def test_a_later_level_gives_up_nothing_of_an_earlier_one():
    """One of two must take the first unit, though both would rather have the second."""
    first, second = np.array([[1, 0], [1, 0]]), np.array([[0, 3], [0, 2]])
    found = matching.matched([first, second], np.ones((2, 2), dtype=bool), np.array([1, 2]))
    assert found == {0: 1, 1: 0}


def _fit(chosen, beds):
    taken = np.bincount([unit for _, unit in chosen], minlength=len(beds))
    return bool((taken <= beds).all())


def test_the_joint_assignment_places_whom_turns_leave_out():
    """The first could go to both, the second only to one of them."""
    mixed = {**UNIT, "unit": "a", "free_beds": 1, "sexes": ["FEMALE", "MALE"]}
    women = {**UNIT, "unit": "b", "free_beds": 1}
    several = [Waiting("w", person(), 3, 9), Waiting("m", person(sexes=["MALE"]), 3, 1)]
    assert [one.key for one in first_come(several, [mixed, women], BOOK).placed] == ["w"]
    joint = assign(several, [mixed, women], BOOK)
    assert {(one.key, one.unit) for one in joint.placed} == {("w", "b"), ("m", "a")}
    assert joint.unplaced == ()


def test_each_goes_where_it_is_safest_for_them_and_few_needs_gain_nothing():
    safe = {**UNIT, "unit": "safe", "free_beds": 1, "secret_address": True, "staffed_24h": True}
    plain = {**UNIT, "unit": "a", "free_beds": 1, "secret_address": False, "staffed_24h": False}
    danger, calm = person(safety_level=2), person(safety_level=0)
    (placed,) = assign([Waiting("danger", danger)], [plain, safe], BOOK).placed
    assert placed.unit == "safe"
    both = [Waiting("calm", calm, 3, 1), Waiting("danger", danger, 3, 30)]
    assert {one.unit: one.key for one in assign(both, [plain, safe], BOOK).placed} == {
        "safe": "danger",
        "a": "calm",
    }
    # One place that is not the safest kind: who waited longest, not who needs least.
    assert [one.key for one in assign(both, [plain], BOOK).placed] == ["danger"]


def test_a_group_is_never_split_and_a_priority_never_outvoted():
    family = {**MOTHER, "persons": 4, "children": 3, "oldest_child_age": 9}
    several = [Waiting(f"s{number}", person(), 2, 300) for number in range(4)]
    several.append(Waiting("family", family, 1, 0))
    two = [{**UNIT, "unit": f"u{number}", "free_beds": 2, "child_places": 2} for number in range(2)]
    assert "family" in assign(several, two, BOOK).unplaced
    four = [{**UNIT, "free_beds": 4, "child_places": 3}]
    (placed,) = assign(several, four, BOOK).placed
    assert (placed.key, placed.persons) == ("family", 4)


def test_what_must_still_be_asked_is_left_out_unless_wanted():
    several = [Waiting("w", person(b8_status=None))]
    assert assign(several, [UNIT], BOOK).unplaced == ("w",)
    assert assign(several, [UNIT], BOOK, ask=True).unplaced == ()
    sure = {**UNIT, "unit": "z"}
    unsure = {**UNIT, "unit": "a", "pets": None, "secret_address": True, "staffed_24h": True}
    (placed,) = assign(
        [Waiting("w", person(pets=True))], [unsure, {**sure, "pets": True}], BOOK, ask=True
    ).placed
    assert placed.unit == "z"


def test_a_list_that_cannot_be_is_refused():
    one = Waiting("w", person())
    for several, pairs in (([one, one], ()), ([one], [("w", "x")]), ([Waiting("w", {}, 5)], ())):
        with pytest.raises(AssignmentError) as told:
            assign(several, [UNIT], BOOK, pairs)
        assert told.value.text.nl
    assert assign([], [UNIT], BOOK).placed == assign([one], [], BOOK).placed == ()
