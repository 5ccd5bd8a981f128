"""What kind of file it is, told by its bytes; and what is not taken in, whatever it is called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.foundation.files.kinds import KINDS, kind_of
from schakel.foundation.files.refusals import FileRefusedError
from schakel.register.intake.tests.papers import BAD, EICAR, GOOD

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_by_its_bytes(kind: str) -> None:
    assert kind_of(GOOD[kind]) == kind


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_taken_in(what: str) -> None:
    code, content = BAD[what]
    with pytest.raises(FileRefusedError) as refusal:
        kind_of(content)
    assert refusal.value.code == code
    assert refusal.value.sentence


def test_the_virus_of_every_test_is_a_text() -> None:
    assert kind_of(EICAR) == "TXT"  # only a scanner tells it apart


def test_a_locked_archive_is_no_document() -> None:
    content = bytearray(GOOD["DOCX"])
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + at] |= 1  # "encrypted", says every part
    with pytest.raises(FileRefusedError) as refusal:
        kind_of(bytes(content))
    assert refusal.value.code == "locked"


def _told(content: bytes) -> str:
    """The kind, or why not; any other exception fails the test."""
    try:
        return kind_of(content)
    except FileRefusedError as refusal:
        return refusal.code if refusal.sentence else ""


_STARTS = [
    b"",
    b"PK\x03\x04",
    b"%PDF-",
    b"\xff\xd8\xff",
    b"\xef\xbb\xbf",
    b"<",
    b"\xd0\xcf\x11\xe0",
]


@settings(max_examples=300, deadline=None)
@given(start=st.sampled_from(_STARTS), rest=st.binary(max_size=400))
def test_any_bytes_are_a_kind_or_a_refusal(start: bytes, rest: bytes) -> None:
    assert _told(start + rest)


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(["DOCX", "XLSX", "ODT", "ODS"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.floats(0, 1),
)
def test_a_damaged_document_is_a_kind_or_a_refusal(
    kind: str, changes: list[tuple[float, int]], cut: float
) -> None:
    content = bytearray(GOOD[kind])
    for place, byte in changes:
        content[int(place * (len(content) - 1))] = byte
    assert _told(bytes(content))
    assert _told(bytes(content[: int(cut * len(content))]))


@settings(max_examples=100, deadline=None)
@given(text=st.text(min_size=1, max_size=200))
def test_text_that_is_taken_in_holds_nothing_that_runs(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    if _told(content) == "TXT":
        assert not content.lstrip(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"#!"))
        assert b"\0" not in content
        assert content.decode("utf-8")
