"""The monitor as a spreadsheet to fill in: a row per municipality, a column per item; read back with care."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.models import Municipality
from schakel.foundation.ui.exports import plain_cell, safe_cell
from schakel.network.monitor.actions import Entry
from schakel.network.monitor.choices import State
from schakel.network.monitor.counting import History
from schakel.network.monitor.queries import items

MAX_BYTES, MAX_UNFOLDED, MAX_ROWS, MAX_COLUMNS = 2_000_000, 50_000_000, 1000, 60
_CODE, _NAME = 0, 1


class UnreadableError(Exception):
    """The file is no workbook, too large, or does not begin with the row of headings."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row, of which municipality."""

    row: int
    text: str
    place: str = ""


@dataclass(frozen=True)
class Read:
    """What a workbook would change, and what is wrong in it."""

    entries: list[Entry]
    faults: list[Fault]
    rows: int


def template(places: Sequence[Municipality], known: History, on: date) -> bytes:
    """A workbook with the states as on a day; each cell offers the states in words."""
    openpyxl = import_module("openpyxl")  # not at the start
    letter = openpyxl.utils.get_column_letter
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "monitor"
    columns = items(on)
    sheet.append(["code", _("municipality"), *(item for item, _name in columns)])
    sheet.append(["", "", *(name for _item, name in columns)])
    for place in places:
        states = [State(known.state(place.code, item, on)).label for item, _name in columns]
        sheet.append([place.code, safe_cell(place.display_name), *map(str, states)])
    words = ",".join(str(state.label).replace(",", "") for state in State)
    validation = import_module("openpyxl.worksheet.datavalidation")
    offer = validation.DataValidation(type="list", formula1=f'"{words}"', showErrorMessage=False)
    last = letter(len(columns) + 2)
    offer.add(f"C3:{last}{len(places) + 2}")
    sheet.add_data_validation(offer)
    sheet.freeze_panes = "C3"
    for row in sheet.iter_rows(max_row=2):
        for cell in row:
            cell.font = openpyxl.styles.Font(bold=True)
    for number in range(1, len(columns) + 3):
        sheet.column_dimensions[letter(number)].width = 24
    sink = BytesIO()
    book.save(sink)
    return sink.getvalue()


def read(content: bytes, known: History, on: date) -> Read:
    """What the workbook changes as on a day. An empty cell leaves things as they are. UnreadableError."""
    lines = _lines(content)
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    offered = dict(items(on))
    columns = {place: name for place, name in enumerate(head) if name in offered}
    if not head or head[_CODE] != "code" or not columns:
        raise UnreadableError
    strange = [
        name for place, name in enumerate(head) if place > _NAME and name and name not in offered
    ]
    faults = [Fault(1, _("No item is called “%(name)s”.") % {"name": name}) for name in strange]
    words, entries = _words(), []
    seen: set[str] = set()
    for number, cells in enumerate(lines[1:], start=2):
        code = cells[_CODE].strip().upper() if cells else ""
        if not code:
            continue
        wrong = _wrong_place(code, seen, on)
        if wrong:
            faults.append(Fault(number, wrong, _called(code)))
            continue
        seen.add(code)
        for item, text in _filled(cells, columns):
            state = words.get(geography.fold(text))
            now = known.state(code, item, on)
            if state is None:
                said = {"item": offered[item], "text": text[:40]}
                told = _("%(item)s: “%(text)s” is no state.") % said
                faults.append(Fault(number, told, _called(code)))
            elif state != now:
                entries.append(Entry(code, item, state, was=now))
    return Read(entries, faults, len(seen))


def _wrong_place(code: str, seen: set[str], on: date) -> str:
    place = geography.municipality(code)
    if place is None or not place.exists_on(on):
        return _("No municipality has the code %(code)s on this day.") % {"code": code[:20]}
    return _("%(code)s stands in the file twice.") % {"code": code} if code in seen else ""


def _called(code: str) -> str:
    place = geography.municipality(code)
    return place.display_name if place else ""


def _filled(cells: list[str], columns: dict[int, str]) -> Iterator[tuple[str, str]]:
    """(item, text) of the cells in which something stands."""
    for place, item in columns.items():
        text = cells[place].strip() if place < len(cells) else ""
        if text:
            yield item, text


def _words() -> dict[str, str]:
    """Every way to write a state: its code, its word in both languages, with or without a comma."""
    found = {}
    for language in ("nl", "en"):
        with override(language):
            for state in State:
                found[geography.fold(state.value)] = state.value
                found[geography.fold(str(state.label))] = state.value
    return found


def _lines(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise UnreadableError
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            # A small archive can unfold to any size.
            if sum(part.file_size for part in archive.infolist()) > MAX_UNFOLDED:
                raise UnreadableError
        load_workbook = import_module("openpyxl").load_workbook
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return [[plain_cell("" if cell is None else str(cell)) for cell in row] for row in rows]
    except UnreadableError:
        raise
    except Exception as reason:  # a broken file makes openpyxl and its parsers fail in many ways
        raise UnreadableError from reason
