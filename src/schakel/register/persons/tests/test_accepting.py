"""From report to registration in one step, for one report and for many."""

import re

import pytest
from django.urls import reverse

from schakel.register.intake.actions import ask, receive_many
from schakel.register.intake.models import ImportBatch
from schakel.register.persons.accepting import accept, accept_many, plan
from schakel.register.persons.choices import Obstacle, Queue
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.queries import person_of, registrations
from schakel.register.persons.tests.desk import COMPLETE, NAMES, complete, in_queue
from schakel.register.persons.tests.people import (
    SHELTER,
    SYSTEM,
    data,
    organisation,
    report,
)

pytestmark = pytest.mark.django_db


def test_accepting_is_one_step_and_a_second_click_changes_nothing(browser):
    sent = complete()
    address = reverse("persons:accept", args=[sent.number])
    for _click in range(2):
        assert browser.post(address, follow=True).status_code == 200
    assert Person.objects.count() == 1
    assert Membership.objects.filter(report=sent).count() == 1


def test_accepting_joins_the_person_whom_the_senders_key_names():
    first, second = complete(2023, key="K1"), complete(2024, key="K1")
    assert accept(by=SYSTEM, report=first) == accept(by=SYSTEM, report=second)


def test_a_person_who_may_be_the_same_is_for_a_registrar_to_choose(browser):
    known = accept(by=SYSTEM, report=complete(2023, **NAMES))
    elsewhere = organisation("Opvang", "SHELTER")
    second = report(2024, elsewhere, gender="FEMALE", purposes=(SHELTER,), **NAMES)
    answer_ = browser.post(reverse("persons:accept", args=[second.number]))
    assert answer_["Location"] == reverse("persons:report", args=[second.number])
    assert person_of(second) is None
    assert "Misschien bekend" in in_queue(browser, Queue.INCOMPLETE)

    # From the list: the report, and one button.
    page = browser.get(answer_["Location"]).content.decode()
    assert known.number in page
    address = re.search(r'action="([^"]+/judge/)"', page)[1]
    browser.post(address, {"verdict": "SAME"})
    second.refresh_from_db()
    assert person_of(second) == known
    assert (second.reporter_type, second.year) == ("SHELTER", 2024)
    assert second.organisation.name == "Opvang"
    assert [row.year for row in registrations(known)] == [2023, 2024]


def test_many_are_accepted_at_once_but_not_those_with_a_problem(browser):
    known = complete(2019, **NAMES)
    accept(by=SYSTEM, report=known)
    good, other = complete(2020), complete(2021)
    lacking = report(2022, organisation())
    alike = report(2023, organisation("Opvang", "SHELTER"), **{**COMPLETE, **NAMES})
    asked = complete(2024)
    ask(by=SYSTEM, report=asked, question="?")
    chosen = [good, other, lacking, alike, asked, known]
    address = reverse("persons:triage-accept")
    numbers = {"report": [sent.number for sent in chosen]}
    shown = browser.get(address, numbers).context["plan"]
    assert {row.number for row in shown.good} == {good.number, other.number}
    assert {row.number: why for row, why in shown.skipped} == {
        lacking.number: [Obstacle.MISSING],
        alike.number: [Obstacle.MAY_BE_KNOWN],
        asked.number: [Obstacle.QUESTION_OUT],
        known.number: [Obstacle.REGISTERED],
    }
    before = Person.objects.count()
    assert before == 1  # looking changes nothing
    for clicks in (2, 0):
        done = browser.post(address, numbers).context["done"]
        assert len(done.good) == clicks
    assert Person.objects.count() == before + 2


def test_two_alike_in_one_heap_do_not_become_two_persons():
    first = report(2023, organisation(), **{**COMPLETE, **NAMES})
    second = report(2024, organisation("Opvang", "SHELTER"), **{**COMPLETE, **NAMES})
    done = accept_many(by=SYSTEM, reports=[first, second])
    assert [row.number for row in done.good] == [first.number]
    assert done.skipped[0][1] == [Obstacle.ALIKE_HERE]
    again = plan([second])
    assert again.skipped[0][1] == [Obstacle.MAY_BE_KNOWN]


def test_the_reports_of_a_delivery_are_accepted_from_its_page(browser):
    batch = ImportBatch.objects.create(format="CSV", source="tests", state="DONE", by="tests")
    rows = [
        data(2024, scope="tests", reporter_reference=f"R{number}", **given)
        for number, given in enumerate((COMPLETE, {**COMPLETE, "gender": "MALE"}, {}))
    ]
    receive_many(by=SYSTEM, rows=rows, batch=batch)
    address = reverse("persons:triage-accept")
    page = browser.get(reverse("persons:import", args=[batch.number])).content.decode()
    assert f"{address}?batch={batch.number}" in page
    shown = browser.get(address, {"batch": batch.number}).context["plan"]
    assert (len(shown.good), len(shown.skipped)) == (2, 1)
    done = browser.post(address, {"batch": batch.number}).context["done"]
    assert (len(done.good), done.new) == (2, 2)
    assert Person.objects.count() == 2
    assert browser.get(address, {"batch": "B-0000-0000"}).status_code == 404
