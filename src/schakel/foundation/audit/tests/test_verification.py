"""Whatever is changed behind the log's back, the walk names the first line that does not hold."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit import verification
from schakel.foundation.audit.actions import ChainBrokenError, Line, record_many
from schakel.foundation.audit.chain import FORMS
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import GENESIS, ChainHead, Entry
from schakel.foundation.audit.queries import last_verification
from schakel.foundation.audit.tests.tampering import erase, move_head, overwrite, without_triggers
from schakel.foundation.audit.verification import verify
from schakel.foundation.vault.keys import new_key

pytestmark = pytest.mark.django_db
SIZE = 12
OTHER: dict[str, Any] = {
    "time": datetime(2020, 1, 1, tzinfo=UTC),
    "form": 7,
    "emergency": True,
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
    "event": "delete",
    "result": "failed",
}
TEXTS = sorted(set(FORMS[1]) - {"sequence", *OTHER})
IN_ONE_DATABASE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)


def write(lines: int) -> None:
    record_many(
        by=SystemActor("test"),
        lines=[
            Line(event=Event.VIEW, object_type="report", object_id=f"M-{number}", data=("form",))
            for number in range(lines)
        ],
    )


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of twelve lines, walked in chunks of five, with its triggers gone."""
    monkeypatch.setattr(verification, "CHUNK", 5)
    write(SIZE)
    without_triggers()


def test_an_untouched_log_is_intact(chain: None) -> None:
    told: list[int] = []
    verdict = verify(progress=told.append)
    assert (verdict.intact, verdict.count, verdict.sequence) == (True, SIZE, SIZE)
    assert told == [5, 10]


def test_an_empty_log_is_intact() -> None:
    assert verify().intact
    assert verify().hash == GENESIS


@IN_ONE_DATABASE
@given(sequence=st.integers(1, SIZE), column=st.sampled_from(sorted(OTHER)))
def test_any_changed_column_is_named(chain: None, sequence: int, column: str) -> None:
    with transaction.atomic():
        overwrite(sequence, column, OTHER[column])
        verdict = verify()
        transaction.set_rollback(True)
    assert verdict.broken == sequence
    assert verdict.count == sequence - 1


@IN_ONE_DATABASE
@given(
    sequence=st.integers(1, SIZE),
    column=st.sampled_from(TEXTS),
    text=st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=40),
)
def test_any_changed_text_is_named(chain: None, sequence: int, column: str, text: str) -> None:
    before = getattr(Entry.objects.get(sequence=sequence), column)
    with transaction.atomic():
        overwrite(sequence, column, text)
        verdict = verify()
        transaction.set_rollback(True)
    assert verdict.broken == (0 if text == before else sequence)


@IN_ONE_DATABASE
@given(st.data())
def test_removed_lines_are_named_wherever_they_were(chain: None, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, SIZE))
    last = data.draw(st.integers(first, SIZE))
    with transaction.atomic():
        erase(first, last)
        verdict = verify()
        transaction.set_rollback(True)
    assert verdict.broken == first


def test_lines_after_the_end_are_noticed(chain: None) -> None:
    seventh = Entry.objects.get(sequence=7)
    move_head(7, seventh.hash)
    verdict = verify()
    assert (verdict.broken, "goes on" in verdict.reason) == (8, True)


def test_an_end_cut_off_with_its_head_is_noticed(chain: None) -> None:
    head = ChainHead.objects.get()
    move_head(7, Entry.objects.get(sequence=7).hash, head.seal)
    erase(8, SIZE)
    verdict = verify()
    assert (verdict.broken, "changed" in verdict.reason) == (7, True)
    with pytest.raises(ChainBrokenError, match="audit verify"), transaction.atomic():
        write(1)


def test_a_log_put_back_in_whole_shows_against_an_anchor(chain: None) -> None:
    before = ChainHead.objects.get()
    write(3)
    end = verify()
    erase(SIZE + 1, SIZE + 3)
    move_head(before.sequence, before.hash, before.seal)
    assert verify().intact
    assert verify(anchor=(end.sequence, end.hash)).broken == SIZE + 3


def test_a_missing_head_is_noticed(chain: None) -> None:
    ChainHead.objects.all().delete()
    assert (verify().broken, "goes on" in verify().reason) == (1, True)


def test_the_chain_cannot_be_forged_without_the_key(chain: None, settings: Settings) -> None:
    settings.SCHAKEL_VAULT_KEYS = f"test-1:{new_key()}"
    assert verify().broken == 1
    with pytest.raises(ChainBrokenError, match="vault check"), transaction.atomic():
        write(1)


def test_a_walk_can_begin_half_way(chain: None) -> None:
    overwrite(3, "actor", "U-9")
    assert verify().broken == 3
    assert verify(first=6).count == SIZE - 5
    assert verify(first=4).broken == 0
    overwrite(8, "actor", "U-9")
    assert verify(first=6).broken == 8


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("audit", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_counts_and_gives_the_anchor(chain: None) -> None:
    out, err = run("verify")
    end = Entry.objects.get(sequence=SIZE)
    assert out.splitlines() == [f"{SIZE} lines, intact.", f"End: {SIZE}:{end.hash}"]
    assert err.splitlines() == ["5 lines …", "10 lines …"]
    note = last_verification()
    assert (note.object_id, note.result, note.actor) == (str(SIZE), "ok", "system:audit")
    assert "intact" in run("verify", "--anchor", f"{SIZE}:{end.hash}", "--from", "3")[0]


def test_the_command_names_the_broken_line_and_fails(chain: None) -> None:
    overwrite(9, "actor", "U-9")
    with pytest.raises(CommandError, match="line 9") as caught:
        run("verify")
    assert caught.value.returncode == 1
    assert (last_verification().object_id, last_verification().result) == ("9", "failed")


def test_the_command_still_answers_when_the_head_is_gone(chain: None) -> None:
    ChainHead.objects.all().delete()
    with pytest.raises(CommandError, match="goes on"):
        run("verify")


@pytest.mark.parametrize("arguments", [("--anchor", "nonsense"), ("--from", "0")])
def test_the_command_refuses_nonsense(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("verify", *arguments)


def test_the_command_shows_an_object_and_logs_that(chain: None) -> None:
    out, _err = run("show", "--object", "report:M-3")
    assert len(out.splitlines()) == 1
    assert "view" in out
    assert Entry.objects.first().object_type == "audit"
