"""Empty files to fill in: all columns, and in the workbook a second sheet with the code lists."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import Workbook

from schakel.foundation.terms.queries import terms
from schakel.register.intake.files.columns import COLUMNS


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
    """A sheet for the reports and a sheet with every code and both its labels."""
    book = Workbook()
    sheet = book.active
    sheet.title = "reports"
    sheet.append([column.name for column in COLUMNS])
    sheet.freeze_panes = "A2"
    codes = book.create_sheet(_("codes"))
    codes.append([_("column"), _("code"), "Nederlands", "English"])
    for column in COLUMNS:
        for term in terms(column.code_list).values() if column.code_list else ():
            if term.valid_on(None):
                codes.append([column.name, term.code, term.label_nl, term.label_en])
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return TemplateFile("reports.xlsx", kind, content.getvalue())


TEMPLATES: dict[str, Callable[[], TemplateFile]] = {"csv": csv_template, "xlsx": xlsx_template}
