"""The triage desk: in which queue a report stands, what the list shows, assignments and searches."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import answer, ask, correct, withdraw
from schakel.register.intake.choices import ReturnReason
from schakel.register.persons import handling, triage
from schakel.register.persons.accepting import accept
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.choices import Queue
from schakel.register.persons.models import SavedSearch, TriageStep
from schakel.register.persons.tests.desk import (
    COMPLETE,
    complete,
    in_queue,
    listed,
    queue_of,
    standing,
)
from schakel.register.persons.tests.people import (
    REGISTRATION,
    SHELTER,
    SYSTEM,
    data,
    organisation,
    report,
    user,
)

pytestmark = pytest.mark.django_db


def test_every_report_stands_in_one_queue_by_what_happened_to_it():
    new, lacking, asked, answered, returned, gone, done = (complete(2017 + n) for n in range(7))
    lacking = report(2024, organisation())
    ask(by=SYSTEM, report=asked, question="?")
    ask(by=SYSTEM, report=answered, question="?")
    answer(by=SYSTEM, report=answered, text="!")
    handling.give_back(by=SYSTEM, report=returned, reason=ReturnReason.TIP, text="Een tip")
    withdraw(by=SYSTEM, report=gone, reason="By mistake")
    accept(by=SYSTEM, report=done)
    expected = {
        new: Queue.INCOMING,
        lacking: Queue.INCOMPLETE,
        asked: Queue.QUESTION,
        answered: Queue.ANSWERED,
        returned: Queue.RETURNED,
        gone: Queue.WITHDRAWN,
        done: "",
    }
    assert {sent: queue_of(sent) for sent in expected} == expected
    counts = triage.counts(triage.on_desk(SYSTEM), user())
    assert {queue: counts[queue] for queue in Queue if queue != Queue.INCOMING} == dict.fromkeys(
        set(Queue) - {Queue.INCOMING}, 1
    )


def test_an_answer_about_a_registered_report_is_dealt_with_once(registrar):
    sent = complete()
    accept(by=registrar, report=sent)
    ask(by=registrar, report=sent, question="?")
    assert queue_of(sent) == Queue.QUESTION
    with pytest.raises(NotPossibleError):
        handling.answer_read(by=registrar, report=sent)
    answer(by=SYSTEM, report=sent, text="!")
    assert queue_of(sent) == Queue.ANSWERED
    handling.answer_read(by=registrar, report=sent)
    assert queue_of(sent) == ""
    ask(by=registrar, report=sent, question="And?")
    answer(by=SYSTEM, report=sent, text="!")
    assert queue_of(sent) == Queue.ANSWERED


def test_registering_after_the_answer_takes_the_report_off_the_desk():
    sent = complete()
    ask(by=SYSTEM, report=sent, question="?")
    answer(by=SYSTEM, report=sent, text="!")
    accept(by=SYSTEM, report=sent)
    assert queue_of(sent) == ""


def test_a_correction_leaves_the_desk_to_its_newer_report():
    sent = complete()
    newer = correct(by=SYSTEM, report=sent, data=data(2024, scope="x", **COMPLETE))
    assert queue_of(sent) == ""
    assert queue_of(newer) == Queue.INCOMING


def test_the_list_says_what_is_missing_and_who_acts_next(browser):
    sent = report(2024, organisation(), gender="MALE", age=30)
    text = in_queue(browser, Queue.INCOMPLETE)
    assert sent.number in text
    assert "nationaliteit" in text
    assert standing(sent).missing == ["nationaliteit"]
    assert standing(sent).waits_for == triage.CENTRE
    ask(by=SYSTEM, report=sent, question="?")
    assert standing(sent).waits_for == triage.REPORTER


def test_shelter_asked_stands_on_top_whatever_the_order(browser):
    first = complete(2021)
    urgent = complete(2022, purposes=(REGISTRATION, SHELTER))
    last = complete(2023)
    for order in ("", "newest", "oldest"):
        rows = browser.get(
            reverse("persons:triage"), {"queue": Queue.INCOMING, "order": order}
        ).context["rows"]
        assert rows[0].report == urgent
        assert {row.report for row in rows} == {first, urgent, last}


def test_filters_narrow_list_and_counts(browser):
    police, shelter = complete(2022), report(2023, organisation("De Haven", "SHELTER"), **COMPLETE)
    text = in_queue(browser, Queue.INCOMING, kind="SHELTER")
    assert shelter.number in text
    assert police.number not in text
    answer_ = browser.get(reverse("persons:triage"), {"kind": "SHELTER"})
    tab = next(tab for tab in answer_.context["tabs"] if tab["current"])
    assert tab["count"] == 1
    future = str(timezone.localdate() + timedelta(days=1))
    assert police.number not in in_queue(browser, Queue.INCOMING, since=future)
    assert police.number in in_queue(browser, Queue.INCOMING, until=future)
    assert police.number in in_queue(browser, Queue.INCOMING, assigned="none")
    assert police.number not in in_queue(browser, Queue.INCOMING, missing="gender")


def test_assignments_are_appended_and_show_under_mine(browser, registrar):
    sent, address = complete(), reverse("persons:triage")
    assign = reverse("persons:assign", args=[sent.number])
    browser.post(assign, {"me": "me"})
    browser.post(assign, {"me": "me"})  # a double click
    assert TriageStep.objects.count() == 1
    assert listed(browser, triage.MINE) == [sent.number]
    colleague = user(Role.REGISTRAR, "colleague@example.org")
    browser.post(assign, {"to": colleague.number})
    assert listed(browser, triage.MINE) == []
    assert listed(browser, Queue.INCOMING, assigned=colleague.number) == [sent.number]
    browser.post(assign, {"to": ""})
    kinds = list(TriageStep.objects.values_list("kind", flat=True))
    assert kinds == ["ASSIGNED", "ASSIGNED", "RELEASED"]
    assert about("report", sent.number).filter(data__contains="assignment").count() == 3
    assert browser.get(address).status_code == 200


def test_a_report_is_assigned_to_registrars_only(browser):
    sent, analyst = complete(), user(Role.ANALYST, "analyst@example.org")
    with pytest.raises(ValueError, match="registrar"):
        handling.assign(by=SYSTEM, report=sent, to=analyst)
    browser.post(reverse("persons:assign", args=[sent.number]), {"to": analyst.number})
    assert not TriageStep.objects.exists()


def test_searches_are_their_owners_unless_shared(browser, registrar):
    save = reverse("persons:search-save")
    browser.post(save, {"name": "Opvang", "query": "kind=SHELTER&surname=Jansen&queue=incoming"})
    search = SavedSearch.objects.get()
    assert search.query == "kind=SHELTER&queue=incoming"
    assert "Opvang" in in_queue(browser, Queue.INCOMING)
    other = Client()
    other.force_login(user(Role.REGISTRAR, "colleague@example.org"))
    assert ">Opvang<" not in in_queue(other, Queue.INCOMING)
    browser.post(save, {"name": "Opvang", "query": "kind=SHELTER", "shared": "on"})
    assert SavedSearch.objects.count() == 1
    assert ">Opvang<" in in_queue(other, Queue.INCOMING)
    remove = reverse("persons:search-remove", args=[search.pk])
    assert other.post(remove).status_code == 404
    assert browser.post(remove).status_code == 302
    assert not SavedSearch.objects.exists()


def test_the_desk_takes_a_bounded_number_of_queries(browser, django_assert_max_num_queries):
    for year in range(2000, 2024):
        complete(year, purposes=(REGISTRATION, SHELTER))
    with django_assert_max_num_queries(18):
        assert in_queue(browser, Queue.INCOMING).count("data-row") == 24
    sent = complete()
    with django_assert_max_num_queries(45):
        browser.get(reverse("persons:report", args=[sent.number]))


def test_a_button_leads_back_to_where_it_was_pressed_and_nowhere_else(browser):
    sent = complete()
    address = reverse("persons:assign", args=[sent.number])
    here = f"{reverse('persons:triage')}?queue=incoming&page=2"
    assert browser.post(address, {"me": "me", "back": here})["Location"] == here
    for elsewhere in ("https://example.org/", "//example.org/", ""):
        answer_ = browser.post(address, {"me": "me", "back": elsewhere})
        assert answer_["Location"] == reverse("persons:triage")
