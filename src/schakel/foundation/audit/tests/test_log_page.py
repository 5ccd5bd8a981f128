"""The log as the auditor sees it."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.audit.forms import LogFilter
from schakel.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
BY = SystemActor("import")


def someone(role: str) -> User:
    user = User.objects.create_user(f"{role}@example.nl", "a long password", name=role)
    centre, _made = Organisation.objects.get_or_create(name="Centre")
    Mandate.objects.create(user=user, organisation=centre, role=role)
    return user


@pytest.fixture
def auditor(client: Client, settings: object) -> Client:
    settings.SCHAKEL_DEMO = True  # a second factor is not what is tested here
    client.force_login(someone("auditor"))
    return client


def looked_at() -> Entry:
    return Entry.objects.get(object_type="audit")


def test_the_auditor_reads_lines_in_words(auditor: Client) -> None:
    record(by=BY, event=Event.IMPORT, object_type="batch", object_id="B-1", data=("form",))
    page = auditor.get("/en/audit/").content.decode()
    for words in ("imported", "system (import)", "import file B-1", "form", "done"):
        assert words in page


def test_looking_at_the_log_is_logged(auditor: Client) -> None:
    record(by=BY, event=Event.VIEW, object_type="person", object_id="P-1", subject="P-1")
    auditor.get("/audit/", {"subject": "P-1"})
    line = looked_at()
    assert (line.event, line.subject, line.data) == ("view", "P-1", "subject")
    assert line.actor == User.objects.get().number
    assert line.access_point == "web:audit:log"


def test_what_was_typed_in_a_filter_does_not_reach_the_log(auditor: Client) -> None:
    response = auditor.get("/audit/", {"subject": "Ana Jansen", "actor": "ana@example.nl"})
    assert response.status_code == 200
    assert (looked_at().subject, looked_at().data) == ("", "actor,subject")


@pytest.mark.parametrize("role", ["administrator", "registrar", "analyst", "reporter"])
@pytest.mark.parametrize("address", ["/audit/", "/audit/export/"])
def test_nobody_else_reads_the_log(
    client: Client, settings: object, role: str, address: str
) -> None:
    settings.SCHAKEL_DEMO = True
    client.force_login(someone(role))
    assert client.get(address).status_code == 403
    assert not Entry.objects.filter(object_type="audit").exists()


def test_a_stranger_is_sent_to_the_door(client: Client) -> None:
    assert client.get("/audit/").status_code == 302


def test_the_log_cannot_be_posted_to(auditor: Client) -> None:
    assert auditor.post("/audit/").status_code == 405


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines on three days."""
    for day, event, number in ((1, "view", "P-1"), (2, "change", "P-2"), (3, "view", "P-2")):
        monkeypatch.setattr(
            timezone, "now", lambda day=day: datetime(2026, 3, day, 22, 30, tzinfo=UTC)
        )
        record(by=BY, event=Event(event), object_type="person", object_id=number, subject=number)
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [3, 2, 1]),
        ({"event": "view"}, [3, 1]),
        ({"subject": "P-2", "event": "view"}, [3]),
        ({"object": " P-1 "}, [1]),
        ({"actor": "system:import"}, [3, 2, 1]),
        ({"actor": "U-9"}, []),
        ({"since": "2026-03-02"}, [3, 2]),
        ({"until": "2026-03-02"}, [2, 1]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, [2]),
        ({"since": "2026-03-03", "until": "2026-03-02"}, []),
        ({"event": "nonsense"}, []),
    ],
)
def test_filters_narrow_the_list(lines: None, given: dict[str, str], found: list[int]) -> None:
    rows = LogFilter(given).narrow(Entry.objects.all())
    assert [row.sequence for row in rows] == found


def test_a_long_log_comes_in_pages_and_few_queries(
    auditor: Client, django_assert_max_num_queries: object
) -> None:
    line = Line(event=Event.VIEW, object_type="report", object_id="M-1")
    record_many(by=BY, lines=[line] * 120)
    with django_assert_max_num_queries(14):
        page = auditor.get("/audit/", {"object": "M-1", "page": "2"})
    assert page.context["page"].paginator.num_pages == 3
    assert len(page.context["page"].object_list) == 50


def test_the_download_holds_what_the_filter_lets_through(auditor: Client) -> None:
    for number in ("M-1", "M-2"):
        record(by=BY, event=Event.VIEW, object_type="report", object_id=number)
    response = auditor.get("/audit/export/", {"object": "M-2"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert [row[header.index("object_id")] for row in rows] == ["M-2"]
    assert (looked_at().event, looked_at().data) == ("export", "object")


@pytest.mark.parametrize(
    ("result", "words"), [(Result.OK, "The log is unbroken"), (Result.FAILED, "does not hold")]
)
def test_the_page_says_how_the_last_check_ended(
    auditor: Client, result: Result, words: str
) -> None:
    assert "not been checked" in auditor.get("/en/audit/").content.decode()
    record(by=BY, event=Event.SECURITY, object_type="audit_chain", object_id="7", result=result)
    assert words in auditor.get("/en/audit/").content.decode()


def test_other_pages_can_show_lines_with_names(auditor: Client) -> None:
    user = User.objects.get()
    record(by=user, event=Event.VIEW, object_type="report", object_id="M-1", emergency=True)
    lines = Entry.objects.filter(object_type="report")
    context = {"entries": lines, "actor_names": {user.number: "A. de Vries"}}
    with translation.override("en"):
        shown = render_to_string("audit/_entries.html", context, RequestFactory().get("/"))
        bare = render_to_string("audit/_entries.html", {"entries": lines})
    assert "A. de Vries" in shown
    assert user.number not in shown
    assert user.number in bare
    assert "auditor" in bare
    assert "emergency" in bare
