"""Empty files to fill in: all columns, and in the workbook the code lists and what each column holds."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from schakel.foundation.terms.queries import terms
from schakel.register.intake.files.columns import COLUMNS, Kind

# On how many rows the cells offer their code list.
OFFERED_ROWS = 5000
_BOLD = Font(bold=True)
IN_WORDS = {
    Kind.TEXT: gettext_lazy("Text. No citizen service number (BSN)."),
    Kind.CODE: gettext_lazy("A code or a label of the list; see the sheet with the codes."),
    Kind.DATE: gettext_lazy("A date such as 3-5-2019; only the year or the month and year may do."),
    Kind.NAMES: gettext_lazy("A name. No citizen service number (BSN)."),
    Kind.V_NUMBER: gettext_lazy(
        "Ten digits. Give the cell the form of text, or a 0 in front is lost."
    ),
    Kind.PHONE: gettext_lazy("Digits with 0 or + in front. Give the cell the form of text."),
    Kind.NUMBER: gettext_lazy("A whole number."),
    Kind.YES_NO: gettext_lazy("Yes or no. Leave it empty if it is not known."),
    Kind.COUNTRY: gettext_lazy("A country: two letters, such as PL, or its name."),
    Kind.NATIONALITY: gettext_lazy(
        "A country: two letters, such as PL, or its name; or STATELESS."
    ),
    Kind.MUNICIPALITY: gettext_lazy("A municipality: its name or its code, such as GM0363."),
    Kind.PLACE: gettext_lazy("A municipality or a country, by name or code."),
    Kind.PERIOD: gettext_lazy("From and until, such as 2017/5-2018; or one date."),
    Kind.POLICE_UNIT: gettext_lazy("A police unit: its name or its code."),
    Kind.ORGANISATION: gettext_lazy("The number of an organisation. A partner leaves it empty."),
}


@dataclass(frozen=True)
class TemplateFile:
    """A file to download."""

    name: str
    content_type: str
    content: bytes


def csv_template() -> TemplateFile:
    """One line with the names of the columns, in UTF-8 with the mark that makes Excel read it so."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(column.name for column in COLUMNS)
    return TemplateFile(
        "reports.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf" + text.getvalue().encode()
    )


def xlsx_template() -> TemplateFile:
    """A sheet for the reports, one that explains each column, and one with every code and both its labels.

    The cells of a column that holds one code of a list offer the values of that list.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "reports"
    sheet.append([column.name for column in COLUMNS])
    sheet.freeze_panes = "A2"
    codes = book.create_sheet(_("codes"))
    codes.append([_("column"), _("code"), "Nederlands", "English"])
    for place, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.name) + 2)
        first = codes.max_row + 1
        for term in terms(column.code_list).values() if column.code_list else ():
            if term.valid_on(None):
                codes.append([column.name, term.code, term.label_nl, term.label_en])
        if column.code_list and not column.many and codes.max_row >= first:
            _offer(sheet, letter, f"='{codes.title}'!$B${first}:$B${codes.max_row}")
    for cell in (*sheet[1], *codes[1]):
        cell.font = _BOLD
    _explain(book)
    _widen(codes, (26, 30, 60, 60))
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return TemplateFile("reports.xlsx", kind, content.getvalue())


def _offer(sheet: Any, letter: str, formula: str) -> None:
    """Let the cells of a column offer the codes; another text may still be typed, for labels count too."""
    offer = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    offer.add(f"{letter}2:{letter}{OFFERED_ROWS}")
    sheet.add_data_validation(offer)


def _explain(book: Any) -> None:
    """What each column holds, in words."""
    sheet = book.create_sheet(_("explanation"))
    sheet.append([_("column"), "Nederlands", _("what to fill in"), _("required")])
    for column in COLUMNS:
        text = str(IN_WORDS[column.kind])
        if column.many:
            text = f"{text} {_('Several values with a semicolon (;) between them.')}"
        sheet.append([column.name, column.dutch, text, _("yes") if column.required else ""])
    for cell in sheet[1]:
        cell.font = _BOLD
    _widen(sheet, (28, 36, 90, 12))


def _widen(sheet: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


TEMPLATES: dict[str, Callable[[], TemplateFile]] = {"csv": csv_template, "xlsx": xlsx_template}
