"""Records in a CSV file, whatever wrote it, as an Arrow table of texts."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from schakel.methods.disclosure.refusals import Refused, listed, nearest

_BLOCK = 1 << 24
_LONGEST_HEAD = 100_000


def read(content: bytes, columns: Sequence[str], where: str) -> pa.Table:
    """The `columns` of a CSV file, or all: every value as the text that stands there, blanks as "".

    Commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252; values may hold line breaks between quotes.
    Refused where it holds no records, lacks a column, has one twice, or a line of another length.
    """
    text = _utf8(content)
    head = text.lstrip(b"\r\n")[:_LONGEST_HEAD].decode(errors="replace")
    mark = max(",;\t", key=head.partition("\n")[0].count)
    names = next(csv.reader(StringIO(head, newline=""), delimiter=mark), [])
    if not names:
        raise Refused("no_records", where=where)
    columns = columns or names
    for name in columns:
        if name not in names:
            known = listed(names, 40)
            raise Refused("no_column", name=name, nearest=nearest(name, names), known=known)
        if names.count(name) > 1:
            raise Refused("twice", where=where, name=name)
    table = _parsed(text, mark, names, columns, where)
    if not table.num_rows:
        raise Refused("no_records", where=where)
    return table


def _utf8(content: bytes) -> bytes:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace").encode()
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _parsed(
    text: bytes, mark: str, names: Sequence[str], columns: Sequence[str], where: str
) -> pa.Table:
    wrong: list[int] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        # Never its text: that is somebody's record.
        wrong.append(row.number or 0)
        return "error"

    try:
        return arrow_csv.read_csv(
            pa.BufferReader(text),
            arrow_csv.ReadOptions(use_threads=False, block_size=max(_BLOCK, len(text) // 64)),
            arrow_csv.ParseOptions(
                delimiter=mark, newlines_in_values=True, invalid_row_handler=note
            ),
            arrow_csv.ConvertOptions(
                column_types={name: pa.dictionary(pa.int32(), pa.string()) for name in names},
                include_columns=list(columns),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as problem:
        if wrong:
            raise Refused("ragged", where=where, line=wrong[0], columns=len(names)) from None
        raise Refused("unreadable", where=where, problem=type(problem).__name__) from None


def content_of(path: Path) -> bytes:
    """The bytes of a file; Refused where there is none."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Refused("no_file", where=path.name) from problem
