"""A message with codes comes through whole and unchanged, or not at all."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.encoding import golden
from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.messages import Head, MessageError, Row, read, write
from schakel.methods.linkage import names

pytestmark = pytest.mark.pure

HEAD = Head(epoch="2026", key="0" * 16, partner="opvang-noord")
ROWS = [Row("R1", Codes(b"y" * 64, b"d" * 64)), Row("R2", Codes(b"z" * 64)), Row("R3", Codes())]
WIDE = st.binary(min_size=64, max_size=64).filter(any)


def written(rows: list[Row] = ROWS, head: Head = HEAD) -> bytes:
    file = io.BytesIO()
    write(file, head, rows)
    return file.getvalue()


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in written().splitlines()]


def refused(content: bytes, **options: Any) -> str:
    with pytest.raises(MessageError) as problem:
        read(io.BytesIO(content), **options)
    return problem.value.code


def test_golden_identities_have_their_golden_codes() -> None:
    """Where this fails and codes shall change: scripts/golden.py, a new epoch, and every sender told."""
    for one in golden.IDENTITIES:
        made = golden.codes_here(one["row"])
        assert (made.by_year.hex(), made.by_day.hex()) == (one["by_year"], one["by_day"]), one
    assert golden.is_sound()


def test_no_table_of_names_can_change_unnoticed() -> None:
    """Golden identities hold every form, particle and placeholder: else a check says nothing of them."""
    written = " ".join(" ".join(one["row"].values()) for one in golden.IDENTITIES).lower()
    known = names.PARTICLES | names.PLACEHOLDERS | names.PLACEHOLDER_WORDS | set(names.roots())
    assert not known - set(names.ascii_words(written))


@settings(max_examples=30)
@given(st.lists(st.tuples(WIDE, st.just(b"") | WIDE), max_size=4))
def test_what_is_written_is_read(codes: list[tuple[bytes, bytes]]) -> None:
    rows = [Row(f"R{place}", Codes(*pair)) for place, pair in enumerate(codes)]
    message = read(io.BytesIO(written(rows)), epochs={"2026"}, partner="opvang-noord")
    assert (message.head, message.rows, message.not_encodable) == (HEAD, rows, 0)


def test_a_report_without_a_code_is_counted_and_left_out() -> None:
    message = read(io.BytesIO(written()))
    assert [row.ref for row in message.rows] == ["R1", "R2"]
    assert message.not_encodable == 1


@pytest.mark.parametrize(
    ("line", "change", "code"),
    [
        (0, {"format": "other"}, "form"),
        (0, {"version": 2}, "version"),
        (0, {"version": True}, "version"),
        (0, {"parameters": "0" * 16}, "parameters"),
        (0, {"check": "0" * 16}, "check"),
        (0, {"epoch": "last year"}, "epoch"),
        (0, {"epoch": 2026}, "form"),
        (0, {"partner": "Jan Jansen"}, "form"),
        (0, {"key": "secret"}, "form"),
        (0, {"extra": ""}, "form"),
        (1, {"ref": "=1+1"}, "row"),
        (1, {"ref": "R2"}, "row"),
        (1, {"ref": "R" * 65}, "row"),
        (1, {"by_year": ""}, "row"),
        (1, {"by_year": "eHh4"}, "row"),
        (1, {"by_year": "A" * 86 + "=="}, "row"),
        (1, {"by_year": "B" * 86 + "=="}, "row"),  # bits behind the last byte
        (1, {"by_day": None}, "row"),
        (1, {"last_name": "Jansen"}, "row"),
        (1, {"ref": "R" * 1100}, "size"),
        (3, {"rows": 3}, "end"),
        (3, {"not_encodable": -1}, "end"),
    ],
)
def test_one_wrong_thing_refuses_the_message(line: int, change: dict[str, Any], code: str) -> None:
    content = lines()
    content[line] |= change
    assert refused(b"".join(json.dumps(one).encode() + b"\n" for one in content)) == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "end"),
        (b"[]\n", "form"),
        (b"[" * 900 + b"\n", "form"),
        (b"\xff\xfe\n", "form"),
        (b"report_id,last_name\n", "form"),
        (written() + b"\n", "end"),
        (written().replace(b'{"ref":"R1"', b'{"ref":"R1","ref":"R9"'), "form"),
        (written().rpartition(b"{")[0], "end"),
        (written()[:-1], "form"),
    ],
)
def test_what_is_no_whole_message_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_another_epoch_or_sender_is_refused() -> None:
    assert refused(written(), epochs={"2027"}) == "epoch"
    assert refused(written(), partner="opvang-zuid") == "partner"
