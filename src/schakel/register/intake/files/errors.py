"""What can be wrong with a file or a row, and what to do about it."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import label
from schakel.foundation.ui.free_text import without_service_numbers
from schakel.foundation.ui.periods import MESSAGES as PERIOD_MESSAGES
from schakel.register.intake.files.columns import COLUMNS
from schakel.register.intake.validation import MESSAGES as REPORT_MESSAGES
from schakel.register.intake.validation import NEVER_KEPT

NOT_TEXT = "not_text"
NOT_XLSX = "not_xlsx"
PROTECTED = "protected"
# What such a file begins with, as one in the format of before 2007 does.
OLE = b"\xd0\xcf\x11\xe0"
EMPTY_FILE = "empty_file"
TOO_LARGE = "too_large"
TOO_MANY_ROWS = "too_many_rows"
TOO_MANY_COLUMNS = "too_many_columns"
UNKNOWN_COLUMN = "unknown_column"
DOUBLE_COLUMN = "double_column"
MISSING_COLUMN = "missing_column"
WRONG_LENGTH = "wrong_length"
TOO_LONG = "too_long"
FORMULA = "formula"
REQUIRED = "required"
UNKNOWN_VALUE = "unknown_value"
NOT_A_NUMBER = "not_a_number"
NOT_A_DATE = "not_a_date"
NOT_A_PERIOD = "not_a_period"
PERIOD_ORDER = "period_order"
DATE_ORDER = "date_order"
DATE_SERIAL = "date_serial"
NOT_YES_OR_NO = "not_yes_or_no"
UNKNOWN_PLACE = "unknown_place"
UNKNOWN_ORGANISATION = "unknown_organisation"
TOO_MANY_VALUES = "too_many_values"
NOT_YOUR_ORGANISATION = "not_your_organisation"
NOT_YOUR_KIND = "not_your_kind"
NOT_YOUR_GROUND = "not_your_ground"
NOT_A_VICTIM = "not_a_victim"
REFERENCE_IN_USE = "reference_in_use"
REFERENCE_TWICE = "reference_twice"

MESSAGES = {
    **REPORT_MESSAGES,
    NOT_TEXT: _("This is not a text file. Save the sheet as CSV (UTF-8) or send the XLSX file."),
    NOT_XLSX: _("This Excel file cannot be read. Open it in Excel and save it again as XLSX."),
    PROTECTED: _(
        "This Excel file has a password, or is in the old XLS format. Save it as XLSX without a password."
    ),
    EMPTY_FILE: _("There are no rows in this file. The first row holds the names of the columns."),
    TOO_LARGE: _("The file is too large. Split it into smaller files."),
    TOO_MANY_ROWS: _("The file has too many rows. Split it into smaller files."),
    TOO_MANY_COLUMNS: _("The file has too many columns. Keep only the columns of the template."),
    UNKNOWN_COLUMN: _("This column is not known. Rename it as in the template, or delete it."),
    DOUBLE_COLUMN: _("This column is there twice. Delete one of the two."),
    MISSING_COLUMN: _("This column is missing. Add it; the template shows all columns."),
    WRONG_LENGTH: _("This row does not have as many values as there are columns. Check the row."),
    TOO_LONG: _("This text is too long. Shorten it."),
    FORMULA: _("This cell holds a formula. Replace it by its value."),
    REQUIRED: _("This value is required. Fill it in."),
    UNKNOWN_VALUE: _("This is not a value of the list. Use a code or a label from the list."),
    NOT_A_NUMBER: _("This is not a whole number. Use digits only, or leave it empty."),
    NOT_A_DATE: _("This is not a date. Write a date as 3-5-2019, 5-2019 or 2019."),
    NOT_A_PERIOD: _(
        "This is not a period. Write 2017/2018, 5-2017 t/m 3-2018, or 'sinds 2019' if it still goes on."
    ),
    PERIOD_ORDER: PERIOD_MESSAGES["order"],
    DATE_ORDER: _(
        "The month seems to come first. Write the day first, as 31-12-2019, in all dates of the file."
    ),
    DATE_SERIAL: _(
        "This is the number that Excel keeps for a date. Give the cell the form of a date."
    ),
    NOT_YES_OR_NO: _("Write yes or no, or leave it empty if it is not known."),
    UNKNOWN_PLACE: _("This name is not known. Use the official name or the code."),
    UNKNOWN_ORGANISATION: _("There is no organisation with this number. Check the number."),
    TOO_MANY_VALUES: _("There are more values here than it can go with. Check the row."),
    NOT_YOUR_ORGANISATION: _(
        "This is not the number of your organisation. Leave it empty: all rows are your own reports."
    ),
    NOT_YOUR_KIND: _(
        "Your organisation is another kind of reporter. Leave it empty: we know which one you are."
    ),
    NOT_YOUR_GROUND: _(
        "Your organisation cannot use this legal basis for this purpose. Leave it empty to have it proposed."
    ),
    NOT_A_VICTIM: _(
        "According to this row the person is not a victim of human trafficking. Leave the row out."
    ),
    REFERENCE_IN_USE: _(
        "You used this reference before, for other content. Send the change as a correction of that "
        "report, or use another reference."
    ),
    REFERENCE_TWICE: _(
        "This reference is in the file twice, with different content. Use another reference for each report."
    ),
}


_CODE_LISTS = {column.name: column.code_list for column in COLUMNS}
_HEADINGS = {column.name: column for column in COLUMNS}


def column_label(name: str) -> str:
    """The heading of a column in the active language; the name itself where it is not one of ours."""
    column = _HEADINGS.get(name)
    if column is None:
        return name
    return column.dutch if (get_language() or "").startswith("nl") else name.replace("_", " ")


def error_text(code: str, hint: str = "", column: str = "") -> str:
    """What is wrong and what to do, in the active language; `hint` is a nearest code or a number."""
    text = str(MESSAGES.get(code, code))
    if not hint:
        return text
    if code == UNKNOWN_VALUE and _CODE_LISTS.get(column):
        hint = f"{label(_CODE_LISTS[column], hint)} ({hint})"
    if code in (UNKNOWN_VALUE, UNKNOWN_COLUMN, UNKNOWN_PLACE):
        return text + " " + gettext("Did you mean %(hint)s?") % {"hint": hint}
    return f"{text} ({hint})"


@dataclass(frozen=True)
class RowError:
    """One thing wrong: `line` counts from 1 as a spreadsheet does, 0 means the file as a whole.

    Errors are kept with their value; a citizen service number is not, whatever the error is about.
    """

    line: int
    column: str
    value: str
    code: str
    hint: str = ""

    def __post_init__(self) -> None:
        kept = "" if self.code in NEVER_KEPT else without_service_numbers(self.value)
        object.__setattr__(self, "value", kept)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the active language."""
        return error_text(self.code, self.hint, self.column)


class FileProblemError(Exception):
    """The file as a whole cannot be read; `error` says why."""

    def __init__(self, code: str, *, line: int = 0, column: str = "", value: str = "") -> None:
        super().__init__(code)
        self.error = RowError(line=line, column=column, value=value[:200], code=code)
