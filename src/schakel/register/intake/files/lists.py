"""The format `lists`: columns person and list; which kinds of reporter ever reported which person.

Published data have this form. The person is an external key without meaning outside its source, so the
same key in another source is somebody else, unless both are imported under the same source name.
"""

from schakel.foundation.geography.queries import fold
from schakel.foundation.ui.free_text import service_numbers
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.files import errors
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.files.reading import Row
from schakel.register.intake.files.rows import FileDefaults
from schakel.register.intake.files.values import CellError, CellReader
from schakel.register.intake.legal import NO_IDENTITY, REGISTRATION
from schakel.register.intake.validation import SERVICE_NUMBER

# The letters of the published Dutch data: police, marechaussee, inspectorate, other organisations,
# regional coordinators, and residential and ambulatory care (taken as shelter).
LETTERS = {
    "P": "POLICE",
    "K": "KMAR",
    "I": "NLA",
    "O": "OTHER",
    "R": "CARE_COORDINATION",
    "Z": "SHELTER",
}
DEFAULT_SOURCE = "lists"
# Such a list says who reported, not why; it holds no identity, so none needs a ground.
_PURPOSES = (PurposeData(REGISTRATION, NO_IDENTITY),)


class ListReader:
    """Reads the rows of one file of lists."""

    def __init__(self, defaults: FileDefaults) -> None:
        self.scope = defaults.scope
        self.cells = CellReader()

    def read(self, row: Row) -> ReportData | list[RowError]:
        """The report in `row`, or a non-empty list of what is wrong with it."""
        if row.problems:
            return row.problems
        found: list[RowError] = []
        person, kind = row.values.get("person", ""), row.values.get("list", "")
        if not person:
            found.append(RowError(row.line, "person", "", errors.REQUIRED))
        elif service_numbers(person):
            found.append(RowError(row.line, "person", person, SERVICE_NUMBER))
        reporter_type = self._kind(row.line, kind, found)
        return found or ReportData(
            reporter_type=reporter_type,
            scope=self.scope,
            person_key=person,
            purposes=_PURPOSES,
            line=row.line,
        )

    def _kind(self, line: int, text: str, found: list[RowError]) -> str:
        if not text:
            found.append(RowError(line, "list", "", errors.REQUIRED))
            return ""
        letter = LETTERS.get(fold(text).upper())
        if letter:
            return letter
        try:
            return self.cells.code(text, "reporter_type")
        except CellError as problem:
            found.append(RowError(line, "list", text[:200], problem.code, problem.hint))
            return ""
