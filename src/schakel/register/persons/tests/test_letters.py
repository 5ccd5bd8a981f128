"""Questions to a reporter, and reports given back with a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import NotPossibleError as ReportNotPossibleError
from schakel.register.intake.actions import ask, correct, give_back
from schakel.register.intake.choices import ReturnReason
from schakel.register.intake.models import ReportStatus
from schakel.register.intake.queries import latest_status
from schakel.register.persons import handling
from schakel.register.persons.accepting import accept
from schakel.register.persons.choices import Queue
from schakel.register.persons.queries import counted_reports, registrations
from schakel.register.persons.tests.desk import COMPLETE, complete, queue_of
from schakel.register.persons.tests.people import (
    SYSTEM,
    data,
    organisation,
    report,
    user,
)

pytestmark = pytest.mark.django_db


def test_a_report_given_back_no_longer_counts_and_can_be_corrected(registrar):
    sent = complete()
    person = accept(by=registrar, report=sent)
    assert list(counted_reports()) == [(2024, "POLICE", person.pk)]
    handling.give_back(by=registrar, report=sent, reason=ReturnReason.TIP, text="Dit is een tip.")
    assert list(counted_reports()) == []
    assert registrations(person) == []
    row = ReportStatus.objects.get(report=sent)
    assert (row.status, row.reason, row.note) == ("RETURNED", "TIP", "Dit is een tip.")
    assert about("report", sent.number).filter(data__contains="status").exists()
    with pytest.raises(ReportNotPossibleError):
        ask(by=registrar, report=sent, question="?")
    newer = correct(by=SYSTEM, report=sent, data=data(2025, scope="x", **COMPLETE))
    assert latest_status(sent) == "CORRECTED"
    assert accept(by=registrar, report=newer) == person
    assert list(counted_reports()) == [(2025, "POLICE", person.pk)]


def test_giving_back_wants_a_known_reason_and_a_text(registrar):
    sent = complete()
    for wrong in ({"reason": "OTHER", "text": "x"}, {"reason": ReturnReason.TIP, "text": " "}):
        with pytest.raises(ValueError, match="reason"):
            handling.give_back(by=registrar, report=sent, **wrong)
    assert queue_of(sent) == Queue.INCOMING


def test_only_registrars_give_back_and_assign():
    sent, reporter = complete(), user(Role.REPORTER)
    Mandate.objects.filter(user=reporter).update(organisation=organisation())
    with pytest.raises(PermissionDenied):
        give_back(by=reporter, report=sent, reason=ReturnReason.TIP, text="x")
    with pytest.raises(PermissionDenied):
        handling.assign(by=reporter, report=sent, to=None)


def test_no_letter_names_a_person_or_a_report_of_somebody_else(browser):
    mine, own = complete(), complete(2023)
    foreign = report(2022, organisation("Opvang", "SHELTER"))
    person = accept(by=SYSTEM, report=foreign)
    address = reverse("persons:ask", args=[mine.number])
    for number in (foreign.number, person.number, foreign.number.replace("-", " ").lower()):
        assert browser.post(address, {"text": f"Zie {number}"}).status_code == 422
        with pytest.raises(ValidationError):
            ask(by=SYSTEM, report=mine, question=f"Zie {number}")
    assert browser.post(address, {"text": f"Hoort dit bij {own.number}?"}).status_code == 302
    back = reverse("persons:give-back", args=[own.number])
    twice = {"reason": "SENT_TWICE", "text": "U stuurde deze melding al."}
    for earlier in ("", foreign.number, own.number):
        assert browser.post(back, {**twice, "earlier": earlier}).status_code == 422
    assert browser.post(back, {**twice, "earlier": mine.number}).status_code == 302
    assert mine.number in ReportStatus.objects.get(report=own).note


def test_a_ready_question_is_dutch_and_names_what_is_missing(browser):
    sent = report(2024, organisation())
    address = reverse("persons:ask", args=[sent.number])
    text = browser.get(address.replace("/", "/en/", 1)).context["form"].initial["text"]
    assert "- nationaliteit" in text
    assert "- leeftijd" in text
    own_words = browser.get(address, {"ready": "own_words"}).context["form"].initial["text"]
    assert own_words == ""
    browser.post(address, {"text": text})
    assert queue_of(sent) == Queue.QUESTION
    assert ReportStatus.objects.get().note == text.strip()


def test_contact_details_and_service_numbers_in_a_question(browser):
    sent = complete()
    address = reverse("persons:ask", args=[sent.number])
    assert browser.post(address, {"text": "Is het BSN 111222333?"}).status_code == 422
    with_telephone = {"text": "Bel ons op 020 123 4567"}
    refused = browser.post(address, with_telephone)
    assert refused.status_code == 422
    assert "sure" in refused.context["form"].fields
    assert browser.post(address, {**with_telephone, "sure": "on"}).status_code == 302


def test_an_answer_by_telephone_is_written_down_once(browser, registrar):
    sent = complete()
    address = reverse("persons:answer", args=[sent.number])
    assert browser.get(address).status_code == 302  # nothing was asked
    ask(by=SYSTEM, report=sent, question="Hoe oud?")
    assert "Hoe oud?" in browser.get(address).content.decode()
    assert browser.post(address, {"text": "BSN 111222333"}).status_code == 422
    for _click in range(2):
        browser.post(address, {"text": "24 jaar"})
    row = ReportStatus.objects.get(status="ANSWERED")
    assert (row.by, row.note) == (registrar.number, "24 jaar")


def test_the_reporter_reads_why_and_what_to_do(registrar):
    sent, reporter = complete(), user(Role.REPORTER)
    Mandate.objects.filter(user=reporter).update(organisation=organisation())
    handling.give_back(by=registrar, report=sent, reason=ReturnReason.TIP, text="Bel ons gerust.")
    client = Client()
    client.force_login(User.objects.get(pk=reporter.pk))
    text = client.get(reverse("intake:detail", args=[sent.number])).content.decode()
    assert "Bel ons gerust." in text
    assert reverse("intake:correct", args=[sent.number]) in text
    assert reverse("intake:withdraw", args=[sent.number]) in text
    assert client.get(reverse("intake:correct", args=[sent.number])).status_code == 200
