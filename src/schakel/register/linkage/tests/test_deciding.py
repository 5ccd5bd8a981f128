"""Joins, splits, moves and undos: what takes effect when, who must agree, and the way back."""

from datetime import date

import pytest

from schakel.foundation.audit.queries import about_subject
from schakel.register.linkage.actions import join, judge, move, second, split, take_back, undo
from schakel.register.linkage.choices import Refusal
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.pairs import Pair, Side
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.tests.scene import certain, person, registrars, reports_of, state
from schakel.register.persons.actions import register
from schakel.register.persons.models import Exploitation
from schakel.register.persons.tests.people import SHELTER, SYSTEM, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """Two persons with reports of two years, one year shared."""
    return person(2023, 2024), person(2024, 2025, kind="KMAR")


def refused(code: Refusal, action, **given) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        action(**given)
    assert caught.value.code == code
    return caught.value


def test_a_certain_join_takes_effect_and_goes_back(pair):
    first, _second = registrars()
    low, high = pair
    before = state()
    decision = join(by=first, low=high, high=low, reason="Same", proposal=certain(low, high))
    assert decision.state == "EFFECTIVE"
    assert len(reports_of(low)) == 4
    assert not reports_of(high)
    assert {year for _number, year in state()["registrations"]} == {2023, 2024, 2025}
    assert set(Exploitation.objects.values_list("person", flat=True)) == {low.pk}
    for one in pair:
        assert about_subject(one.number).filter(object_id=decision.number).exists()
    undone = undo(by=first, decision=decision, reason="By mistake")
    assert state() == before
    assert undone.undoes == decision
    assert Decision.objects.get(pk=decision.pk).state == "UNDONE"
    refused(Refusal.SETTLED, undo, by=first, decision=decision, reason="Again")
    refused(Refusal.NOT_UNDONE, undo, by=first, decision=undone, reason="Again")


@pytest.mark.parametrize(
    ("low", "high", "score", "why"),
    [
        ({}, {}, None, "WEAK"),
        ({}, {}, 0.97, "WEAK"),
        ({"age": 16}, {}, 0.99, "MINOR"),
        ({}, {"purposes": (SHELTER,)}, 0.99, "SHELTER"),
        ({"gender": "FEMALE"}, {"gender": "MALE"}, 0.99, "CONFLICT"),
    ],
)
def test_a_delicate_join_waits_for_a_second_registrar(low, high, score, why):
    first, other = registrars()
    one, two = person(2023, **low), person(2024, **high)
    if score:
        certain(one, two, score)
    before = state()
    decision = join(by=first, low=one, high=two, reason="Same")
    assert decision.state == "AWAITS_SECOND"
    assert decision.rests_on.two == [why]
    assert state() == before
    refused(Refusal.OWN, second, by=first, decision=decision, agree=True, reason="")
    refused(Refusal.AWAITS, join, by=other, low=one, high=two, reason="Same")
    second(by=other, decision=decision, agree=True, reason="")
    assert not reports_of(two)
    undo(by=first, decision=decision, reason="By mistake")
    assert state() == before


def test_large_joins_take_two():
    one, two = person(2021, 2022, 2023), person(2021, 2022, 2023)
    assert join(
        by=registrars()[0], low=one, high=two, reason="Same", proposal=certain(one, two)
    ).rests_on.two == ["LARGE"]


def test_a_second_registrar_says_no():
    first, other = registrars()
    one, two = person(2023), person(2024)
    before = state()
    decision = join(by=first, low=one, high=two, reason="Same")
    with pytest.raises(ValueError, match="needs a reason"):
        second(by=other, decision=decision, agree=False, reason=" ")
    second(by=other, decision=decision, agree=False, reason="Sisters")
    assert state() == before
    refused(Refusal.SETTLED, second, by=other, decision=decision, agree=True, reason="")


def test_what_changed_meanwhile_is_not_decided_on():
    first, other = registrars()
    one, two = person(2023), person(2024)
    seen = Pair(Side.of(one), Side.of(two)).mark
    waits = join(by=first, low=one, high=two, reason="Same", seen=seen)
    register(by=SYSTEM, report=report(2025, reporter_reference="new"), person=two)
    refused(Refusal.CHANGED, second, by=other, decision=waits, agree=True, reason="")
    second(by=other, decision=waits, agree=False, reason="Look again")
    refused(Refusal.CHANGED, join, by=other, low=one, high=two, reason="Same", seen=seen)


def test_pressed_twice_has_one_effect(pair):
    first, other = registrars()
    low, high = pair
    proposal = certain(low, high)
    decision = join(by=first, low=low, high=high, reason="Same", proposal=proposal)
    again = refused(Refusal.SAME_PERSON, join, by=other, low=low, high=high, reason="Same")
    assert again.decisions == (decision,)


