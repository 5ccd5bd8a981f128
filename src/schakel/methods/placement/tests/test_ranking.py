"""Rules and rankings: every answer with its reason, the same every time."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.placement import (
    CODES,
    Criterion,
    ExpressionError,
    Frozen,
    Level,
    Outcome,
    ReplayError,
    Rule,
    RuleBook,
    RuleError,
    RuleKind,
    Text,
    affected,
    explain,
    freeze,
    parse,
    rank,
    replay,
    score,
    standard_rules,
)
from schakel.methods.placement.expressions import Condition
from schakel.methods.placement.tests.cases import DAY, MOTHER, UNIT, book, clients, places

pytestmark = pytest.mark.pure
NO_PETS = parse({"fact": "client.pets", "op": "==", "value": False})


def rule(code="own", **more):
    fields = {
        "level": Level.UNIT,
        "owner": "u1",
        "kind": RuleKind.REQUIRE,
        "expression": NO_PETS,
        "text": Text("Geen huisdieren.", "No pets."),
    }
    return Rule(code, **{**fields, **more})


def codes(verdicts):
    return {one.rule.code for one in verdicts}


def test_a_place_says_which_rules_it_passes_and_fails():
    found = explain(MOTHER, UNIT, book())
    assert found.outcome is Outcome.POSSIBLE
    assert {"cosm-b8", "child-places", "unsafe-region"} <= codes(found.passed)
    assert not codes(found.passed) & {"omm-problems", "azc-asylum"}  # of other schemes
    found = explain(MOTHER, {**UNIT, "scheme": "OMM", "child_places": 0, "region": "R1"}, book())
    assert found.outcome is Outcome.NOT
    assert codes(found.failed) == {"omm-problems", "child-places", "unsafe-region"}
    verdict = next(one for one in found.failed if one.rule.code == "child-places")
    assert verdict.told("place.child_places").nl == "0"
    assert "meereizende kinderen" in verdict.sentence.nl


def test_what_is_not_known_is_asked_and_refuses_nobody():
    nobody_asked = {**MOTHER, "b8_status": None, "pets": None}
    found = explain(nobody_asked, UNIT, book())
    assert found.outcome is Outcome.ASK
    assert found.asks == ("client.b8_status", "client.pets")
    assert explain(nobody_asked, {**UNIT, "pets": True}, book()).asks == ("client.b8_status",)


def test_secret_reasons_are_shown_to_who_may_see_them():
    found = explain(MOTHER, {**UNIT, "region": "R1"}, book())
    hidden = found.shown(secrets=False)
    assert hidden.outcome is Outcome.NOT
    (verdict,) = hidden.failed
    assert verdict.hidden
    assert not verdict.values
    told = repr(hidden)
    assert "unsafe-region" not in told
    assert "R1" not in told
    assert "u9" not in told
    open_rule = rule(
        expression=parse({"fact": "place.unit", "op": "not_in", "other": "client.excluded_units"})
    )
    found_too = explain({**MOTHER, "excluded_units": ["u1"]}, UNIT, book(open_rule))
    assert [one.rule.code for one in found_too.shown(secrets=False).failed] == ["secret", "secret"]
    assert found.shown(secrets=True).failed[0].values["client.excluded_regions"] == {"R1"}


def test_rules_of_every_level_hold_together():
    more = [
        rule("unit"),
        rule("site", level=Level.SITE, owner="s1"),
        rule("organisation", level=Level.ORGANISATION, owner="o1"),
        rule("other", owner="u2"),
    ]
    with_pet = {**MOTHER, "pets": True}
    found = explain(with_pet, {**UNIT, "pets": True}, book(*more))
    assert codes(found.failed) == {"unit", "site", "organisation"}
    assert codes(explain(with_pet, {**UNIT, "pets": True, "unit": "u3"}, book(*more)).failed) == {
        "site",
        "organisation",
    }


def test_the_newest_version_of_the_day_holds():
    first = rule(valid_from=date(2026, 1, 1))
    second = replace(first, version=2, valid_from=date(2026, 6, 1), valid_to=date(2026, 9, 1))
    on = {day: RuleBook([first, second], day).rules for day in (date(2025, 1, 1), date(2026, 2, 1))}
    assert on == {date(2025, 1, 1): (), date(2026, 2, 1): (first,)}
    assert RuleBook([first, second], date(2026, 8, 31)).rules == (second,)
    assert RuleBook([first, second], date(2026, 9, 1)).rules == (first,)


@pytest.mark.parametrize(
    "more",
    [
        {"weight": 3},
        {"kind": RuleKind.PREFER, "weight": 0, "criterion": Criterion.FIT},
        {"kind": RuleKind.PREFER, "weight": 3},
        {"valid_from": DAY, "valid_to": DAY},
        {"text": Text("", "No pets.")},
        {"expression": parse({"fact": "client.current_organisation", "op": "==", "value": "o1"})},
    ],
)
def test_a_rule_that_cannot_be_is_refused(more):
    with pytest.raises(RuleError) as told:
        rule(**more)
    assert told.value.text.nl


def test_a_rule_made_in_code_cannot_tie_to_a_region_either():
    with pytest.raises(ExpressionError, match="tie to a region"):
        rule(expression=Condition("place.region", "==", "R1"))


def test_the_standard_rules_come_back_from_json_and_cite():
    for one in standard_rules():
        assert Rule.from_json(json.loads(json.dumps(one.to_json()))) == one
        assert one.source
    with pytest.raises(RuleError):
        Rule.from_json({"code": "x"})
    schemes = {one.owner for one in standard_rules()} - {""}
    assert schemes == set(CODES["scheme"])


def units():
    return [
        {**UNIT, "unit": "u1", "days_free": 3},
        {**UNIT, "unit": "u2", "days_free": 9},
        {**UNIT, "unit": "u3", "secret_address": True, "staffed_24h": True},
        {**UNIT, "unit": "u4", "pets": None, "days_until_open": None},
        {**UNIT, "unit": "u5", "sexes": ["MALE"], "child_places": 0},
        {**UNIT, "unit": "u6", "sexes": ["MALE"]},
    ]


def test_possible_before_ask_before_not_and_ties_are_explained():
    found = rank(MOTHER, units(), book())
    assert [one.unit for one in found.entries] == ["u3", "u2", "u1", "u4", "u6", "u5"]
    assert [one.outcome.value for one in found.entries] == ["possible"] * 3 + ["ask", "not", "not"]
    assert "korter vrij" in found.entries[2].tie.nl
    assert found.entries[0].tie is None
    for one in found.entries:
        assert sum(part.counts for part in one.components) == one.total
    safety = found.entries[0].components[0]
    assert (safety.criterion, safety.points, safety.counts) == (Criterion.SAFETY, 100, 4000)


def test_a_place_that_others_need_more_is_spared():
    """A man who can go nowhere else waits; the woman can go elsewhere."""
    mixed = {**UNIT, "unit": "a-mixed", "sexes": ["FEMALE", "MALE"]}
    man = {**MOTHER, "sex": "MALE", "sexes": ["MALE"]}
    alone = rank(MOTHER, [mixed, UNIT], book())
    assert [one.unit for one in alone.entries] == ["a-mixed", "u1"]
    assert {one.calm for one in alone.entries} == {100}  # nobody else waits
    beside = rank(MOTHER, [mixed, UNIT], book(), [man])
    assert [one.unit for one in beside.entries] == ["u1", "a-mixed"]


def test_a_place_with_more_beds_left_is_needed_less():
    two, six = (
        {**UNIT, "unit": f"u{beds}", "free_beds": beds, "child_places": 1} for beds in (2, 6)
    )
    assert [one.unit for one in rank(MOTHER, [two, six], book(), [MOTHER]).entries] == ["u6", "u2"]
    assert [one.unit for one in rank(MOTHER, [two, six], book()).entries] == ["u2", "u6"]


def test_a_decision_is_made_again_from_what_was_kept():
    kept = freeze(MOTHER, units(), book(), [MOTHER])
    again = replay(Frozen(kept.text, kept.sha256))
    first = rank(MOTHER, units(), book(), [MOTHER])
    assert [(one.unit, one.total, one.tie, one.components) for one in again.entries] == [
        (one.unit, one.total, one.tie, one.components) for one in first.entries
    ]
    assert freeze(MOTHER, units(), book(), [MOTHER]) == kept
    with pytest.raises(ReplayError, match="changed"):
        replay(Frozen(kept.text.replace("u3", "u8"), kept.sha256))
    with pytest.raises(ReplayError, match="version"):
        replay(kept.text.replace('"result":[[2,', '"result":[[1,'))
    with pytest.raises(ReplayError):
        replay("{}")


@settings(max_examples=25, deadline=None)
@given(
    clients, st.lists(places, min_size=2, max_size=5), st.lists(clients, max_size=2), st.randoms()
)
def test_the_order_in_which_things_come_in_does_not_matter(client, several, waiting, random):
    several = [{**one, "unit": f"u{number}"} for number, one in enumerate(several)]
    first = rank(client, several, book(), waiting)
    random.shuffle(several)
    random.shuffle(waiting)
    again = rank(client, several, book(), waiting)
    told = [[(one.unit, one.total, one.tie) for one in found.entries] for found in (first, again)]
    assert told[0] == told[1]
    scores = score([client, *waiting], several, book())
    assert {one.place: one.total for one in again.entries} == dict(
        enumerate(scores.total[0].tolist())
    )
    for one in again.entries:
        assert one.explanation.outcome is one.outcome
        assert sum(part.counts for part in one.components) == one.total


def test_a_change_says_whom_it_would_touch():
    one, other = MOTHER, {**MOTHER, "pets": True}
    both = [UNIT, {**UNIT, "unit": "u2", "pets": True}]
    found = affected(
        rule(owner="u2"), [one, other, {**MOTHER, "pets": None}], both, standard_rules(), DAY
    )
    assert (found.possible_before, found.possible_after) == (4, 2)
    assert (found.lost, found.asked, found.gained) == (((1, 1),), ((2, 1),), ())
    assert found.without == (1,)


def test_the_library_starts_without_scipy():
    code = "import sys, schakel.methods.placement; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
