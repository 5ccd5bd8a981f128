"""CSV and XLSX files as rows of text, each with its line number. Trusts nothing in the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from itertools import islice

from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import fold
from schakel.foundation.ui.exports import plain_cell
from schakel.foundation.ui.free_text import service_numbers
from schakel.register.intake.choices import FileFormat
from schakel.register.intake.files import errors
from schakel.register.intake.files.columns import COLUMNS, LIST_COLUMNS, Column, known_names
from schakel.register.intake.files.errors import FileProblemError, RowError
from schakel.register.intake.files.mapping import HTCDS_COLUMNS
from schakel.register.intake.validation import SERVICE_NUMBER

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
# Of a partner's own file, which is checked while somebody waits for the page.
MAX_OWN_ROWS = 10_000
MAX_COLUMNS = 150  # HTCDS alone has some ninety
MAX_CELL = 5_000

WINDOWS_TEXT = _(
    "The file is not in UTF-8; it was read as Windows text. Check letters with accents in the result."
)
ABOVE_HEADER = _(
    "The names of the columns stand on line %(line)d; what stands above it was passed over."
)
_COLUMNS = {FileFormat.LISTS.value: LIST_COLUMNS, FileFormat.HTCDS.value: HTCDS_COLUMNS}
DELIMITERS = ",;\t"
# The two columns that `beside` adds; in a repaired file they are passed over.
WHAT_IS_WRONG = _("what is wrong")
WHAT_TO_DO = _("what to do")
_REMARKS = frozenset({"what is wrong", "what to do", "wat is er mis", "wat te doen"})
# Among how many filled lines the names of the columns are looked for.
HEADER_WITHIN = 10
_HEAD = 20_000


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
    # Where a citizen service number stands, in whatever column; only of a table that was watched.
    service_numbers: list[RowError] = field(default_factory=list)


# One line of a file: its number, its cells as text, and the places of cells that hold a formula.
Line = tuple[int, list[str], frozenset[int]]


def read_table(
    content: bytes, file_format: str, *, watch: bool = False, most: int = MAX_ROWS
) -> Table:
    """Read a file of at most `most` rows; never raises for what stands in it.

    `watch` every cell for citizen service numbers.
    """
    notices: list[str] = []
    try:
        if len(content) > MAX_BYTES:
            raise FileProblemError(errors.TOO_LARGE)
        lines = file_lines(content, file_format, notices)
        columns = _COLUMNS.get(file_format, COLUMNS)
        # A spreadsheet leaves out empty cells at the end of a row; a CSV file that does is damaged.
        strict = file_format != FileFormat.XLSX
        return _table(lines, columns, notices, strict=strict, watch=watch, most=most)
    except FileProblemError as problem:
        return Table(rows=[], errors=[problem.error], notices=notices)


def file_lines(content: bytes, file_format: str, notices: list[str]) -> Iterator[Line]:
    """Every line of the file as it stands there; raises FileProblemError."""
    if file_format == FileFormat.XLSX:
        workbooks = import_module("schakel.register.intake.files.workbooks")  # not at the start
        lines: Iterator[Line] = workbooks.workbook_lines(
            content, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS
        )
        return lines
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileProblemError(errors.NOT_TEXT, line=line) from None
        yield line, cells, frozenset()


def delimiter_of(text: str) -> str:
    """The delimiter that the names of the columns use; else that of the first line, or a comma."""
    first, *rest = (text[:_HEAD].lstrip("\r\n").split("\n", HEADER_WITHIN) or [""])[:HEADER_WITHIN]
    usual = max(DELIMITERS, key=first.count)
    known = known_names((*COLUMNS, *LIST_COLUMNS))

    def names_in(line: str, delimiter: str) -> int:
        return sum(fold(cell.strip().strip('"')) in known for cell in line.split(delimiter))

    found = [(names_in(line, each), each) for line in (first, *rest) for each in DELIMITERS]
    most, best = max(found, key=lambda pair: pair[0])
    return best if most > 1 and names_in(first, usual) < most else usual


def _table(
    lines: Iterator[Line],
    columns: tuple[Column, ...],
    notices: list[str],
    *,
    strict: bool,
    watch: bool,
    most: int,
) -> Table:
    filled = ((n, cells, formulas) for n, cells, formulas in lines if any(map(str.strip, cells)))
    header = _find_header(filled, columns, notices)
    keep = [place for place, cell in enumerate(header[1]) if no_remark(cell)]
    width = len(header[1])
    if len(keep) < width:
        filled = (_only(keep, width, line) for line in filled)
        header = _only(keep, width, header)
    names, problems = _header(header[0], header[1], columns)
    if problems:
        return Table(rows=[], errors=problems, notices=notices)
    rows: list[Row] = []
    numbers: list[RowError] = []
    for line, cells, formulas in filled:
        if len(rows) == most:
            raise FileProblemError(errors.TOO_MANY_ROWS, line=line)
        rows.append(_row(line, names, cells, formulas, strict))
        if watch and service_numbers("\n".join(cells)):
            numbers += _watched(line, names, cells)
    if not rows:
        raise FileProblemError(errors.EMPTY_FILE)
    return Table(rows=rows, notices=notices, service_numbers=numbers)


def no_remark(heading: str) -> bool:
    """Is this a heading of the sender's own, not of a column that we added to say what is wrong?"""
    return fold(heading.strip()[:100]) not in _REMARKS


def _only(keep: list[int], width: int, line: Line) -> Line:
    """The line without the columns of remarks; what stands beyond the header stays, to be refused."""
    number, cells, formulas = line
    places = [place for place in (*keep, *range(width, len(cells))) if place < len(cells)]
    shown = frozenset(places.index(place) for place in formulas if place in places)
    return number, [cells[place] for place in places], shown


def _find_header(filled: Iterator[Line], columns: tuple[Column, ...], notices: list[str]) -> Line:
    """The line with the names of the columns: the first, or one below titles that people put above it."""
    required = {column.name for column in columns if column.required}
    known, first = known_names(columns), None
    for line in islice(filled, HEADER_WITHIN):
        first = first or line
        if required <= {known.get(fold(cell.strip()[:100]), "") for cell in line[1]}:
            if line is not first:
                notices.append(ABOVE_HEADER % {"line": line[0]})
            return line
    if first is None:
        raise FileProblemError(errors.EMPTY_FILE)
    return first


def _watched(line: int, names: list[str], cells: list[str]) -> list[RowError]:
    """An error for each cell with a citizen service number, without the number."""
    named = [*names, *[""] * (len(cells) - len(names))]
    return [
        RowError(line, name, "", SERVICE_NUMBER)
        for name, cell in zip(named, cells, strict=False)
        if service_numbers(cell)
    ]


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
    values = dict(zip(names, (plain_cell(cell.strip()) for cell in cells), strict=False))
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
