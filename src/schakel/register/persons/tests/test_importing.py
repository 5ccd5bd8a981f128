"""Files become reports and persons: all of a chunk or nothing, never twice, and nothing in clear."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.register.intake import receiving
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState, FileFormat, OnError
from schakel.register.intake.deliveries import (
    UnusableFileError,
    discard,
    format_of,
    keep_good,
    stage,
)
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.persons import importing
from schakel.register.persons.importing import run
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.queries import overlaps
from schakel.register.persons.tests.people import SYSTEM, user

pytestmark = pytest.mark.django_db

LISTS = b"person,list\n" + b"\n".join(b"P%d,%s" % (n // 2, b"PK"[n % 2 :][:1]) for n in range(40))
HEADER = "kenmerk,soort melder,achternaam,voornamen,geboortedatum,geslacht,grondslag,vorm van uitbuiting\n"
GOOD = "R1,POLICE,Zonderling,Fenna,2001-03-04,FEMALE,BPG_4_2,SEXUAL\n"
BAD = "R2,POLICE,Waarheid,Ada,2001-13-04,FEMALE,BPG_4_2,SEXUALE\n"


class KilledError(Exception):
    """Stands for the power going off."""


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(receiving, "CHUNK", 7)


def take_in(content, **given):
    staged = stage(by=SYSTEM, content=content, **given)
    return run(by=SYSTEM, batch=staged.batch, rows=staged.rows)


def test_a_list_becomes_reports_and_fewer_persons():
    batch = take_in(LISTS)
    assert (batch.reports, batch.persons, batch.unchanged, batch.rejected) == (40, 20, 0, 0)
    assert batch.state == BatchState.DONE
    assert overlaps() == [(("KMAR", "POLICE"), 20)]
    assert Membership.objects.open().count() == 40


def test_the_same_file_twice_changes_nothing(small_chunks):
    take_in(LISTS)
    batch = take_in(LISTS)
    assert (batch.reports, batch.persons, batch.unchanged) == (0, 0, 40)
    assert (Report.objects.count(), Person.objects.count()) == (40, 20)


def test_another_source_means_other_persons():
    take_in(LISTS)
    assert take_in(LISTS, source="another country").persons == 20
    assert Person.objects.count() == 40


@pytest.mark.parametrize("resume", ["same batch", "same file"])
@pytest.mark.parametrize("killed_after", [1, 3, 5])
def test_a_killed_import_keeps_whole_chunks_and_goes_on(small_chunks, killed_after, resume):
    chunks = []

    def kill(done, total):
        chunks.append(done)
        if len(chunks) == killed_after:
            raise KilledError

    staged = stage(by=SYSTEM, content=LISTS)
    with pytest.raises(KilledError):
        run(by=SYSTEM, batch=staged.batch, rows=staged.rows, progress=kill)
    assert Report.objects.count() == Membership.objects.count() == 7 * killed_after
    if resume == "same file":
        staged = stage(by=SYSTEM, content=LISTS)
        assert staged.again
    batch = run(by=SYSTEM, batch=staged.batch)
    assert (batch.reports, batch.persons, batch.unchanged) == (40, 20, 0)
    assert ImportBatch.objects.count() == 1
    assert overlaps() == [(("KMAR", "POLICE"), 20)]


def test_an_error_inside_a_chunk_leaves_nothing_of_it(small_chunks, monkeypatch):
    staged = stage(by=SYSTEM, content=LISTS)

    def break_down(**_given):
        raise KilledError

    monkeypatch.setattr(importing, "register_many", break_down)
    with pytest.raises(KilledError):
        run(by=SYSTEM, batch=staged.batch)
    assert Report.objects.count() == 0
    assert ImportBatch.objects.get().next_line == 0


def test_work_can_be_cut_into_steps(small_chunks):
    batch = stage(by=SYSTEM, content=LISTS).batch
    steps = 0
    while batch.state != BatchState.DONE:
        before = batch.reports
        batch = run(by=SYSTEM, batch=batch, seconds=-1.0)
        steps += 1
        assert batch.reports > before
    assert batch.reports == 40
    assert steps <= 6


def test_a_file_with_a_wrong_row_is_held_back():
    staged = stage(by=SYSTEM, content=(HEADER + GOOD + BAD).encode())
    assert staged.batch.state == BatchState.HELD
    assert staged.batch.rejected == 1
    columns = {error.column for error in staged.batch.errors.all()}
    assert columns == {"date_of_birth", "forms"}
    assert {error.line for error in staged.batch.errors.all()} == {3}
    with pytest.raises(NotPossibleError, match="held"):
        run(by=SYSTEM, batch=staged.batch)
    assert Report.objects.count() == 0


def test_the_good_rows_can_be_kept_after_all():
    staged = stage(by=SYSTEM, content=(HEADER + GOOD + BAD).encode())
    batch = run(by=SYSTEM, batch=keep_good(by=SYSTEM, batch=staged.batch))
    assert (batch.reports, batch.persons, batch.rejected) == (1, 1, 1)
    assert batch.errors.exists()


def test_the_good_rows_can_be_kept_from_the_start():
    batch = take_in((HEADER + BAD + GOOD).encode(), on_error=OnError.KEEP)
    assert (batch.reports, batch.rejected, batch.state) == (1, 1, BatchState.DONE)


def test_a_held_file_can_be_discarded_with_the_values_in_it():
    batch = stage(by=SYSTEM, content=(HEADER + GOOD + BAD).encode()).batch
    discard(by=SYSTEM, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.content) == (BatchState.DISCARDED, None)
    assert {error.value for error in batch.errors.all()} == {""}
    with pytest.raises(NotPossibleError, match="discarded"):
        keep_good(by=SYSTEM, batch=batch)


def test_a_held_file_sent_again_takes_the_place_of_the_first():
    content = (HEADER + GOOD + BAD).encode()
    first, second = (stage(by=SYSTEM, content=content).batch for _ in range(2))
    first.refresh_from_db()
    assert (first.state, second.state) == (BatchState.DISCARDED, BatchState.HELD)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00\x01\x02\xff", b"naam,adres\nx,y\n", b"PK\x03\x04 no workbook"]
)
def test_a_file_that_cannot_be_used_leaves_nothing(content):
    with pytest.raises(UnusableFileError) as caught:
        stage(by=SYSTEM, content=content)
    assert all(error.message for error in caught.value.errors)
    assert not ImportBatch.objects.exists()


def test_the_kind_of_file_is_worked_out():
    assert format_of("x.csv", b"person,list\nP1,P\n") == FileFormat.LISTS
    assert format_of("x.csv", b'\xef\xbb\xbf"Lijst";"Persoon"\r\nP;P1\r\n') == FileFormat.LISTS
    assert format_of("x.csv", HEADER.encode()) == FileFormat.CSV
    assert format_of("x", b"PK\x03\x04") == FileFormat.XLSX


def test_nothing_of_a_name_stands_in_clear_in_the_database():
    secrets = ("Zonderling", "Fenna", "Waarheid", "2001-03-04")
    stage(by=SYSTEM, content=(HEADER + GOOD + BAD).encode())
    assert not _in_clear(secrets)
    take_in((HEADER + GOOD).encode())
    assert Person.objects.count() == 1
    assert not _in_clear(secrets)
    assert ImportBatch.objects.get(state=BatchState.DONE).content is None


def _in_clear(secrets):
    """Those of `secrets` that stand readable in any column of any table."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            text = repr(cursor.fetchall()).lower()
            found |= {secret for secret in secrets if secret.lower() in text}
    return found


def test_every_import_is_logged_by_number():
    batch = take_in(LISTS)
    assert about("import", batch.number).count() == 2
    assert about("report", Report.objects.first().number).count() == 2


def test_only_a_registrar_imports():
    analyst = user(Role.ANALYST)
    with pytest.raises(PermissionDenied):
        stage(by=analyst, content=LISTS)
    batch = stage(by=SYSTEM, content=LISTS).batch
    with pytest.raises(PermissionDenied):
        run(by=analyst, batch=batch)


def test_a_chunk_takes_a_bounded_number_of_queries(django_assert_max_num_queries):
    staged = stage(by=SYSTEM, content=LISTS)
    with django_assert_max_num_queries(61):  # the last one: PostgreSQL's lock
        run(by=SYSTEM, batch=staged.batch, rows=staged.rows)
