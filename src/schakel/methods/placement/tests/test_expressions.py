"""Conditions as data: they say the same read, written, spoken, and computed one by one or all at once."""

import csv
import itertools
import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.placement import (
    CODES,
    TERMS,
    ExpressionError,
    Kind,
    Text,
    Truth,
    VocabularyError,
    parse,
    read_facts,
    sentence,
    to_json,
    together,
)
from schakel.methods.placement.columns import Columns
from schakel.methods.placement.evaluating import evaluate, open_facts
from schakel.methods.placement.expressions import OPPOSITE, All, Any, Condition, Not, straightened
from schakel.methods.placement.tests.cases import clients, conditions, expressions, places
from schakel.methods.placement.vocabulary import NOT_KNOWN

pytestmark = pytest.mark.pure
ADULT = {"fact": "client.age", "op": ">=", "value": 18}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(expressions, min_size=1, max_size=3),
    st.lists(clients, min_size=1, max_size=3),
    st.lists(places, min_size=1, max_size=3),
)
def test_all_at_once_is_what_one_by_one_says(found, several, units):
    several = [read_facts("client", one) for one in several]
    units = [read_facts("place", one) for one in units]
    columns = Columns(several, units)
    for expression in found:
        singly = [[evaluate(expression, one, unit) for unit in units] for one in several]
        assert columns.whole(expression).tolist() == singly
        assert columns.whole(straightened(expression)).tolist() == singly


_SETS = [None, [], ["u1"], ["u2", "u3"], ["u1", "UNKNOWN"], ["UNKNOWN"]]
_CODES = [None, "u1", "u2", "u7"]
_EVERY = [
    ("client.languages", ("has", "has_not"), ["u1", "u9"], None),
    ("client.languages", ("overlaps", "disjoint", "within", "not_within"), [("u1", "u9")], None),
    ("client.languages", ("overlaps", "disjoint", "within", "not_within"), [], "place.languages"),
    ("place.languages", ("overlaps", "within"), [], "client.languages"),
    ("client.current_unit", ("in", "not_in"), [("u1", "u9")], "client.excluded_units"),
    ("place.unit", ("in", "not_in", "==", "!="), [], "client.excluded_units"),
    ("place.unit", ("==", "!="), ["u2", "u9"], "client.current_unit"),
    ("client.excluded_units", ("has", "has_not"), [], "client.current_unit"),
    ("client.excluded_units", ("has", "has_not"), [], "place.unit"),
    ("client.age", ("==", "!=", "<", "<=", ">", ">="), [2], "place.min_age"),
    ("client.pets", ("==", "!="), [True, False], "place.pets"),
]


@pytest.mark.parametrize(("fact", "ops", "literals", "other"), _EVERY)
def test_every_operator_means_the_same_for_many(fact, ops, literals, other):
    rest = {"age": [None, 1, 2, 3], "pets": [None, True, False]}
    several = [
        read_facts(
            "client", {"languages": held, "excluded_units": held, "current_unit": code, **more}
        )
        for held, code in itertools.product(_SETS, _CODES)
        for more in (
            {name: values[len(held or ()) % 3] for name, values in rest.items()},
            {"age": 3},
        )
    ]
    units = [
        read_facts(
            "place", {"languages": held, "unit": code, "min_age": age, "pets": age == 2 or None}
        )
        for held, code, age in itertools.product(_SETS, _CODES, (None, 2))
    ]
    right = {"in": Kind.CODES, "not_in": Kind.CODES}
    for op in ops:
        found = [Condition(fact, op, value) for value in literals]
        kind = right.get(op, TERMS[fact].kind)
        if other and (kind is TERMS[other].kind or op.startswith("has")):
            found.append(Condition(fact, op, other=other))
        for one in found:
            singly = [[evaluate(one, client, place) for place in units] for client in several]
            assert Columns(several, units).whole(one).tolist() == singly, one


