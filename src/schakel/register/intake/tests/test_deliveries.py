"""A partner's own file: checked without taking anything in, repaired beside the original, taken in once."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate
from schakel.foundation.audit.queries import about
from schakel.register.intake import receiving
from schakel.register.intake.choices import BatchState
from schakel.register.intake.deliveries import delete_expired_files, deliver
from schakel.register.intake.models import ImportBatch, Report

pytestmark = pytest.mark.django_db

HEAD = "kenmerk;leeftijd;geslacht;toelichting\n"
GOOD = HEAD + "A-1;20;vrouw;\nA-2;30;man;belde\n"
MIXED = HEAD + "A-1;20;vrouw;\nA-2;dertig;mn;=2+2\nA-3;40;;\n"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def upload(client, content, name="meldingen.csv", **more):
    """Send a file through the page; the answer."""
    content = content if isinstance(content, bytes) else content.encode()
    data = {"file": SimpleUploadedFile(name, content), **more}
    return client.post(reverse("intake:delivery-new"), data)


def only_batch():
    return ImportBatch.objects.exclude(state=BatchState.DISCARDED).get()


def post(client, step, batch):
    return client.post(reverse(f"intake:delivery-{step}", args=[batch.number]))


def take_in(client, batch):
    """Press the button and let the page go on until it is done."""
    post(client, "take-in", batch)
    for _step in range(9):
        post(client, "run", batch)
        batch.refresh_from_db()
        if batch.state == BatchState.DONE:
            return batch
    raise AssertionError("the delivery never ends")


def with_remarks(client, batch):
    answer = client.get(reverse("intake:delivery-errors", args=[batch.number]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_is_checked_first_and_nothing_is_taken_in(signed_in):
    answer = upload(signed_in, GOOD)
    batch = only_batch()
    assert answer.url == reverse("intake:delivery", args=[batch.number])
    assert (batch.state, batch.rows, batch.rejected, batch.reports) == ("CHECKED", 2, 0, 0)
    assert not Report.objects.exists()
    assert b"GOOD" not in batch.content[:4]
    assert batch.expires_at > timezone.now() + timedelta(days=6)
    assert signed_in.get(answer.url).context["fresh"] == 2


def test_good_rows_are_taken_in_and_wait_for_the_centre(signed_in, police):
    upload(signed_in, GOOD)
    batch = take_in(signed_in, only_batch())
    assert (batch.reports, batch.unchanged, batch.persons) == (2, 0, 0)
    assert batch.content is None
    reports = Report.objects.all()
    assert {(one.organisation_id, one.channel) for one in reports} == {(police.pk, "FILE")}


def test_what_is_wrong_stands_on_the_page_and_beside_the_original(signed_in):
    upload(signed_in, MIXED)
    batch = only_batch()
    page = signed_in.get(reverse("intake:delivery", args=[batch.number]))
    assert {(one.line, one.column) for one in page.context["page"].object_list} == {
        (3, "age"),
        (3, "gender"),
    }
    text = with_remarks(signed_in, batch).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head == [
        "kenmerk",
        "leeftijd",
        "geslacht",
        "toelichting",
        "wat is er mis",
        "wat te doen",
    ]
    assert rows[0] == ["A-1", "20", "vrouw", "", "", ""]
    assert rows[1][:4] == ["A-2", "dertig", "mn", "'=2+2"]
    assert "leeftijd: " in rows[1][4]
    assert "geslacht: " in rows[1][4]
    assert rows[1][5]
    assert [event.event for event in about("import", batch.number)].count("export") == 1


def test_the_file_with_remarks_is_repaired_and_sent_again(signed_in):
    upload(signed_in, MIXED)
    take_in(signed_in, only_batch())
    batch = only_batch()
    assert (batch.reports, batch.rejected) == (2, 1)
    repaired = with_remarks(signed_in, batch).replace(b"dertig", b"30").replace(b";mn;", b";man;")
    upload(signed_in, repaired)
    second = ImportBatch.objects.exclude(pk=batch.pk).get()
    assert (second.rows, second.rejected, second.unchanged) == (3, 0, 2)
    take_in(signed_in, second)
    assert Report.objects.count() == 3
    notes = {one.identity.note for one in Report.objects.select_related("identity")}
    assert notes == {"", "=2+2"}


def test_a_workbook_comes_back_as_a_workbook_that_runs_nothing(signed_in):
    book = Workbook()
    for line in (["kenmerk", "leeftijd", "note"], ["A-1", "oud", "x"], ["A-2", 20, "@SUM(1)"]):
        book.active.append(line)
    book.active["C2"].value = "=HYPERLINK(1)"
    content = io.BytesIO()
    book.save(content)
    upload(signed_in, content.getvalue(), "meldingen.xlsx")
    answer = with_remarks(signed_in, only_batch())
    rows = list(load_workbook(io.BytesIO(answer)).active.iter_rows())
    assert [cell.value for cell in rows[0]][3:] == ["wat is er mis", "wat te doen"]
    assert rows[1][2].value == "=HYPERLINK(1)"
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    assert rows[1][2].quotePrefix
    assert rows[2][3].value is None


def test_the_same_file_twice_is_one_delivery_and_no_report_twice(signed_in):
    for _click in range(2):
        upload(signed_in, GOOD)
    batch = only_batch()
    for _click in range(2):
        post(signed_in, "take-in", batch)
    take_in(signed_in, batch)
    upload(signed_in, GOOD)
    again = ImportBatch.objects.filter(state=BatchState.CHECKED).get()
    assert again.unchanged == 2
    page = signed_in.get(reverse("intake:delivery", args=[again.number]))
    assert page.context["fresh"] == 0
    assert reverse("intake:delivery-take-in", args=[again.number]) not in page.content.decode()
    assert Report.objects.count() == 2


def test_a_delivery_goes_on_where_it_stopped(signed_in, officer, monkeypatch):
    monkeypatch.setattr(receiving, "CHUNK", 3)
    rows = "".join(f"A-{n};20;;\n" for n in range(10))
    upload(signed_in, HEAD + rows)
    batch = only_batch()
    post(signed_in, "take-in", batch)
    receiving.run(by=officer, batch=batch, seconds=-1e9)
    taken = Report.objects.count()
    assert taken % 3 == 0
    upload(signed_in, HEAD + rows)  # who thinks it failed sends the file again
    assert only_batch() == batch
    assert take_in(signed_in, batch).reports == 10
    assert Report.objects.count() == 10


def test_a_file_with_a_service_number_is_not_kept(signed_in):
    upload(signed_in, HEAD + "A-1;20;vrouw;\nA-2;dertig;man;123456782\n")
    batch = only_batch()
    assert batch.content is None
    assert {(one.column, one.value) for one in batch.errors.all()} == {
        ("age", "dertig"),
        ("note", ""),
    }
    assert signed_in.get(reverse("intake:delivery-errors", args=[batch.number])).status_code == 404
    post(signed_in, "take-in", batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    assert not Report.objects.exists()


@pytest.mark.parametrize("line", ["A-1;123456782;;", "A-1;20;;;123456782", "A-1;20;123456782;"])
def test_a_service_number_is_found_in_any_cell(officer, police, line):
    batch = deliver(by=officer, content=(HEAD + line + "\n").encode(), organisation=police).batch
    assert batch.content is None
    assert "123456782" not in "".join(one.value for one in batch.errors.all())


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("organisation", "O-0000-0000", "not_your_organisation"),
        ("reporter_type", "SHELTER", "not_your_kind"),
        ("legal_basis", "BPG_BOD_2_2", "not_your_ground"),
    ],
)
def test_a_sender_speaks_for_itself_only(officer, police, shelter, column, value, code):
    for given in (value, shelter.number) if column == "organisation" else (value,):
        content = f"reporter_reference,{column}\nA,{given}\n".encode()
        batch = deliver(by=officer, content=content, organisation=police).batch
        assert [one.code for one in batch.errors.all()] == [code]


def test_a_sender_may_name_itself(officer, police):
    content = (
        "reporter_reference,organisation,reporter_type,legal_basis\n"
        f"A,{police.number},POLICE,BPG_4_2\n"
    )
    assert not deliver(by=officer, content=content.encode(), organisation=police).batch.rejected


def test_nobody_else_finds_the_file(signed_in, client, shelter_worker, registrar):
    upload(signed_in, MIXED)
    batch = only_batch()
    client.force_login(shelter_worker)
    assert not client.get(reverse("intake:deliveries")).context["page"].object_list
    for name in ("delivery", "delivery-errors"):
        assert client.get(reverse(f"intake:{name}", args=[batch.number])).status_code == 404
    for step in ("take-in", "run", "discard"):
        assert post(client, step, batch).status_code == 404
    assert not ImportBatch.objects.visible_to(registrar).exists()
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_a_file_is_for_an_organisation_of_ones_own(signed_in, officer, shelter):
    assert upload(signed_in, GOOD, organisation=shelter.pk).status_code == 302
    assert only_batch().organisation != shelter  # who acts for one is not asked
    Mandate.objects.create(user=officer, organisation=shelter, role=Role.SHELTER)
    assert upload(signed_in, GOOD, organisation=shelter.pk).status_code == 302
    assert upload(signed_in, GOOD, organisation=0).status_code == 422


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(signed_in):
    answer = upload(signed_in, b"naam;adres\nx;y\n")
    assert answer.status_code == 422
    assert answer.context["unusable"]
    assert upload(signed_in, b"").status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_discarded_file_is_gone(signed_in):
    upload(signed_in, MIXED)
    batch = only_batch()
    post(signed_in, "discard", batch)
    batch.refresh_from_db()
    assert (batch.state, batch.content) == (BatchState.DISCARDED, None)
    assert {one.value for one in batch.errors.all()} == {""}
    assert signed_in.get(reverse("intake:delivery", args=[batch.number])).status_code == 404


def test_files_are_deleted_in_time(signed_in, system, capsys):
    upload(signed_in, MIXED)
    take_in(signed_in, only_batch())
    upload(signed_in, MIXED + "A-9;;;\n")
    assert delete_expired_files(by=system) == 0
    later = timezone.now() + timedelta(days=8)
    assert delete_expired_files(by=system, now=later) == 2
    assert delete_expired_files(by=system, now=later) == 0
    done, checked = ImportBatch.objects.order_by("pk")
    assert (done.state, checked.state) == (BatchState.DONE, BatchState.DISCARDED)
    assert done.content is None
    assert checked.content is None
    assert {one.value for batch in (done, checked) for one in batch.errors.all()} == {""}
    call_command("delete_old_drafts")
    assert "0 files deleted" in capsys.readouterr().out


def test_the_list_takes_a_bounded_number_of_queries(signed_in, django_assert_max_num_queries):
    for number in range(4):
        upload(signed_in, HEAD + f"B-{number};;;\n")
    with django_assert_max_num_queries(20):
        assert len(signed_in.get(reverse("intake:deliveries")).context["page"].object_list) == 4
