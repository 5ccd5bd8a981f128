"""Makes spreadsheets as nobody should send them: for tests of what becomes of them."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook

HEAD = ["kenmerk", "leeftijd", "geslacht", "geboortedatum", "toelichting"]
MANY = 100_000


def book(change: Callable[[Workbook], Any] | None = None, rows: Iterable[list[Any]] = ()) -> bytes:
    """A workbook with our heading and `rows`, spoilt by `change`."""
    made = Workbook()
    made.active.append(HEAD)
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def merged() -> bytes:
    """Cells merged over rows: all but the first are empty, the reference too."""
    rows = [["A-1", 20, "vrouw", "", ""], ["", 30, "man", "", ""]]
    return book(lambda made: made.active.merge_cells("A2:A3"), rows)


def three_headers() -> bytes:
    """A title and a line of groups above the names of the columns."""
    made = Workbook()
    for line in (["Meldingen 2026, versie 3"], ["wie", "", "", "wat"], HEAD, ["A-1", 20, "vrouw"]):
        made.active.append(line)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def formulas() -> bytes:
    """Formulas, also dangerous ones, and a text that only looks like one."""
    return book(
        rows=[
            ["A-1", "=10+10", "vrouw", "", ""],
            ["A-2", 20, "", "", '=HYPERLINK("http://x.example","klik")'],
            ["A-3", 20, "", "", "'=cmd|' /C calc'!A0"],
            ["A-4", 20, "", "", "gewoon"],
        ]
    )


def hidden() -> bytes:
    """A hidden sheet with other people, hidden rows and a hidden column."""

    def hide(made: Workbook) -> None:
        other = made.create_sheet("geheim")
        other.append(HEAD)
        other.append(["X-1", 99, "man", "", ""])
        other.sheet_state = "hidden"
        made.active.row_dimensions[2].hidden = True

    return book(hide, [["A-1", 20, "", "", ""]])


def dates() -> bytes:
    """Dates as cells, text, serial numbers and in the American order."""
    made: list[Any] = [date(2001, 2, 3), "3-2-2001", "36925", "12/31/2001", "3 februari 2001", 2001]
    return book(rows=[[f"A-{n}", "", "", day, ""] for n, day in enumerate(made)])


def gaps() -> bytes:
    """Empty rows between the others, and thousands after them that were only coloured."""

    def colour(made: Workbook) -> None:
        for row in range(3000, 3010):
            made.active.cell(row, 1).value = "   "

    empty = [[None] * 5] * 40
    return book(colour, [["A-1", 20, "", "", ""], *empty, ["A-2", "oud", "", "", ""]])


def external_links() -> bytes:
    """A link to another file."""

    def link(made: Workbook) -> None:
        other = ExternalLink(externalBook=ExternalBook(sheetNames=None))
        other.externalBook.id = "rId1"
        made._external_links = []
        made.active["B2"].value = "='[elders.xlsx]Blad1'!A1"

    return book(link, [["A-1", 20, "", "", ""]])


def edited(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def wide() -> bytes:
    """Says that it has 16,384 columns and a million rows; it has five and one."""
    content = book(rows=[["A-1", 20, "", "", ""]])
    return edited(content, SHEET, lambda xml: xml.replace(b'"A1:E2"', b'"A1:XFD1048576"'))


def far_away() -> bytes:
    """One cell in the last column of the last row."""

    def put(made: Workbook) -> None:
        made.active.cell(1_048_576, 16_384).value = "verdwaald"

    return book(put, [["A-1", 20, "", "", ""]])


def entities() -> bytes:
    """XML that unfolds ("billion laughs") in the sheet."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = book(rows=[["A-1", 20, "", "", ""]])
    return edited(content, SHEET, lambda xml: bomb + xml.replace(b"vrouw", b"&b;"))


def macros() -> bytes:
    """A workbook with macros: the same parts, and a programme that nobody runs."""
    content = io.BytesIO(book(rows=[["A-1", 20, "", "", ""]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Sub AutoOpen()" * 100)
    return content.getvalue()


def encrypted() -> bytes:
    """With a password, Excel writes no zip archive but an OLE container."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + struct.pack("<16x5H", 62, 3, 0xFFFE, 9, 6)
        + b"\0" * 4000
    )


def bomb() -> bytes:
    """Small, and 300 MB when unfolded."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number + 1}.xml", b"\0" * 100_000_000)
    return content.getvalue()


def liar() -> bytes:
    """A bomb that says in its directory that it unfolds to nothing much."""
    content = bytearray(bomb())
    size = struct.pack("<I", 100_000_000)
    return bytes(content.replace(size, struct.pack("<I", 1000)))


def long_csv(rows: int = MANY) -> bytes:
    """As many rows as may be, each with an error in it or not."""
    lines = [";".join(HEAD)]
    lines += [
        f"A-{n};{n % 90};{'vrouw' if n % 10 else 'vrouwe'};{1950 + n % 50};" for n in range(rows)
    ]
    return "\n".join(lines).encode()


def long_xlsx(rows: int = MANY) -> bytes:
    """The same as a workbook."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("meldingen")
    sheet.append(HEAD)
    for n in range(rows):
        sheet.append([f"A-{n}", n % 90, "vrouw" if n % 10 else "vrouwe", 1950 + n % 50, ""])
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()
