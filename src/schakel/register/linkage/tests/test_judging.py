"""A registrar says of two reports whether they are about one person, and is not asked twice."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import correct, withdraw
from schakel.register.linkage.actions import undo
from schakel.register.linkage.models import Constraint, Decision, Judgement, Proposal
from schakel.register.linkage.tests.test_arrival import RESPELT, TESFAY, pairs
from schakel.register.persons.actions import register
from schakel.register.persons.queries import person_of, possible_same
from schakel.register.persons.tests.people import SYSTEM, data, report, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    client = Client()
    client.force_login(user(Role.REGISTRAR))
    return client


@pytest.fixture
def two():
    """A registered report, and one that waits and may be about the same person."""
    known = report(2023, nationalities=("ER",), **TESFAY)
    register(by=SYSTEM, report=known)
    return known, report(2024, nationalities=("ER",), **RESPELT)


def page(browser, row) -> str:
    answer = browser.get(reverse("persons:report", args=[row.number]))
    assert answer.status_code == 200
    return answer.content.decode()


def say(browser, verdict: str, reason: str = "", **where):
    address = reverse("linkage:judge", args=[Proposal.objects.get(**where).pk])
    return browser.post(
        address, {"verdict": verdict, "reason": reason}, follow=True
    ).content.decode()


def test_the_page_of_a_report_says_why_somebody_may_be_the_same(browser, two):
    known, waiting = two
    text = page(browser, waiting)
    assert person_of(known).number in text
    assert "achternaam anders gespeld" in text
    assert "zelfde nationaliteit" in text
    assert "Tesfa" not in text


def test_the_desk_says_that_somebody_is_perhaps_known(browser, two):
    text = browser.get(reverse("persons:triage")).content.decode()
    assert "Misschien bekend" in text


def test_same_registers_the_report_that_waits(browser, two):
    known, waiting = two
    say(browser, "SAME")
    assert person_of(waiting) == person_of(known)
    assert not pairs()
    assert about("report", waiting.number).filter(data__contains="judgement").exists()


@pytest.fixture
def sure():
    """Two persons who are almost certainly one."""
    rows = [
        report(year, nationalities=("ER",), age=24, v_number="1234567890", **TESFAY)
        for year in (2023, 2024)
    ]
    return [(row, register(by=SYSTEM, report=row, new=True)) for row in rows]


def test_same_makes_two_persons_one_which_can_be_undone(browser, sure):
    (first, older), (second, newer) = sure
    say(browser, "SAME")
    assert person_of(second) == person_of(first) == older
    assert not pairs()
    undo(by=SYSTEM, decision=Decision.objects.get(), reason="vergissing")
    assert person_of(second) == newer
    assert pairs() == [(first.pk, second.pk)]


def test_a_weak_pair_of_persons_waits_for_a_second_registrar(browser, two):
    _known, waiting = two
    alone = register(by=SYSTEM, report=waiting, new=True)
    Proposal.objects.update(score=0.9)
    assert "tweede registrator" in say(browser, "SAME")
    assert person_of(waiting) == alone
    assert pairs()


def test_not_the_same_can_be_asked_again(browser, two):
    say(browser, "NOT_SAME", "andere zaak")
    text = page(browser, two[1])
    address = re.search(r'action="([^"]+/take-back/)"', text)[1]
    browser.post(address)
    assert pairs()
    assert not Constraint.objects.standing().exists()


def test_not_the_same_is_remembered_until_a_correction_says_something_else(browser, two):
    known, waiting = two
    text = say(browser, "NOT_SAME", "andere zaak")
    assert "niet dezelfde persoon" in text
    assert not possible_same(waiting, user=SYSTEM)
    waiting = correct(
        by=SYSTEM,
        report=waiting,
        data=data(2024, nationalities=("ER",), **RESPELT, forms=("LABOUR",)),
    )
    assert not pairs()
    newer = correct(
        by=SYSTEM,
        report=waiting,
        data=data(2024, nationalities=("ER",), **{**RESPELT, "surname": "Tesfay"}),
    )
    assert pairs() == [(known.pk, newer.pk)]


def test_computing_again_overrules_nobody(browser, two):
    say(browser, "NOT_SAME", "tweelingzus")
    decided = list(Constraint.objects.values("low", "high", "kind", "facts"))
    call_command("index_reports", rebuild=True, stdout=StringIO())
    assert not pairs()
    assert list(Constraint.objects.values("low", "high", "kind", "facts")) == decided


def test_unsure_stays_for_a_colleague(browser, two):
    say(browser, "UNSURE")
    assert pairs()
    assert "Een collega wist het niet" in page(browser, two[1])


def test_whoever_overrules_a_high_score_says_why(browser):
    for year in (2023, 2024):
        report(year, nationalities=("ER",), v_number="1234567890", **TESFAY)
    assert Proposal.objects.get().score > 0.98
    assert "waarom" in say(browser, "NOT_SAME")
    assert not Judgement.objects.exists()
    say(browser, "NOT_SAME", "vingerafdrukken verschillen")
    assert not pairs()


def test_a_withdrawn_report_is_still_shown_and_says_so(browser, two):
    known, waiting = two
    withdraw(by=SYSTEM, report=known, reason="vergissing")
    assert "ingetrokken" in page(browser, waiting).lower()


def test_only_a_registrar_judges(two):
    client = Client()
    client.force_login(user(Role.ANALYST, "analyst@example.org"))
    address = reverse("linkage:judge", args=[Proposal.objects.get().pk])
    assert client.post(address, {"verdict": "SAME"}).status_code == 403