def test_a_split_parts_reports_with_their_corrections_and_is_remembered(pair):
    first, other = registrars()
    low, _high = pair
    before = state()
    parted = reports_of(low)[1]
    decision = split(by=first, person=low, reports=[parted], reason="Another")
    assert reports_of(decision.other) == [parted]
    kept = refused(
        Refusal.NOT_SAME, join, by=first, low=low, high=decision.other, reason="Same after all"
    )
    assert kept.decisions == (decision,)
    overruled = join(by=first, low=low, high=decision.other, reason="Same after all", overrule=True)
    assert "OVERRULES" in overruled.rests_on.two
    second(by=other, decision=overruled, agree=True, reason="")
    assert state() == before
    undo(by=first, decision=overruled, reason="No")
    refused(Refusal.NOT_SAME, join, by=first, low=low, high=decision.other, reason="x")
    undo(by=first, decision=decision, reason="No split either")
    assert state() == before


def test_a_split_leaves_somebody(pair):
    first, _other = registrars()
    low, high = pair
    everything = {"by": first, "person": low, "reason": "x"}
    refused(Refusal.NOTHING_LEFT, split, reports=reports_of(low), **everything)
    refused(Refusal.NOTHING_CHOSEN, split, reports=[], **everything)
    refused(Refusal.NOTHING_CHOSEN, split, reports=reports_of(high), **everything)


def test_a_move_is_a_join_unless_to_somebody_new(pair):
    first, other = registrars()
    low, high = pair
    before = state()
    goes = reports_of(high)[0]
    waits = move(by=first, report=goes, person=low, reason="Wrong person")
    assert waits.state == "AWAITS_SECOND"
    refused(Refusal.AWAITS, move, by=first, report=goes, person=low, reason="Wrong person")
    second(by=other, decision=waits, agree=True, reason="")
    assert goes in reports_of(low)
    undo(by=other, decision=waits, reason="Was right")
    assert state() == before
    alone = move(by=first, report=goes, person=None, reason="Somebody else")
    assert reports_of(alone.other) == [goes]


def test_the_dossier_type_is_told_again_as_it_was():
    first, other = registrars()
    low, late = person(2024, days=(10,)), person(2024, days=(100,), purposes=(SHELTER,))
    early = person(2024, days=(50,), purposes=(SHELTER,))
    sheltered = [*reports_of(late), *reports_of(early)]
    for high in (late, early):
        second(
            by=other, decision=join(by=first, low=low, high=high, reason="x"), agree=True, reason=""
        )
    before = state()
    assert before["registrations"][low.number, 2024][1:] == (
        "REGISTRATION_SHELTER",
        date(2025, 2, 20),
    )
    parted = split(by=first, person=low, reports=sheltered, reason="Another")
    undo(by=first, decision=parted, reason="No")
    assert state() == before


def test_not_the_same_stands_until_it_is_undone(pair):
    first, other = registrars()
    low, high = pair
    proposal = certain(low, high)
    judge(by=first, proposal=proposal, verdict="NOT_SAME", reason="Sisters")
    said = Decision.objects.get(kind="NOT_SAME")
    assert (said.person, said.other, said.reason) == (low, high, "Sisters")
    kept = refused(Refusal.NOT_SAME, join, by=other, low=low, high=high, reason="Same")
    assert kept.decisions == (said,)
    undo(by=other, decision=said, reason="It was a slip")
    assert join(by=other, low=low, high=high, reason="Same").state == "EFFECTIVE"


def test_asking_again_undoes_the_decision(pair):
    first, _other = registrars()
    low, high = pair
    proposal = certain(low, high)
    judge(by=first, proposal=proposal, verdict="NOT_SAME", reason="Sisters")
    take_back(by=first, proposal=proposal)
    assert Decision.objects.get(kind="NOT_SAME").state == "UNDONE"
    judge(by=first, proposal=proposal, verdict="NOT_SAME", reason="Sisters after all")
    assert Decision.objects.filter(kind="NOT_SAME", state="EFFECTIVE").count() == 1


def test_later_decisions_are_undone_first(pair):
    first, _other = registrars()
    low, high = pair
    before = state()
    joined = join(by=first, low=low, high=high, reason="Same", proposal=certain(low, high))
    came = reports_of(low)[-1]
    parted = split(by=first, person=low, reports=[came], reason="Another")
    later = refused(Refusal.LATER, undo, by=first, decision=joined, reason="No")
    assert later.decisions == (parted,)
    assert parted.number in later.message
    undo(by=first, decision=parted, reason="No")
    undo(by=first, decision=joined, reason="No")
    assert state() == before