def test_long_lists_of_codes_are_compared_whole():
    every = [f"l{number}" for number in range(150)]
    several = [read_facts("client", {"languages": own}) for own in (every, every[:3], every[149:])]
    units = [read_facts("place", {"languages": own}) for own in (every, every[100:], every[:10])]
    for op in ("overlaps", "within"):
        one = Condition("client.languages", op, other="place.languages")
        singly = [[evaluate(one, client, place) for place in units] for client in several]
        assert Columns(several, units).whole(one).tolist() == singly


@settings(max_examples=50, deadline=None)
@given(st.lists(conditions(), min_size=1, max_size=3), clients, places)
def test_not_of_all_is_any_of_nots(parts, client, place):
    client, place = read_facts("client", client), read_facts("place", place)
    both = Not(All(tuple(parts))), Any(tuple(Not(part) for part in parts))
    assert evaluate(both[0], client, place) == evaluate(both[1], client, place)
    one = parts[0]
    turned = Condition(one.fact, OPPOSITE[one.op], one.value, one.other)
    assert evaluate(turned, client, place) == evaluate(one, client, place).opposite


@settings(max_examples=50, deadline=None)
@given(expressions)
def test_an_expression_comes_back_from_json_and_has_a_sentence(expression):
    assert parse(json.dumps(to_json(expression))) == expression
    for language in ("nl", "en"):
        text = sentence(expression, language)
        assert len(text) > 8
        assert text.endswith(".")
        assert "{" not in text


def test_what_is_not_known_is_neither_yes_nor_no():
    adult = parse(ADULT)
    assert evaluate(adult, {}, {}) is Truth.UNKNOWN
    assert evaluate(Not(adult), {}, {}) is Truth.UNKNOWN
    child = {"fact": "client.children", "op": "==", "value": 0}
    either = parse({"any": [ADULT, child]})
    assert evaluate(either, {"age": 20}, {}) is Truth.YES
    settled = parse(
        {"any": [child, {"all": [ADULT, {"fact": "client.pets", "op": "==", "value": True}]}]}
    )
    assert open_facts(settled, {}, {}) == ("client.children", "client.age", "client.pets")
    assert open_facts(settled, {"pets": False}, {}) == ("client.children",)
    assert open_facts(settled, {"children": 0}, {}) == ()
    speaks = parse({"fact": "client.languages", "op": "overlaps", "value": ["nl", "en"]})
    assert evaluate(speaks, {"languages": frozenset({"ti", "UNKNOWN"})}, {}) is Truth.UNKNOWN
    assert evaluate(speaks, {"languages": frozenset()}, {}) is Truth.NO


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ("{", "json", ""),
        ([], "shape", ""),
        ({"all": []}, "empty", "all"),
        ({"fact": "client.agee", "op": ">=", "value": 18}, "unknown_fact", "fact"),
        ({"any": [ADULT, {**ADULT, "op": "has"}]}, "operator", "any[1]"),
        ({"not": {**ADULT, "value": "18"}}, "wrong_kind", "not.value"),
        ({**ADULT, "value": True}, "wrong_kind", "value"),
        ({"fact": "client.sex", "op": "==", "value": "UNKNOWN"}, "wrong_kind", "value"),
        ({"fact": "client.sex", "op": "in", "value": ["FEMALE", "WOMAN"]}, "wrong_kind", "value"),
        ({"fact": "client.age", "op": "<=", "other": "place.sexes"}, "wrong_kind", ""),
        ({"all": [ADULT] * 41}, "too_long", ""),
        ({"all": [{"all": [ADULT] * 21}] * 2}, "too_many", ""),
        (json.loads('{"not":' * 6 + json.dumps(ADULT) + "}" * 6), "too_deep", None),
        ("[" * 30_000, "too_long", ""),
        ("[" * 19_000, "json", ""),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(data, code, path):
    with pytest.raises(ExpressionError) as told:
        parse(data)
    assert told.value.code == code
    assert path is None or told.value.path == path
    assert len(told.value.text.nl) > 10 < len(told.value.text.en)


