"""Writing the log, as other apps do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.access.requests import working_from
from schakel.foundation.audit.actions import ChainBrokenError, Line, record, record_many
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.audit.models import GENESIS, ChainHead, Entry
from schakel.foundation.audit.queries import about, about_subject
from schakel.foundation.audit.verification import verify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


class Registrar:
    """An actor without an account."""

    actor_id = "U-1111-1111"
    roles = frozenset({"registrar", "analyst"})
    organisation_number = "O-2222-2222"

    def organisations_as(self, roles: object) -> frozenset[int]:
        return frozenset()


LINES = [
    Line(event=Event.CREATE, object_type="report", object_id="M-1", data=("form", "channel")),
    Line(event=Event.VIEW, object_type="report", object_id="M-1", subject="P-1", ground="art-6"),
    Line(event=Event.EXPORT, object_type="table", result=Result.REFUSED, emergency=True),
]


@contextmanager
def refused() -> Iterator[None]:
    """The database says no, and the test's own transaction survives that."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        yield


def written() -> list[dict[str, object]]:
    return list(Entry.objects.order_by("sequence").values())


def test_a_line_says_who_did_what_where_and_for_whom() -> None:
    with working_from("web:persons:person"):
        record(
            by=Registrar(),
            event=Event.VIEW,
            object_type="person",
            object_id="P-1",
            subject="P-1",
            data=("identity", "exploitation"),
            ground="art-6-1-e",
            on_behalf_of="U-9",
        )
    entry = about("person", "P-1").get()
    assert (entry.event, entry.actor, entry.organisation) == ("view", "U-1111-1111", "O-2222-2222")
    assert (entry.actor_roles, entry.on_behalf_of) == ("analyst,registrar", "U-9")
    assert (entry.subject, entry.data, entry.ground) == (
        "P-1",
        "identity,exploitation",
        "art-6-1-e",
    )
    assert (entry.access_point, entry.result, entry.emergency) == (
        "web:persons:person",
        "ok",
        False,
    )
    assert abs((timezone.now() - entry.time).total_seconds()) < 60


def test_nobody_and_the_system_can_act_too() -> None:
    assert record(by=None, event=Event.SIGN_IN_FAILED).actor == "anonymous"
    assert record(by=SystemActor("import"), event=Event.IMPORT).actor == "system:import"


def test_many_lines_at_once_are_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with transaction.atomic():
        record_many(by=Registrar(), lines=LINES)
        together = written()
        transaction.set_rollback(True)
    assert written() == []
    for line in LINES:
        record(
            by=Registrar(),
            event=line.event,
            object_type=line.object_type,
            object_id=line.object_id,
            subject=line.subject,
            data=line.data,
            ground=line.ground,
            result=line.result,
            emergency=line.emergency,
        )
    assert written() == together
    assert verify().intact


def test_lines_are_numbered_without_gaps_and_chained() -> None:
    record_many(by=Registrar(), lines=LINES)
    record(by=Registrar(), event=Event.VIEW)
    lines = Entry.objects.order_by("sequence")
    assert [line.sequence for line in lines] == [1, 2, 3, 4]
    assert [line.previous_hash for line in lines] == [GENESIS, *(line.hash for line in lines)][:4]
    head = ChainHead.objects.get()
    assert (head.sequence, head.hash) == (4, lines[3].hash)


def test_a_change_that_is_undone_leaves_no_gap() -> None:
    with transaction.atomic():
        record(by=Registrar(), event=Event.CHANGE)
        transaction.set_rollback(True)
    assert record(by=Registrar(), event=Event.VIEW).sequence == 1


def test_many_lines_cost_few_queries(django_assert_max_num_queries: object) -> None:
    record(by=Registrar(), event=Event.VIEW)
    with django_assert_max_num_queries(3):
        record_many(by=Registrar(), lines=LINES * 10)


def test_nothing_to_say_costs_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        assert record_many(by=Registrar(), lines=[]) == []


@pytest.mark.parametrize(
    "words",
    [
        {"object_id": "Ana Jansen"},
        {"object_id": "ana@example.nl"},
        {"subject": "Jansen, Ana"},
        {"ground": "she asked for it herself"},
        {"data": ("surname: Jansen",)},
        {"data": "surname"},
        {"object_id": "9" * 101},
    ],
)
def test_personal_data_and_free_text_are_refused(words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="line of the log"):
        record(by=Registrar(), event=Event.VIEW, **words)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'U-9' WHERE sequence = 1",
        "UPDATE audit_entry SET sequence = 9",
        "DELETE FROM audit_entry WHERE sequence = 1",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_or_remove_lines(statement: str) -> None:
    record(by=Registrar(), event=Event.VIEW)
    before = written()
    with refused(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert written() == before


def test_the_database_refuses_to_empty_or_replace() -> None:
    record(by=Registrar(), event=Event.VIEW)
    before = written()
    names = ", ".join(before[0])
    tricks = {
        "postgresql": "TRUNCATE audit_entry",
        "sqlite": f"INSERT OR REPLACE INTO audit_entry ({names}) SELECT {names} FROM audit_entry",  # noqa: S608
    }
    with refused(), connection.cursor() as cursor:
        cursor.execute(tricks[connection.vendor])
    assert written() == before


def test_the_orm_is_refused_as_well() -> None:
    entry = record(by=Registrar(), event=Event.VIEW)
    with refused():
        Entry.objects.update(actor="U-9")
    with refused():
        entry.delete()
    assert Entry.objects.get().actor == "U-1111-1111"


def test_a_log_without_its_end_takes_no_lines() -> None:
    record(by=Registrar(), event=Event.VIEW)
    ChainHead.objects.all().delete()
    with pytest.raises(ChainBrokenError), transaction.atomic():
        record(by=Registrar(), event=Event.VIEW)
    assert Entry.objects.count() == 1


def test_the_log_of_one_person_spans_objects_newest_first() -> None:
    record(by=Registrar(), event=Event.VIEW, object_type="report", object_id="M-1", subject="P-1")
    record(by=Registrar(), event=Event.VIEW, object_type="person", object_id="P-1", subject="P-1")
    record(by=Registrar(), event=Event.VIEW, object_type="person", object_id="P-2", subject="P-2")
    assert [entry.object_id for entry in about_subject("P-1")] == ["P-1", "M-1"]
    assert not about_subject("").exists()
