"""The sender's own file again, with beside each wrong row what is wrong and what to do about it.

The same columns in the same order, and two more at the end, which are passed over when the repaired file is
sent in. Nothing in it is run by a spreadsheet program.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from django.utils.translation import gettext as _

from schakel.foundation.geography.queries import fold
from schakel.foundation.ui.exports import safe_cell
from schakel.register.intake.choices import FileFormat
from schakel.register.intake.files.columns import COLUMNS, known_names
from schakel.register.intake.files.errors import error_text
from schakel.register.intake.files.reading import WHAT_IS_WRONG, WHAT_TO_DO, file_lines, no_remark

# line → (column, code, hint) of everything that is wrong with it
Wrong = Mapping[int, list[tuple[str, str, str]]]


def beside(content: bytes, file_format: str, wrong: Wrong) -> Iterator[list[str]]:
    """Every line of the file with two cells more; a line above the names of the columns stays as it is.

    `content` was read before, so this raises nothing.
    """
    lines = ((line, cells) for line, cells, _formulas in file_lines(content, file_format, []))
    known = known_names(COLUMNS)
    headings: dict[str, str] = {}
    width = 0
    keep: list[int] = []
    for line, padded in lines:
        cells = _without_end(padded)
        if not cells:
            continue
        names = [known.get(fold(cell.strip()[:100]), "") for cell in cells]
        if not headings and "reporter_reference" in names:
            keep = [place for place, cell in enumerate(cells) if no_remark(cell)]
            headings = {name: cells[place].strip() for place, name in enumerate(names) if name}
            width = len(cells)
            yield [*(cells[place] for place in keep), str(WHAT_IS_WRONG), str(WHAT_TO_DO)]
        elif headings:
            shown = [cells[place] if place < len(cells) else "" for place in keep]
            yield [*shown, *_remarks(wrong.get(line, ()), headings), *cells[width:]]
        else:
            yield cells


def _without_end(cells: list[str]) -> list[str]:
    """The cells up to the last one that holds something; a workbook adds empty ones."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _remarks(found: Iterable[tuple[str, str, str]], headings: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong, and what to do: the first sentence of each message, and the rest of it."""
    wrong, todo = [], []
    for column, code, hint in found:
        first, _stop, rest = error_text(code, hint, column).partition(". ")
        place = headings.get(column, column)
        wrong.append(f"{place}: {first.rstrip('.')}" if place else first.rstrip("."))
        todo += [rest or first]
    return " | ".join(wrong), " | ".join(dict.fromkeys(todo))


def as_xlsx(lines: Iterable[list[str]]) -> bytes:
    """A workbook with one sheet; every cell is text, also what looks like a formula."""
    openpyxl = import_module("openpyxl")  # not at the start
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("reports"))
    for line in lines:
        row = []
        for text in line:
            cell = openpyxl.cell.WriteOnlyCell(sheet, value=_printable(text))
            if safe_cell(text) != text:
                cell.data_type, cell.quotePrefix = "s", True
            row.append(cell)
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _printable(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


def suffix(file_format: str) -> str:
    """What the name of the file ends with."""
    return "xlsx" if file_format == FileFormat.XLSX else "csv"
