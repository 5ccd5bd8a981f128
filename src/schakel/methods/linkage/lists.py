"""Lists as CSV files: read with clear refusals, written the same each time; needs no array and no model."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.methods.linkage.records import USED, Record, birth_of, record_of

NEEDED = ("report_id",)
TELLING = ("first_names", "last_name", "dob", "age_stated", "v_number", "phone")
# What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@")
_TOO_LARGE = (
    "a cell holds more than 131,072 characters. Is there a quotation mark too many before it?"
)


class FileError(Exception):
    """The file cannot be used; the message says why and what to do, and quotes no cell of it."""


@dataclass(frozen=True)
class Listing:
    """A list of reports, standardised, in the order of the file, and what in it was passed over."""

    records: list[Record]
    dates_not_read: int  # dates of birth that are there and give not even a year
    columns_not_used: list[str]


def read_reports(path: Path) -> list[Record]:
    """The reports of a list, standardised, in the order of the file. Raises FileError and OSError."""
    return read_listing(path).records


def read_listing(path: Path) -> Listing:
    """The reports of a list, with what was passed over. Raises FileError and OSError."""
    rows = [row for _line, row in read_rows(path)]
    unread = sum(bool(row.get("dob")) and not birth_of(row["dob"]).year for row in rows)
    columns = [name for name in (rows[0] if rows else ()) if name and name not in USED]
    return Listing([record_of(row) for row in rows], unread, columns)


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a list of reports as they stand there, with their line. Raises FileError and OSError."""
    header, rows = _numbered(path)
    if not set(NEEDED) <= set(header) or not set(TELLING) & set(header):
        raise FileError(
            f"{path.name} is no list of reports: it needs the column report_id and at least one of "
            f"{', '.join(TELLING)}."
        )
    seen: dict[str, int] = {}
    for line, row in rows:
        key = row["report_id"]
        if not key:
            raise FileError(f"{path.name}, line {line}: report_id is empty. Give every report one.")
        if key.startswith(_FORMULA_STARTS):
            raise FileError(
                f"{path.name}, line {line}: report_id begins as a formula does, and a spreadsheet "
                "program would run it. Begin it with a letter or a digit."
            )
        if key in seen:
            raise FileError(
                f"{path.name}, line {line}: the same report_id stands on line {seen[key]}. "
                "Give every report its own."
            )
        seen[key] = line
    return rows


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows. Raises FileError and OSError."""
    header, rows = _numbered(path)
    return header, [row for _line, row in rows]


def _numbered(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Each row with the line on which it ends: cells may hold line breaks, and lines may be empty."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is not UTF-8 text. Save it as CSV (UTF-8).") from None
    if "\x00" in text:
        raise FileError(f"{path.name} is no text. Save it as CSV (UTF-8).")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    # Strict: else a quotation mark that is never closed would swallow all that follows it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as problem:
        told = _TOO_LARGE if "field larger" in str(problem) else f"{problem}."
        raise FileError(f"{path.name}, line {reader.line_num}: {told}") from None
    if not lines:
        raise FileError(f"{path.name} is empty.")
    header = [cell.strip().lower() for cell in lines[0][1]]
    width = len(header)
    rows = [
        (number, dict(zip(header, [cell.strip() for cell in line + [""] * width], strict=False)))
        for number, line in lines[1:]
    ]
    return header, rows


def spare(read: set[Path], *written: Path) -> None:
    """Refuse to write over what is read, over one another or a folder, or where no folder is."""
    for path in written:
        if path.is_dir():
            raise FileError(f"--out names a folder ({path}). Add the name of a file.")
        if not path.parent.is_dir():
            raise FileError(
                f"--out names a folder that is not there ({path.parent}). Make it first."
            )
    there = {path.resolve() for path in written}
    if len(there) < len(written) or there & {path.resolve() for path in read}:
        raise FileError(
            "--out would write over a file of yours: pairs go there, and clusters.csv beside it. "
            "Choose another name or folder."
        )


def in_words(problem: Exception) -> str:
    """What is wrong with a file, told to whom runs the command."""
    if isinstance(problem, OSError):
        name = str(problem.filename or "file").removesuffix(".part")
        return f"{problem.strerror or problem} ({name})."
    return str(problem)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Beside the place first, so that a full disk leaves what stood there."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