@pytest.mark.parametrize(
    "data",
    [
        {"fact": "client.region", "op": "==", "value": "R1"},
        {"fact": "client.registration_municipality", "op": "in", "value": ["GM0363"]},
        {"fact": "place.region", "op": "in", "value": ["R1"]},
        {"fact": "place.region", "op": "in", "other": "client.excluded_regions"},
        {"not": {"fact": "place.region", "op": "not_in", "other": "client.excluded_regions"}},
        {"fact": "client.excluded_regions", "op": "disjoint", "value": ["R1", "R2"]},
        {"all": [ADULT, {"fact": "place.region", "op": "!=", "value": "R1"}]},
    ],
)
def test_a_tie_to_a_region_cannot_be_said(data):
    with pytest.raises(ExpressionError, match="tie to a region") as told:
        parse(data)
    assert told.value.code == "region_tie"
    assert "Regiobinding" in told.value.text.nl


def test_a_region_may_keep_somebody_from_danger():
    safe = parse({"fact": "place.region", "op": "not_in", "other": "client.excluded_regions"})
    assert evaluate(safe, {"excluded_regions": frozenset({"R1"})}, {"region": "R1"}) is Truth.NO
    assert evaluate(safe, {"excluded_regions": frozenset()}, {"region": "R1"}) is Truth.YES
    assert evaluate(safe, {}, {"region": "R1"}) is Truth.UNKNOWN
    assert parse({"not": {"not": to_json(safe)}})


def test_every_fact_has_its_words_in_two_languages():
    for term in TERMS.values():
        texts = [term.label, term.phrase, term.unknown]
        texts += [term.negative] if term.kind is Kind.BOOL else []
        assert all(text.nl and text.en for text in texts), term.name


@pytest.mark.parametrize(
    "facts",
    [{"agee": 3}, {"age": -1}, {"age": 3.5}, {"sex": "F"}, {"languages": "nl"}, {"pets": 1}],
)
def test_facts_that_cannot_be_are_refused(facts):
    with pytest.raises(VocabularyError) as told:
        read_facts("client", facts)
    assert told.value.text.nl


def test_persons_together_have_the_needs_of_each():
    mother = {
        "age": 24,
        "sex": "FEMALE",
        "languages": ["en", "it"],
        "wheelchair": False,
        "consent": True,
    }
    mother |= {"excluded_regions": ["R1"], "safety_level": 1}
    baby = {"age": 1, "sex": "MALE", "wheelchair": True, "safety_level": 2}
    group = together([mother, baby])
    assert (group["persons"], group["children"], group["oldest_child_age"]) == (2, 1, 1)
    assert group["sexes"] == {"FEMALE"}
    assert group["wheelchair"] is True
    assert group["consent"] is True
    assert group["safety_level"] == 2
    assert group["excluded_regions"] == {"R1"}  # a baby follows its mother
    assert "pets" not in group
    friends = together([mother, {"age": 30, "excluded_regions": ["R2"]}, {"age": 31}])
    assert friends["excluded_regions"] == {"R1", "R2", "UNKNOWN"}  # nobody asked the third
    calm = {**mother, "aggression": False}
    assert together([calm, baby])["aggression"] is False
    assert "aggression" not in together([calm, {**baby, "age": 14}])
    men = together(
        [{"age": 19, "sex": "MALE", "consent": True}, {"age": 44, "sex": "MALE", "consent": False}]
    )
    assert (men["youngest_age"], men["oldest_age"], men["children"], men["consent"]) == (
        19,
        44,
        0,
        False,
    )
    assert together([{"age": 30, "sex": "X"}])["sexes"] == {"X"}
    with pytest.raises(VocabularyError):
        together([])


@pytest.mark.parametrize("name", ["persons.csv", "exploitation.csv"])
def test_the_codes_are_those_of_the_system(name):
    """A library of its own keeps a copy; this keeps the copy true."""
    kept: dict[str, dict[str, Text]] = {}
    with (
        files("schakel.foundation.terms.data")
        .joinpath(name)
        .open(encoding="utf-8", newline="") as lists
    ):
        for row in csv.DictReader(lists):
            if row["list"] in CODES and row["code"] not in NOT_KNOWN:
                kept.setdefault(row["list"], {})[row["code"]] = Text(
                    row["label_nl"], row["label_en"]
                )
    assert kept
    assert {name: CODES[name] for name in kept} == kept
