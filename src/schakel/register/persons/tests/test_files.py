"""A registrar opens the files of a report on a stated ground, and each time is logged."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.foundation.files.choices import Scan
from schakel.register.intake.actions import correct
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.models import Attachment
from schakel.register.intake.queries import data_of
from schakel.register.persons.models import IdentityOpening
from schakel.register.persons.tests.people import SYSTEM, organisation, report, user

pytestmark = pytest.mark.django_db
NAME = "Zonnebloem verklaring.txt"
GROUND = {"files-ground": "REGISTRATION", "files-explanation": "Compare two reports"}


@pytest.fixture
def browser():
    client = Client()
    client.force_login(user())
    return client


@pytest.fixture
def sent():
    """A report with one file."""
    made = report(sender=organisation())
    file = look_at(by=SYSTEM, to=made, name=NAME, content=b"What happened.")
    add_to_report(by=SYSTEM, report=made, file=file)
    return made


def page(client, number):
    return client.get(reverse("persons:report", args=[number])).content.decode()


def test_names_and_content_stay_closed(browser, sent) -> None:
    text = page(browser, sent.number)
    assert "Bijlage 1" in text
    assert NAME not in text
    assert browser.get(reverse("persons:report-file", args=[sent.number, 1])).status_code == 405


@pytest.mark.parametrize("name", ["report-files", "report-file"])
def test_without_a_ground_nothing_opens(browser, sent, name) -> None:
    place = [sent.number] if name == "report-files" else [sent.number, 1]
    for given in ({}, GROUND | {"files-explanation": " "}, GROUND | {"files-ground": "CURIOUS"}):
        answer = browser.post(reverse(f"persons:{name}", args=place), given)
        assert answer.status_code == 422
        assert NAME not in answer.content.decode()
    assert not IdentityOpening.objects.exists()


def test_a_ground_shows_the_names_and_is_logged(browser, sent) -> None:
    answer = browser.post(reverse("persons:report-files", args=[sent.number]), GROUND)
    assert NAME in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    opening = IdentityOpening.objects.get()
    assert (opening.report, opening.ground) == (sent, "REGISTRATION")
    line = about("report", sent.number).filter(data="attachment_names").get()
    assert (line.event, line.ground) == (Event.VIEW, "REGISTRATION")


def test_a_file_is_saved_on_a_ground(browser, sent) -> None:
    answer = browser.post(reverse("persons:report-file", args=[sent.number, 1]), GROUND)
    assert answer.content == b"What happened."
    assert answer["Content-Disposition"] == f'attachment; filename="{sent.number}-bijlage-1.txt"'
    assert "sandbox" in answer["Content-Security-Policy"]
    line = about("report", sent.number).filter(event=Event.EXPORT).get()
    assert (line.data, line.ground) == ("attachment:1", "REGISTRATION")


@pytest.mark.parametrize("verdict", [Scan.WAITING, Scan.INFECTED])
def test_the_scanner_comes_first(browser, sent, verdict) -> None:
    Attachment.objects.update(scan=verdict)
    answer = browser.post(reverse("persons:report-file", args=[sent.number, 1]), GROUND)
    assert answer.status_code == 302
    assert not about("report", sent.number).filter(event=Event.EXPORT).exists()
    opened = browser.post(reverse("persons:report-files", args=[sent.number]), GROUND)
    assert reverse("persons:report-file", args=[sent.number, 1]) not in opened.content.decode()


def test_a_file_that_is_not_there(browser, sent) -> None:
    answer = browser.post(reverse("persons:report-file", args=[sent.number, 2]), GROUND)
    assert answer.status_code == 404


def test_files_of_the_corrected_report_are_found(browser, sent) -> None:
    new = correct(by=SYSTEM, report=sent, data=data_of(sent))
    assert "Bijlage 1" in page(browser, new.number)
    opened = browser.post(reverse("persons:report-files", args=[new.number]), GROUND)
    assert reverse("persons:report-file", args=[sent.number, 1]) in opened.content.decode()


def test_the_page_decrypts_no_file(browser, sent, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(40) as asked:
        page(browser, sent.number)
    assert not any("attachmentcontent" in query["sql"] for query in asked.captured_queries)
