"""The queue of review and a case side by side, as a registrar uses them."""

import pytest
from django.urls import reverse

from schakel.foundation.audit.models import Entry
from schakel.register.linkage.models import Constraint, Judgement, Proposal
from schakel.register.persons.actions import register
from schakel.register.persons.queries import person_of
from schakel.register.persons.tests.people import SYSTEM, report

pytestmark = pytest.mark.django_db

ANNA = {"surname": "Nowak", "given_names": "Anna Maria", "born": "1999-04-17", "gender": "FEMALE"}


@pytest.fixture
def pair():
    """Two registered persons who look like one, from two kinds of reporter."""
    low = report(2024, **ANNA)
    high = report(2024, kind="SHELTER", **{**ANNA, "surname": "Novak", "given_names": "Ania"})
    for one in (low, high):
        register(by=SYSTEM, report=one, new=True)
    return Proposal.objects.get(low=low, high=high)


def address(pair: Proposal, name: str = "case") -> str:
    return reverse(f"linkage:{name}", args=[pair.low.number, pair.high.number])


def test_the_queue_leads_to_the_case(browser, pair) -> None:
    page = browser.get(reverse("linkage:review")).content.decode()
    assert address(pair) in page
    assert reverse("linkage:review") in browser.get(reverse("desk")).content.decode()
    assert "Novak" not in page  # who it is stands only where it is decided, and logged


def test_a_case_shows_where_reports_differ_and_is_logged(browser, pair) -> None:
    before = Entry.objects.count()
    page = browser.get(address(pair)).content.decode()
    assert "Nowak" in page
    assert "Novak" in page
    assert "schakel-beside__row--similar" in page
    seen = Entry.objects.order_by("-pk")[: Entry.objects.count() - before]
    assert {pair.low.number, pair.high.number} <= {line.object_id for line in seen}
    assert all(line.ground for line in seen)


def test_a_report_that_waits_becomes_that_of_the_same_person(browser, pair) -> None:
    waiting = report(2025, kind="SHELTER", **ANNA)
    fresh = Proposal.objects.get(low=pair.low, high=waiting)
    answer = browser.post(address(fresh, "decide"), {"verdict": "SAME"})
    assert answer.status_code == 302
    assert person_of(pair.low) == person_of(waiting)


def test_two_persons_on_weak_evidence_wait_for_a_second_registrar(browser, pair) -> None:
    answer = browser.post(address(pair, "decide"), {"verdict": "SAME"}, follow=True)
    assert "tweede registrator" in answer.content.decode()
    assert person_of(pair.low) != person_of(pair.high)
    assert Judgement.objects.get().verdict == "SAME"


def test_not_the_same_is_not_offered_again(browser, pair) -> None:
    browser.post(address(pair, "decide"), {"verdict": "NOT_SAME", "reason": "Other tattoos."})
    assert Constraint.objects.standing().filter(low=pair.low, high=pair.high).exists()
    assert address(pair) not in browser.get(reverse("linkage:review")).content.decode()


def test_a_second_answer_to_one_pair_changes_nothing(browser, pair) -> None:
    for _time in range(2):
        browser.post(address(pair, "decide"), {"verdict": "NOT_SAME", "reason": "Other tattoos."})
    assert Judgement.objects.count() == 1


def test_another_word_is_no_answer(browser, pair) -> None:
    assert browser.post(address(pair, "decide"), {"verdict": "PERHAPS"}).status_code == 422
    assert not Judgement.objects.exists()


def test_the_queue_asks_as_much_for_ten_cases_as_for_one(
    browser, pair, django_assert_max_num_queries
) -> None:
    for number in range(10):
        born = {"born": f"199{number}-03-04"}
        for kind in ("POLICE", "SHELTER"):
            report(2023, kind=kind, **{**ANNA, **born, "surname": f"Kowal{'ab'[number % 2]}ska"})
    with django_assert_max_num_queries(16):
        assert browser.get(reverse("linkage:review")).status_code == 200


def test_a_case_asks_a_bounded_number_of_questions(
    browser, pair, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(45):
        assert browser.get(address(pair)).status_code == 200
