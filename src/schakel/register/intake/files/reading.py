"""CSV and XLSX files as rows of text, each with its line number. Trusts nothing in the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import fold
from schakel.register.intake.choices import FileFormat
from schakel.register.intake.files import errors
from schakel.register.intake.files.columns import COLUMNS, LIST_COLUMNS, Column, known_names
from schakel.register.intake.files.errors import FileProblemError, RowError
from schakel.register.intake.files.workbooks import workbook_lines

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 60
MAX_CELL = 5_000

WINDOWS_TEXT = _(
    "The file is not in UTF-8; it was read as Windows text. Check letters with accents in the result."
)
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One row: column → text without outer blanks; `problems` where the row cannot be read."""

    line: int
    values: dict[str, str]
    problems: list[RowError] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A file read: its rows, or what is wrong with it as a whole; `notices` are for people."""

    rows: list[Row]
    errors: list[RowError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


# One line of a file: its number, its cells as text, and the places of cells that hold a formula.
Line = tuple[int, list[str], frozenset[int]]


def read_table(content: bytes, file_format: str) -> Table:
    """Read a file; never raises for what stands in it."""
    notices: list[str] = []
    try:
        if len(content) > MAX_BYTES:
            raise FileProblemError(errors.TOO_LARGE)
        lines = _lines(content, file_format, notices)
        columns = LIST_COLUMNS if file_format == FileFormat.LISTS else COLUMNS
        # A spreadsheet leaves out empty cells at the end of a row; a CSV file that does is damaged.
        return _table(lines, columns, notices, strict=file_format != FileFormat.XLSX)
    except FileProblemError as problem:
        return Table(rows=[], errors=[problem.error], notices=notices)


def _lines(content: bytes, file_format: str, notices: list[str]) -> Iterator[Line]:
    if file_format == FileFormat.XLSX:
        return workbook_lines(content, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    return _csv_lines(_decoded(content, notices))


def _decoded(content: bytes, notices: list[str]) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what Excel calls "Unicode text"
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise FileProblemError(errors.NOT_TEXT) from None
    if b"\0" in content:
        raise FileProblemError(errors.NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notices.append(str(WINDOWS_TEXT))
        return content.decode("cp1252", errors="replace")


def _csv_lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileProblemError(errors.NOT_TEXT, line=line) from None
        yield line, cells, frozenset()


def _delimiter(text: str) -> str:
    """The delimiter that the first line uses most; a comma where it uses none."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _table(
    lines: Iterator[Line], columns: tuple[Column, ...], notices: list[str], *, strict: bool
) -> Table:
    filled = ((n, cells, formulas) for n, cells, formulas in lines if any(map(str.strip, cells)))
    header = next(filled, None)
    if header is None:
        raise FileProblemError(errors.EMPTY_FILE)
    names, problems = _header(header[0], header[1], columns)
    if problems:
        return Table(rows=[], errors=problems, notices=notices)
    rows: list[Row] = []
    for line, cells, formulas in filled:
        if len(rows) == MAX_ROWS:
            raise FileProblemError(errors.TOO_MANY_ROWS, line=line)
        rows.append(_row(line, names, cells, formulas, strict))
    if not rows:
        raise FileProblemError(errors.EMPTY_FILE)
    return Table(rows=rows, notices=notices)


def _header(
    line: int, cells: list[str], columns: tuple[Column, ...]
) -> tuple[list[str], list[RowError]]:
    """The identifiers of the columns in their order, and what is wrong with the headings."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise FileProblemError(errors.TOO_MANY_COLUMNS, line=line)
    known = known_names(columns)
    names: list[str] = []
    problems: list[RowError] = []
    for cell in cells:
        heading = cell.strip()[:100]
        name = known.get(fold(heading), "")
        if not name:
            near = get_close_matches(fold(heading), list(known), n=1)
            hint = known[near[0]] if near else ""
            problems.append(RowError(line, heading, heading, errors.UNKNOWN_COLUMN, hint))
        elif name in names:
            problems.append(RowError(line, name, heading, errors.DOUBLE_COLUMN))
        names.append(name)
    problems += [
        RowError(line, column.name, "", errors.MISSING_COLUMN)
        for column in columns
        if column.required and column.name not in names
    ]
    return names, problems


def _row(
    line: int, names: list[str], cells: list[str], formulas: frozenset[int], strict: bool
) -> Row:
    extra = any(cell.strip() for cell in cells[len(names) :])
    if extra or (strict and len(cells) < len(names)):
        shown = " | ".join(cells)[:200]
        return Row(line, {}, [RowError(line, "", shown, errors.WRONG_LENGTH)])
    values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    problems = [
        RowError(line, name, value[:200], errors.TOO_LONG)
        for name, value in values.items()
        if len(value) > MAX_CELL
    ]
    problems += [
        RowError(line, names[place], cells[place][:200], errors.FORMULA)
        for place in sorted(formulas)
        if place < len(names)
    ]
    return Row(line, values, problems)
