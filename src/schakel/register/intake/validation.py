"""Is what a report says possible? For reports from a form, a file or a programme alike."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import known
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.data import ReportData
from schakel.register.intake.free_text import service_numbers
from schakel.register.intake.legal import allows_identity

# field of ReportData → code list; the same for the report's own columns
CODE_LISTS = {
    "reporter_type": "reporter_type",
    "gender": "gender",
    "residence_status": "residence_status",
    "domestic_crossborder": "domestic_crossborder",
    "police_report_status": "police_report_status",
    "reflection_period_status": "reflection_period_status",
}
OLDEST = 120
# What is written freely, and so may hold what does not belong there.
FREE_TEXTS = ("reporter_reference", "surname", "given_names", "person_key", "note")

UNKNOWN_CODE = "unknown_code"
IN_FUTURE = "in_future"
IMPOSSIBLE_AGE = "impossible_age"
BORN_AFTER_REPORT = "born_after_report"
IDENTITY_WITHOUT_BASIS = "identity_without_basis"
NO_PURPOSE = "no_purpose"
SERVICE_NUMBER = "service_number"

MESSAGES = {
    UNKNOWN_CODE: _("This is not a value of the list. Choose one from the list."),
    IN_FUTURE: _("This date is in the future. Give a date up to today."),
    IMPOSSIBLE_AGE: _("This age is not possible. Give an age from 0 to 120, or leave it empty."),
    BORN_AFTER_REPORT: _(
        "The date of birth is later than the date of the report. Check both dates."
    ),
    IDENTITY_WITHOUT_BASIS: _(
        "Names and a full date of birth may only be shared with a legal basis. "
        "Leave them out, or give the legal basis."
    ),
    NO_PURPOSE: _("Say what the report is for."),
    SERVICE_NUMBER: _(
        "This looks like a citizen service number (BSN). We never keep one. Take it out; "
        "if you need a number, use one of your own."
    ),
}


def problems(data: ReportData, today: PartialDate | None = None) -> Iterator[tuple[str, str]]:
    """(field, code) of everything that cannot be; nothing where all is well."""
    yield from _codes(data)
    yield from _dates(data, today or _today())
    if data.age is not None and not 0 <= data.age <= OLDEST:
        yield "age", IMPOSSIBLE_AGE
    if not data.purposes:
        yield "purposes", NO_PURPOSE
    for name in FREE_TEXTS:
        if service_numbers(getattr(data, name)):
            yield name, SERVICE_NUMBER
    if data.has_identity and not allows_identity(one.legal_basis for one in data.purposes):
        yield (
            ("surname" if data.surname or data.given_names else "date_of_birth"),
            (IDENTITY_WITHOUT_BASIS),
        )


def check(data: ReportData) -> None:
    """Raise ValidationError, per field, where something cannot be."""
    found = {name: MESSAGES[code] for name, code in problems(data)}
    if found:
        raise ValidationError(found)


def refuse_service_number(text: str) -> None:
    """Raise ValidationError where a text holds a citizen service number; a validator of form fields too."""
    if service_numbers(text):
        raise ValidationError(MESSAGES[SERVICE_NUMBER], code=SERVICE_NUMBER)


def _codes(data: ReportData) -> Iterator[tuple[str, str]]:
    given = [(name, code_list, getattr(data, name)) for name, code_list in CODE_LISTS.items()]
    for form in data.forms:
        given.append(("forms", "exploitation_form", form.form))
        if form.sector:
            given.append(("sectors", "sector", form.sector))
    for one in data.purposes:
        given.append(("purposes", "purpose", one.purpose))
        given.append(("legal_basis", "legal_basis", one.legal_basis))
    for name, code_list, code in given:
        if not known(code_list, code):
            yield name, UNKNOWN_CODE


def _dates(data: ReportData, today: PartialDate) -> Iterator[tuple[str, str]]:
    for name in ("reported_on", "date_of_birth"):
        value = getattr(data, name)
        if value is not None and _starts_after(value, today):
            yield name, IN_FUTURE
    if any(one.consent_date and _starts_after(one.consent_date, today) for one in data.purposes):
        yield "consent_date", IN_FUTURE
    if data.date_of_birth is None:
        return
    if data.reported_on is not None and _starts_after(data.date_of_birth, data.reported_on):
        yield "date_of_birth", BORN_AFTER_REPORT
    if today.year - data.date_of_birth.year > OLDEST:
        yield "date_of_birth", IMPOSSIBLE_AGE


def _starts_after(one: PartialDate, other: PartialDate) -> bool:
    """Is even the first day of `one` later than the last day of `other`?"""
    first = (one.year, one.month or 1, one.day or 1)
    return first > (other.year, other.month or 12, other.day or 31)


def _today() -> PartialDate:
    day = timezone.localdate()
    return PartialDate(day.year, day.month, day.day)
