"""From what a programme sends to what a report says, by way of the reader of files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.ui.findings import invalid, json_pointer
from schakel.foundation.ui.problems import FieldProblem, ProblemError
from schakel.register.intake.actions import NotPossibleError, ReferenceInUseError
from schakel.register.intake.data import ReportData
from schakel.register.intake.files import errors
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.files.reading import Row
from schakel.register.intake.files.rows import FileDefaults, RowReader
from schakel.register.intake.idempotency import KeyInUseError


def read_report(given: Mapping[str, Any], organisation: Organisation) -> ReportData:
    """The report that `given` (field → JSON value) describes, sent by `organisation`; or a problem."""
    row = Row(0, {name: _as_cell(value) for name, value in given.items() if value is not None})
    read = RowReader(FileDefaults(organisation=organisation)).read(row)
    if isinstance(read, ReportData):
        return read
    raise invalid(_field_problem(one) for one in read)


def _as_cell(value: Any) -> str:
    """A JSON value as the text of a cell. Patterns keep semicolons out of what may be several."""
    if isinstance(value, list):
        return ";".join(_as_cell(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


# People write dates in their own way, programmes in one.
_IN_JSON: dict[str, Promise] = {
    errors.NOT_A_DATE: gettext_lazy("There is no such date. Write 2026-05-03, 2026-05 or 2026."),
    errors.NOT_A_PERIOD: gettext_lazy("There is no such period. Write 2026-03/2026-05."),
}


def _field_problem(error: RowError) -> FieldProblem:
    detail = str(_IN_JSON.get(error.code, error.message))
    return FieldProblem("body", json_pointer(error.column), error.code, detail, error.hint)


@contextmanager
def refusals() -> Iterator[None]:
    """What the actions refuse, as problems."""
    try:
        yield
    except KeyInUseError:
        raise ProblemError(
            409, "key_in_use", _("This Idempotency-Key was used before, for other content.")
        ) from None
    except NotPossibleError:
        raise ProblemError(
            409, "not_possible", _("The status of the report does not allow this any more.")
        ) from None
    except ReferenceInUseError as problem:
        raise ProblemError(409, "reference_in_use", _in_use(problem.number)) from None
    except ValidationError as problem:
        raise invalid(_from_validation(problem)) from None


def _in_use(number: str) -> str:
    text = _(
        "You used this reference before, for other content: report %(number)s. Send the change as a "
        "correction of that report, or use another reference."
    )
    return text % {"number": number}


def _from_validation(problem: ValidationError) -> Iterator[FieldProblem]:
    """A Django error of single fields, or of the text at hand as a whole."""
    named = problem.error_dict if hasattr(problem, "error_dict") else {"": problem.error_list}
    for name, found in named.items():
        for one in found:
            pointer = json_pointer(name) if name else json_pointer()
            yield FieldProblem("body", pointer, one.code or "invalid", " ".join(one.messages))
