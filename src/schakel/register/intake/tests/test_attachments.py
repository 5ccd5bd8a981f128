"""Files with drafts, reports and answers, as their senders meet them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.models import Entry
from schakel.foundation.files import refusals
from schakel.foundation.vault.holdings import encrypted_columns
from schakel.register.intake.actions import ask, correct, receive, withdraw
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.attachments.tables import Attachment, AttachmentContent
from schakel.register.intake.drafting import delete_expired, start_draft
from schakel.register.intake.models import Report, ReportDraft
from schakel.register.intake.queries import data_of
from schakel.register.intake.tests.papers import BAD, GOOD, JPEG, PDF, PNG, TEXT

MARKER = b"een bladzijde met zonnebloempitten"
SECRET_NAME = "Zonnebloem verklaring.txt"


def paper(content: bytes = TEXT, name: str = "brief.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture
def browser(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def draft(officer, police) -> ReportDraft:
    answers = {"reporter_reference": ["PL-9"], "purposes": ["REGISTRATION"]}
    return start_draft(
        by=officer, organisation=police, token="0" * 32, answers=answers, step="person"
    )


@pytest.fixture
def report(officer, police, identified) -> Report:
    return receive(by=officer, data=identified, channel="PORTAL", organisation=police)


def to_draft(client, draft, file):
    return client.post(reverse("intake:draft-attach", args=[draft.number]), {"file": file})


def to_report(client, report, file):
    return client.post(reverse("intake:attach", args=[report.number]), {"file": file})


def in_report(by, report, content=TEXT, name="brief.txt") -> Attachment:
    checked = look_at(by=by, to=report, name=name, content=content)
    return add_to_report(by=by, report=report, file=checked)


def test_a_file_is_added_listed_and_removed(browser, draft) -> None:
    answer = to_draft(browser, draft, paper(PDF, "scan.pdf"))
    assert answer["Location"].endswith("/check/#attachments")
    check = browser.get(answer["Location"])
    assert "scan.pdf" in check.content.decode()
    row = Attachment.objects.get()
    assert (row.kind, row.size, row.draft) == ("PDF", len(PDF), draft)
    browser.post(reverse("intake:draft-detach", args=[draft.number, row.serial]))
    assert not Attachment.objects.exists()
    assert not AttachmentContent.objects.exists()


def test_files_stay_when_the_writer_goes_back(browser, draft) -> None:
    to_draft(browser, draft, paper())
    step = reverse("intake:draft", args=[draft.number, "person"])
    browser.post(step, {"gender": "FEMALE", "to": "back"})
    page = browser.get(reverse("intake:draft-check", args=[draft.number]))
    assert "brief.txt" in page.content.decode()


def test_files_move_along_numbered_without_gaps(browser, draft) -> None:
    for content, name in ((PDF, "a.pdf"), (JPEG, "b.jpg"), (PNG, "c.png")):
        to_draft(browser, draft, paper(content, name))
    browser.post(reverse("intake:draft-detach", args=[draft.number, 1]))
    browser.post(reverse("intake:draft-send", args=[draft.number]))
    report = Report.objects.get()
    assert [(row.serial, row.kind) for row in report.attachments.all()] == [(1, "JPEG"), (2, "PNG")]
    page = browser.get(reverse("intake:detail", args=[report.number])).content.decode()
    assert "b.jpg" in page
    assert "c.png" in page


def test_a_file_that_was_chosen_and_not_added_goes_along(browser, draft) -> None:
    address = reverse("intake:draft-send", args=[draft.number])
    refused = browser.post(address, {"file": paper(b"MZ\0\0")})
    assert refused.context["upload"].errors["file"]
    assert not Report.objects.exists()
    browser.post(address, {"file": paper(PDF, "brief.pdf")})
    assert Attachment.objects.get().report == Report.objects.get()


def test_sending_twice_leaves_the_files_alone(browser, draft) -> None:
    to_draft(browser, draft, paper())
    for _again in range(2):
        browser.post(reverse("intake:draft-send", args=[draft.number]))
    assert Attachment.objects.get().report == Report.objects.get()
    assert (
        to_draft(browser, draft, paper(PDF)).status_code == 302
    )  # to the receipt; nothing is added
    assert Attachment.objects.count() == 1


def test_files_go_with_the_draft(browser, draft, system) -> None:
    to_draft(browser, draft, paper())
    draft.refresh_from_db()
    delete_expired(by=system, now=draft.expires_at)
    assert not AttachmentContent.objects.exists()


def test_files_go_when_the_draft_is_thrown_away(browser, draft) -> None:
    to_draft(browser, draft, paper())
    browser.post(reverse("intake:draft-discard", args=[draft.number]))
    assert not AttachmentContent.objects.exists()


@pytest.mark.parametrize("kind", GOOD)
def test_the_kind_follows_from_the_bytes_not_the_name(browser, report, kind) -> None:
    assert to_report(browser, report, paper(GOOD[kind], "vakantie.exe")).status_code == 302
    row = Attachment.objects.get()
    answer = browser.get(reverse("intake:attachment", args=[report.number, row.serial]))
    assert row.kind == kind
    assert answer.content == GOOD[kind]
    assert answer["Content-Type"] == row.form.media_type
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{report.number}-bijlage-1.{row.form.extension}"'
    )


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_costs_nothing_else(browser, draft, what) -> None:
    code, content = BAD[what]
    before = draft.answers
    answer = to_draft(browser, draft, paper(content, "brief.pdf"))
    assert answer.status_code == 200
    sentence = refusals.FileRefusedError(code).sentence
    assert answer.context["upload"].errors["file"] == [sentence]
    assert "PL-9" in answer.content.decode()  # all answers are still there
    draft.refresh_from_db()
    assert draft.answers == before
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large(browser, draft) -> None:
    for size in (refusals.MAX_BYTES + 1, 12_000_000):
        answer = to_draft(browser, draft, paper(PDF + bytes(size)))
        assert "10 MB" in answer.context["upload"].errors["file"][0]
    assert not Attachment.objects.exists()


def test_a_file_as_large_as_may_be(browser, draft) -> None:
    to_draft(browser, draft, paper(PDF + bytes(refusals.MAX_BYTES - len(PDF))))
    assert Attachment.objects.get().size == refusals.MAX_BYTES


def test_not_more_than_ten_files(browser, draft) -> None:
    for number in range(refusals.MAX_FILES):
        assert to_draft(browser, draft, paper(TEXT + bytes([65 + number]))).status_code == 302
    answer = to_draft(browser, draft, paper(b"one more"))
    assert answer.context["upload"].errors["file"]
    assert Attachment.objects.count() == refusals.MAX_FILES


def test_not_more_than_fits_together(browser, draft, monkeypatch) -> None:
    monkeypatch.setattr(refusals, "MAX_TOTAL", 2 * len(TEXT))
    to_draft(browser, draft, paper())
    answer = to_draft(browser, draft, paper(TEXT + b"x"))
    assert "50 MB" in answer.context["upload"].errors["file"][0]


def test_the_same_file_twice_is_pointed_out(browser, draft) -> None:
    to_draft(browser, draft, paper())
    answer = to_draft(browser, draft, paper(name="under another name.txt"))
    assert answer.context["upload"].errors["file"]
    assert Attachment.objects.count() == 1


def test_no_citizen_service_number_in_a_name(browser, draft) -> None:
    answer = to_draft(browser, draft, paper(name="dossier 123456782.txt"))
    assert "BSN" in answer.context["upload"].errors["file"][0]


def test_nothing_chosen(browser, draft) -> None:
    answer = browser.post(reverse("intake:draft-attach", args=[draft.number]))
    assert answer.context["upload"].errors["file"]


def test_a_file_later(browser, report) -> None:
    to_report(browser, report, paper(PDF, "later.pdf"))
    page = browser.get(reverse("intake:detail", args=[report.number]))
    assert "later.pdf" in page.content.decode()


def test_not_to_a_report_that_ended(browser, officer, report) -> None:
    in_report(officer, report)
    withdraw(by=officer, report=report, reason="Verkeerd")
    assert to_report(browser, report, paper(PDF)).status_code == 404
    page = browser.get(reverse("intake:detail", args=[report.number])).content.decode()
    assert reverse("intake:attachment", args=[report.number, 1]) in page
    assert f'href="{reverse("intake:attach", args=[report.number])}"' not in page


def test_a_correction_shows_the_files_that_were_sent_before(browser, officer, report) -> None:
    in_report(officer, report, name="eerder.txt")
    new = correct(by=officer, report=report, data=data_of(report))
    page = browser.get(reverse("intake:detail", args=[new.number])).content.decode()
    assert reverse("intake:attachment", args=[report.number, 1]) in page


def test_an_answer_takes_a_file_along(browser, registrar, report) -> None:
    ask(by=registrar, report=report, question="Hebt u de brief?")
    address = reverse("intake:detail", args=[report.number])
    browser.post(address, {"answer": "Ja, hierbij.", "file": paper(PDF, "brief.pdf")})
    row = Attachment.objects.get()
    assert row.answer.note == "Ja, hierbij."
    assert row.report == report


def test_an_answer_is_not_lost_by_a_bad_file(browser, registrar, report) -> None:
    ask(by=registrar, report=report, question="Hebt u de brief?")
    address = reverse("intake:detail", args=[report.number])
    answer = browser.post(address, {"answer": "Ja, hierbij.", "file": paper(b"MZ\0\0")})
    assert "Ja, hierbij." in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not report.statuses.filter(status="ANSWERED").exists()


def test_an_answer_needs_no_file(browser, registrar, report) -> None:
    ask(by=registrar, report=report, question="Klopt het jaar?")
    browser.post(reverse("intake:detail", args=[report.number]), {"answer": "Ja."})
    assert report.statuses.filter(status="ANSWERED").exists()


def test_nobody_else_finds_a_file(officer, shelter_worker, registrar, report) -> None:
    in_report(officer, report)
    address = reverse("intake:attachment", args=[report.number, 1])
    for user, status in ((shelter_worker, 404), (registrar, 403)):
        client = Client()
        client.force_login(user)
        assert client.get(address).status_code == status


def test_a_number_that_no_file_has(browser, report) -> None:
    assert browser.get(reverse("intake:attachment", args=[report.number, 7])).status_code == 404


def test_the_centre_sees_no_names_without_a_ground(officer, registrar, report) -> None:
    in_report(officer, report, name=SECRET_NAME)
    client = Client()
    client.force_login(registrar)
    page = client.get(reverse("intake:detail", args=[report.number])).content.decode()
    assert SECRET_NAME not in page
    assert reverse("intake:attachment", args=[report.number, 1]) not in page


def test_a_download_is_saved_and_logged(browser, officer, report) -> None:
    in_report(officer, report, TEXT, SECRET_NAME)
    answer = browser.get(reverse("intake:attachment", args=[report.number, 1]))
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "Zonnebloem" not in str(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    line = Entry.objects.filter(event="export").get()
    assert (line.object_id, line.actor) == (report.number, officer.actor_id)
    assert line.data == "attachment:1"


def test_the_log_tells_of_additions_and_names_nothing(browser, report) -> None:
    to_report(browser, report, paper(name=SECRET_NAME))
    lines = [f"{line.event} {line.object_id} {line.data}" for line in Entry.objects.all()]
    assert f"create {report.number} attachment:1" in lines
    assert not any("Zonnebloem" in line for line in lines)


def test_nothing_stands_in_the_database_in_plain(officer, report) -> None:
    in_report(officer, report, MARKER, SECRET_NAME)
    with connection.cursor() as cursor:
        stored = []
        for table in ("intake_attachment", "intake_attachmentcontent", "audit_entry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            stored.append(repr(cursor.fetchall()))
    text = "".join(stored)
    assert "v1." in text
    for plain in (MARKER.decode(), MARKER.hex(), "Zonnebloem", Attachment.objects.get().checksum):
        assert plain not in text


def test_the_rotation_finds_the_columns() -> None:
    places = {column.place for column in encrypted_columns([Attachment, AttachmentContent])}
    assert places == {
        "intake_attachment.name",
        "intake_attachment.checksum",
        "intake_attachmentcontent.content",
    }


@pytest.mark.django_db
def test_lists_ask_little(browser, officer, report, django_assert_max_num_queries) -> None:
    for number in range(9):
        in_report(officer, report, TEXT + bytes([65 + number]))
    address = reverse("intake:detail", args=[report.number])
    with django_assert_max_num_queries(32) as asked:
        browser.get(address)
    assert not any("attachmentcontent" in query["sql"] for query in asked.captured_queries)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.one_of(
        st.binary(max_size=300), st.sampled_from([file for _code, file in BAD.values()])
    ),
    name=st.text(max_size=60).map(lambda text: f"a{text}".replace("/", "")),
)
def test_whatever_is_sent_the_server_answers(browser, report, content, name) -> None:
    assert to_report(browser, report, paper(content, name)).status_code < 500
    Attachment.objects.all().delete()


def test_only_for_whom_may_report(officer, new_user, police, report) -> None:
    analyst = new_user(police, Role.ANALYST)
    client = Client()
    client.force_login(analyst)
    assert client.post(reverse("intake:attach", args=[report.number])).status_code == 403
