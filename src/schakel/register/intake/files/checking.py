"""A whole file checked: its good rows, and what is wrong with the others. The door of this package."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from schakel.register.intake.choices import FileFormat
from schakel.register.intake.data import ReportData
from schakel.register.intake.files import errors
from schakel.register.intake.files.errors import OLE, RowError
from schakel.register.intake.files.htcds import HtcdsReader, in_words
from schakel.register.intake.files.lists import DEFAULT_SOURCE, ListReader
from schakel.register.intake.files.mapping import looks_like_htcds
from schakel.register.intake.files.reading import MAX_OWN_ROWS, MAX_ROWS, read_table
from schakel.register.intake.files.rows import FileDefaults, RowReader
from schakel.register.intake.fingerprints import fingerprint_of
from schakel.register.intake.queries import by_fingerprint, numbers_by_reference
from schakel.register.intake.sendings import prints_to_use
from schakel.register.intake.validation import NEVER_KEPT

_SUFFIXES = {".xlsx": FileFormat.XLSX, ".csv": FileFormat.CSV, ".txt": FileFormat.CSV}
_READERS: dict[str, type[ListReader] | type[RowReader]] = {
    FileFormat.LISTS: ListReader,
    FileFormat.HTCDS: HtcdsReader,
}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class CheckedFile:
    """`total` rows (without blank ones): the good `rows`, and `errors` by line; `notices` for people.

    A row that repeats an earlier one word for word is good: it becomes "unchanged".
    """

    total: int
    rows: list[ReportData] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    # After a thorough check: how many good rows the same sender sent before, word for word.
    known: int = 0

    @property
    def service_number(self) -> bool:
        """Does any cell hold what is never kept? After a thorough check: of any column."""
        return any(error.code in NEVER_KEPT for error in self.errors)

    @property
    def rejected(self) -> int:
        """How many rows have an error."""
        return len({error.line for error in self.errors if error.line})

    @property
    def unreadable(self) -> bool:
        """Is the file wrong as a whole, so that no row was read?"""
        return self.total == 0


def guess_format(name: str, content: bytes) -> FileFormat:
    """By what the file is, not only by what it is called; a text file counts as CSV."""
    if content.startswith((_ZIP, OLE)):
        return FileFormat.XLSX
    if looks_like_htcds(content):
        return FileFormat.HTCDS
    return _SUFFIXES.get(name.lower()[name.rfind(".") :] if "." in name else "", FileFormat.CSV)


def check_file(
    content: bytes, *, file_format: str, defaults: FileDefaults, thorough: bool = False
) -> CheckedFile:
    """Read and check every row; never raises for what stands in the file. Stores nothing.

    `thorough`: also look for citizen service numbers in every cell, and count what is `known`.
    """
    if file_format == FileFormat.LISTS and not defaults.source:
        defaults = replace(defaults, source=DEFAULT_SOURCE)
    most = MAX_OWN_ROWS if defaults.own else MAX_ROWS
    table = read_table(content, file_format, watch=thorough, most=most)
    if table.errors:
        return CheckedFile(total=0, errors=table.errors, notices=table.notices)
    reader = _READERS.get(file_format, RowReader)(defaults)
    rows: list[ReportData] = []
    found: list[RowError] = []
    for row in table.rows:
        outcome = reader.read(row)
        if isinstance(outcome, ReportData):
            rows.append(outcome)
        else:
            found += outcome
    found += _not_told(table.service_numbers, found)
    conflicts = [*_conflicts_within(rows), *_conflicts_with_known(rows)]
    refused = {error.line for error in (*table.service_numbers, *conflicts)}
    good = [row for row in rows if row.line not in refused]
    dropped = in_words(reader.dropped) if isinstance(reader, HtcdsReader) else []
    return CheckedFile(
        total=len(table.rows),
        rows=good,
        errors=sorted([*found, *conflicts], key=lambda error: error.line),
        notices=[*table.notices, *dropped],
        known=_known(good) if thorough else 0,
    )


def _not_told(watched: list[RowError], found: list[RowError]) -> list[RowError]:
    """Those of `watched` that are not among `found` yet."""
    told = {(error.line, error.column, error.code) for error in found}
    return [error for error in watched if (error.line, error.column, error.code) not in told]


def _known(rows: list[ReportData]) -> int:
    """How many of these the same sender sent before, in this file or an earlier one."""
    prints = prints_to_use([fingerprint_of(row) for row in rows])
    there = by_fingerprint(set(prints))
    return len(prints) - len(set(prints) - there.keys())


def _conflicts_within(rows: Iterable[ReportData]) -> list[RowError]:
    """Rows whose reference an earlier row of this file bears, with other content."""
    first: dict[tuple[str, str], ReportData] = {}
    found = []
    for row in rows:
        earlier = first.setdefault((row.scope, row.reporter_reference), row)
        if row.reporter_reference and row != earlier:
            found.append(_conflict(row, errors.REFERENCE_TWICE, str(earlier.line)))
    return found


def _conflicts_with_known(rows: list[ReportData]) -> list[RowError]:
    """Rows whose reference an earlier report bears, with other content."""
    bearing = [row for row in rows if row.reporter_reference]
    known = numbers_by_reference((row.scope, row.reporter_reference) for row in bearing)
    doubtful = [row for row in bearing if (row.scope, row.reporter_reference) in known]
    used = prints_to_use([fingerprint_of(row) for row in doubtful])
    prints = dict(zip(used, doubtful, strict=True))
    there = by_fingerprint(prints)
    return [
        _conflict(row, errors.REFERENCE_IN_USE, known[row.scope, row.reporter_reference])
        for print_, row in prints.items()
        if print_ not in there
    ]


def _conflict(row: ReportData, code: str, hint: str) -> RowError:
    return RowError(row.line, "reporter_reference", row.reporter_reference, code, hint)
