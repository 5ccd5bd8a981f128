"""States written down at once: what changed, once, never over a colleague's; whole or not at all."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from schakel.network.monitor.choices import State
from schakel.network.monitor.models import Batch, Status
from schakel.network.monitor.queries import history
from schakel.network.monitor.tests.scene import PLACE, somebody, write

pytestmark = pytest.mark.django_db
POLICY, OFFICER = "policy_document", "attention_officer"
TWENTE = f"{reverse('monitor:entry')}?region=safety:VR05"


@pytest.fixture
def editor(client):
    client.force_login(somebody())
    return client


def filled(editor) -> dict[str, str]:
    """The form of the grid as the page hands it out."""
    page = editor.get(TWENTE)
    sent = {"token": page.context["form"]["token"].value(), "source": "TALK", "on": _today()}
    for row in page.context["rows"]:
        sent[f"was-{row['place'].code}"] = row["was"]
        sent |= {f"{row['place'].code}:{item}": state for item, _name, state, _c in row["cells"]}
    return sent


def _today() -> str:
    return timezone.localdate().isoformat()


def state(item: str = POLICY, place: str = PLACE) -> str:
    today = timezone.localdate()
    return history(today, [place]).state(place, item, today)


def test_the_grid_writes_down_what_changed_and_says_so_once(editor) -> None:
    write(PLACE, OFFICER, State.PLANNED)
    sent = filled(editor) | {
        f"{PLACE}:{POLICY}": State.PRESENT,
        f"{PLACE}:{OFFICER}": State.PRESENT,
    }
    answers = [editor.post(TWENTE, sent) for _twice in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Status.objects.count() == 3, "two changes, besides what stood there"
    changes = {
        what.split(": ")[1]: after
        for what, _was, after in editor.get(answers[0]["Location"]).context["done"]
    }
    assert len(changes) == 2
    editor.post(TWENTE, filled(editor))
    assert (Status.objects.count(), Batch.objects.count()) == (3, 2), (
        "nothing changed, nothing written"
    )


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(editor) -> None:
    sent = filled(editor) | {f"{PLACE}:{POLICY}": State.PRESENT, f"{PLACE}:{OFFICER}": State.NONE}
    write(PLACE, POLICY, State.PLANNED)
    page = editor.post(TWENTE, sent)
    assert page.status_code == 409
    assert len(page.context["stale"]) == 1
    assert (state(), state(OFFICER)) == (State.PLANNED, State.UNKNOWN), "nothing of it was saved"
    chosen = {row["place"].code: row for row in page.context["rows"]}[PLACE]
    cells = {item: (one, changed) for item, _name, one, changed in chosen["cells"]}
    assert (cells[POLICY], cells[OFFICER][1]) == ((State.PRESENT, True), False)
    again = sent | {f"was-{PLACE}": chosen["was"], "token": page.context["form"]["token"].value()}
    assert editor.post(TWENTE, again).status_code == 302
    assert state() == State.PRESENT


def template(editor, **cells: str) -> SimpleUploadedFile:
    """The template of Twente with these cells ("item" of the place) filled in."""
    got = editor.get(reverse("monitor:template"), {"region": "safety:VR05"})
    book = load_workbook(BytesIO(got.content))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == PLACE)
    for item, text in cells.items():
        sheet.cell(row, columns[item], text)
    sink = BytesIO()
    book.save(sink)
    return SimpleUploadedFile("monitor.xlsx", sink.getvalue())


def upload(editor, file: SimpleUploadedFile, token: str = "one"):  # noqa: S107 - no password
    sent = {"file": file, "token": token, "source": "SHEET", "on": _today()}
    return editor.post(reverse("monitor:sheet"), sent)


def test_a_spreadsheet_is_checked_and_then_applied_whole(editor) -> None:
    checked = upload(
        editor, template(editor, policy_document="present", attention_officer="gepland")
    )
    assert checked.status_code == 302
    assert not Status.objects.exists()
    page = editor.get(checked["Location"])
    assert len(page.context["changes"]) == 2
    for _twice in range(2):
        editor.post(checked["Location"])
    assert (state(), state(OFFICER)) == (State.PRESENT, State.PLANNED)
    assert Status.objects.count() == 2


def test_a_spreadsheet_with_mistakes_is_not_kept(editor) -> None:
    page = upload(editor, template(editor, policy_document="misschien", attention_officer="none"))
    assert page.status_code == 422
    assert [(one.place, one.text) for one in page.context["faults"]] == [
        ("Enschede", "Beleid: “misschien” is geen stand.")
    ]
    assert not Batch.objects.exists()
    rubbish = upload(editor, SimpleUploadedFile("monitor.xlsx", b"PK no workbook"))
    assert "file" in rubbish.context["form"].errors
    same = upload(editor, template(editor))
    assert "file" in same.context["form"].errors


def test_a_spreadsheet_that_was_checked_can_be_thrown_away(editor) -> None:
    address = upload(editor, template(editor, policy_document="present"))["Location"]
    for _twice in range(2):
        answer = editor.post(address, {"do": "drop"})
        assert answer["Location"] == reverse("monitor:sheet")
    assert editor.post(address)["Location"] == reverse("monitor:sheet"), "nothing to apply"
    assert editor.get(address).status_code == 404
    assert not Status.objects.exists()
    applied = upload(editor, template(editor, policy_document="present"), "two")["Location"]
    editor.post(applied)
    editor.post(applied, {"do": "drop"})
    assert (Status.objects.count(), Batch.objects.count()) == (1, 1), "what was applied stays"


def test_a_spreadsheet_that_came_too_late_is_not_applied(editor) -> None:
    checked = upload(editor, template(editor, policy_document="present", attention_officer="none"))
    write(PLACE, POLICY, State.PLANNED)
    assert editor.post(checked["Location"]).status_code == 409
    assert (state(), state(OFFICER)) == (State.PLANNED, State.UNKNOWN)


def test_at_a_merger_states_pass_on_by_choice(editor) -> None:
    write("GM0501", POLICY, State.PRESENT, date(2021, 5, 1))  # Brielle
    write("GM0530", POLICY, State.NONE, date(2021, 5, 1))  # Hellevoetsluis
    of = {"of": "GM1992-2023-01-01"}
    page = editor.get(reverse("monitor:mergers"), of)
    row = page.context["rows"][0]
    assert row["proposed"] == "", "they differ, so a person chooses"
    assert {one.state for one in row["choices"]} == {State.PRESENT, State.NONE}
    address = f"{reverse('monitor:mergers')}?of={of['of']}"
    assert editor.post(address, {"token": "t", POLICY: State.PRESENT}).status_code == 302
    days = [date(2022, 12, 31), date(2023, 1, 1)]
    known = history(days[1])
    assert [known.state("GM1992", POLICY, day) for day in days] == [State.UNKNOWN, State.PRESENT]
    assert known.state("GM0501", POLICY, days[0]) == State.PRESENT, "history stays with the old"
    done = editor.get(reverse("monitor:mergers")).context["mergers"]
    assert [one.successor.code for one, _name in done if one.is_done] == ["GM1992"]
    assert len(done) == 8
