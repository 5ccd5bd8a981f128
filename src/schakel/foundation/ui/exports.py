"""Tables as files, safe to open in a spreadsheet program."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# A cell that begins with one of these is run as a formula by spreadsheet programs (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252


def safe_cell(value: Any) -> Any:
    """`value` for a CSV or XLSX cell: text that a spreadsheet would run gets an apostrophe before it.

    Numbers stay numbers (a negative number is no formula); None becomes an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    # Apostrophes that stood there already count along: `plain_cell` takes away exactly one.
    return f"'{text}" if text.lstrip(" '").startswith(_FORMULA_STARTS) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` made safe, as it was: for a file that comes back to us."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) != text[1:] else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A CSV file line by line (RFC 4180, semicolon: what a Dutch Excel opens in columns)."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield _BOM + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_response(
    filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download that is sent while it is read; `rows` is consumed once, lazily."""
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
