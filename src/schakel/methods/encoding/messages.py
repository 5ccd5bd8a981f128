"""Codes on their way from a sender to the linkage unit: JSON lines, a head, a row per report, an end.

Read strictly: what is not exactly this is refused as a whole, with its line. No name, date or number of a
person has a place in it; docs/reference/encoding.md describes it for whoever writes another program.
"""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.golden import CHECK
from schakel.methods.encoding.parameters import EncodingParameters

FORMAT, VERSION = "schakel-codes", 1
# Parameters that may be used today, by their identifier.
KNOWN = {one.identifier: one for one in (EncodingParameters(),)}
MOST_ROWS = 250_000
# Bytes in a line, its end included.
LONGEST = 1024
# A sender's own reference, and the name of a sender: nothing that a spreadsheet would run, no spaces.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
EPOCH = re.compile(r"20[0-9]{2}(?:-[1-9])?")
_HEXADECIMAL = re.compile(r"[0-9a-f]{16}")


class MessageError(Exception):
    """The message cannot be used. `code`: one word for a program; the text says what to do.

    Codes: form, version, parameters, check, epoch, partner, row, size, end. No text quotes the message.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Head:
    """What holds for every row. `key`: a fingerprint that tells keys apart and gives none away."""

    epoch: str
    key: str
    partner: str
    parameters: str = field(default_factory=lambda: EncodingParameters().identifier)
    check: str = CHECK


@dataclass(frozen=True, slots=True)
class Row:
    """The sender's own reference of a report, and its codes."""

    ref: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message. `not_encodable`: reports the sender could make no code of; not among the rows."""

    head: Head
    rows: list[Row]
    not_encodable: int


def write(file: BinaryIO, head: Head, rows: Iterable[Row]) -> tuple[int, int]:
    """Write a message; how many rows it has, and how many were left out, having no code."""
    file.write(_line({"format": FORMAT, "version": VERSION, **asdict(head)}))
    written = left_out = 0
    for row in rows:
        if row.codes:
            file.write(_line(_of_row(row)))
            written += 1
        else:
            left_out += 1
    file.write(_line({"rows": written, "not_encodable": left_out}))
    return written, left_out


def read(
    file: BinaryIO, *, epochs: Collection[str] | None = None, partner: str | None = None
) -> Message:
    """The whole message, or MessageError. None: any epoch, any partner."""
    head = _head(_object(file, 1))
    if epochs is not None and head.epoch not in epochs:
        raise MessageError("epoch", f"epoch {head.epoch} is not open. Encode with the present key.")
    if partner is not None and head.partner != partner:
        raise MessageError("partner", "the message says it is from somebody else than its sender.")
    width = _width(KNOWN[head.parameters])
    rows: list[Row] = []
    seen: set[str] = set()
    while "rows" not in (content := _object(file, number := len(rows) + 2)):
        if number > MOST_ROWS + 1:
            raise MessageError("size", f"more than {MOST_ROWS:,} rows. Send it in parts.")
        row = _row(content, width, number)
        if row.ref in seen:
            raise MessageError("row", f"line {number}: this ref stands on an earlier line, too.")
        seen.add(row.ref)
        rows.append(row)
    return Message(head, rows, _end(content, len(rows), file))


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _of_row(row: Row) -> dict[str, str]:
    return {
        "ref": row.ref,
        "by_year": b64encode(row.codes.by_year).decode(),
        "by_day": b64encode(row.codes.by_day).decode(),
    }


def _width(parameters: EncodingParameters) -> int:
    return parameters.length // (16 if parameters.folded else 8)


def _object(file: BinaryIO, number: int) -> dict[str, Any]:
    """The next line as an object whose every name stands once."""
    line = file.readline(LONGEST + 1)
    if not line:
        raise MessageError(
            "end", "the message has no end: something was lost on the way. Send it again."
        )
    if len(line) > LONGEST:
        raise MessageError("size", f"line {number} is longer than {LONGEST} bytes.")
    try:
        content = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not line.endswith(b"\n"):
        raise MessageError("form", f"line {number} is no JSON object on a line of its own.")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a name stands twice")
    return content


def _head(content: dict[str, Any]) -> Head:
    if content.get("format") != FORMAT:
        raise MessageError("form", "this is no message with codes: line 1 does not say so.")
    if content.get("version") != VERSION or isinstance(content["version"], bool):
        raise MessageError("version", f"only version {VERSION} of the message is read here.")
    texts = {name: content.get(name) for name in Head.__slots__}
    if len(content) != len(texts) + 2 or not all(isinstance(one, str) for one in texts.values()):
        raise MessageError("form", "line 1 must hold format, version, " + ", ".join(texts) + ".")
    head = Head(**texts)  # type: ignore[arg-type]
    if head.parameters not in KNOWN:
        raise MessageError(
            "parameters", "encoded in a way that is not known here. Renew the program."
        )
    if head.check != CHECK:
        raise MessageError(
            "check", "the sender's program makes other codes of the same names. Renew the program."
        )
    if not EPOCH.fullmatch(head.epoch):
        raise MessageError("epoch", "an epoch is a year, such as 2026, or 2026-2 after a new key.")
    if not NAME.fullmatch(head.partner) or not _HEXADECIMAL.fullmatch(head.key):
        raise MessageError("form", "line 1: partner or key is not written as it must be.")
    return head


def _row(content: dict[str, Any], width: int, number: int) -> Row:
    if set(content) != {"ref", "by_year", "by_day"}:
        raise MessageError("row", f"line {number} must hold ref, by_year and by_day, and no more.")
    ref = content["ref"]
    if not isinstance(ref, str) or not NAME.fullmatch(ref):
        raise MessageError(
            "row",
            f"line {number}: ref must be letters, digits and . _ : / - only, 64 characters at most.",
        )
    by_year, by_day = (_code(content[name], width, number) for name in ("by_year", "by_day"))
    if not by_year:
        raise MessageError("row", f"line {number} has no code by year: leave such reports out.")
    return Row(ref, Codes(by_year, by_day))


def _code(text: Any, width: int, number: int) -> bytes:
    """Its bytes, written in the one way that base64 has for them."""
    try:
        code = b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        code = None
    fits = code is not None and len(code) in (0, width) and b64encode(code).decode() == text
    if not fits or (code and not any(code)):
        raise MessageError("row", f"line {number}: a code is base64 of {width} bytes, or empty.")
    return code or b""


def _end(content: dict[str, Any], rows: int, file: BinaryIO) -> int:
    left_out = content.get("not_encodable")
    whole = isinstance(left_out, int) and not isinstance(left_out, bool) and left_out >= 0
    if set(content) != {"rows", "not_encodable"} or content["rows"] != rows or not whole:
        raise MessageError("end", f"the last line does not agree with the {rows:,} rows before it.")
    if file.read(1):
        raise MessageError("end", "something stands behind the end of the message.")
    return int(left_out or 0)
