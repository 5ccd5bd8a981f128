"""The monitor as files: a table of text and numbers as CSV or as an Excel workbook."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from schakel.foundation.ui.exports import csv_response, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(
    name: str, form: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A download called `name`, as CSV or (`form` is ``xlsx``) as a workbook of one sheet."""
    if form != "xlsx":
        return csv_response(f"{name}.csv", header, rows)
    book = import_module("openpyxl").Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for row in (header, *rows):
        sheet.append([None if cell is None else safe_cell(cell) for cell in row])
    sink = BytesIO()
    book.save(sink)
    return attachment(sink.getvalue(), f"{name}.xlsx", XLSX)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save, that no browser guesses about or keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
