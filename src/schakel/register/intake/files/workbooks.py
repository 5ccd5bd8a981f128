"""XLSX files, read without trusting them: bounded in size, formulas never computed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from schakel.foundation.geography.queries import fold
from schakel.register.intake.files import errors
from schakel.register.intake.files.errors import OLE, FileProblemError

# An XLSX file is a zip archive: a small one can unfold to any size.
MAX_UNFOLDED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 500
SHEETS = ("reports", "meldingen")


def workbook_lines(
    content: bytes, *, max_rows: int, max_columns: int
) -> Iterator[tuple[int, list[str], frozenset[int]]]:
    """Line number, cells as text, and the places of cells with a formula; FileProblemError."""
    if content.startswith(OLE):
        raise FileProblemError(errors.PROTECTED)
    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = next((one for one in book.worksheets if fold(one.title) in SHEETS), None)
        sheet = sheet or book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        rows = sheet.iter_rows(max_row=max_rows + 2, max_col=max_columns + 1)
        for number, cells in enumerate(rows, start=1):
            if all(
                cell is EMPTY_CELL for cell in cells
            ):  # a stray cell far below: a million of these
                yield number, [], frozenset()
                continue
            yield (
                number,
                [_text(cell.value) for cell in cells],
                frozenset(place for place, cell in enumerate(cells) if _is_formula(cell)),
            )
    except FileProblemError:
        raise
    except Exception as reason:  # a broken file makes openpyxl and its parsers fail in many ways
        raise FileProblemError(errors.NOT_XLSX) from reason


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise FileProblemError(errors.NOT_XLSX) from None
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unfolded > min(MAX_UNFOLDED, MAX_RATIO * len(content)):
        raise FileProblemError(errors.TOO_LARGE)


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", "") == "f"


def _text(value: Any) -> str:
    """A cell as a person reads it; dates in ISO form, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
