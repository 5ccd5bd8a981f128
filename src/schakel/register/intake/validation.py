"""Is what a report says possible? For reports from a form, a file or a programme alike."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.answers import NO_ANSWER, NONE
from schakel.foundation.terms.queries import known
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.free_text import service_numbers
from schakel.foundation.ui.periods import PartialPeriod
from schakel.methods.encoding.messages import NAME
from schakel.register.intake.data import CIRCUMSTANCES, IDENTITY_TEXTS, ReportData
from schakel.register.intake.identifiers import ASKED_NUMBERS, phone, v_number
from schakel.register.intake.legal import allows_identity
from schakel.register.intake.names import joined
from schakel.register.intake.regions import REGION_NOT_ASKED, REGION_OF_OTHERS, region_problem
from schakel.register.intake.secret_codes import holds_code

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
FREE_TEXTS = tuple(name for name in IDENTITY_TEXTS if name != "birth_basis")

UNKNOWN_CODE = "unknown_code"
IN_FUTURE = "in_future"
IMPOSSIBLE_AGE = "impossible_age"
BORN_AFTER_REPORT = "born_after_report"
IDENTITY_WITHOUT_BASIS = "identity_without_basis"
NO_PURPOSE = "no_purpose"
SERVICE_NUMBER = "service_number"
CODE_OR_KEY = "code_or_key"
# What is refused before anything is kept, a draft included.
NEVER_KEPT = (SERVICE_NUMBER, CODE_OR_KEY)
EXACT_DATE = "exact_date"
BEFORE_BIRTH = "before_birth"
ANSWER_AND_NONE = "answer_and_none"
UNFIT_FOR_A_CODE = "unfit_for_a_code"
NOT_A_V_NUMBER = "not_a_v_number"
NOT_A_PHONE = "not_a_phone"

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
    EXACT_DATE: _(
        "Give this date without 'about'. The month and the day may be left out if you do not know them."
    ),
    BEFORE_BIRTH: _("This period is before the date of birth. Check both dates."),
    ANSWER_AND_NONE: _(
        "'None', 'not asked' or 'would not say' does not go together with another answer here. "
        "Choose one of the two."
    ),
    UNFIT_FOR_A_CODE: _(
        "For a report with a code the reference may have letters, digits and . _ : / - only, no spaces, "
        "and at most 64 of them."
    ),
    REGION_NOT_ASKED: _("This kind of reporter reports without a region. Leave the region empty."),
    REGION_OF_OTHERS: _(
        "This region is not one of this kind of reporter. The police have units, the border police "
        "(KMar) has districts."
    ),
    NOT_A_V_NUMBER: _("A V-number has ten digits. Check it, or leave it empty."),
    NOT_A_PHONE: _(
        "This is not a telephone number. Write it with 0 or + in front, such as 0612345678 or "
        "+40712345678."
    ),
    SERVICE_NUMBER: _(
        "This looks like a citizen service number (BSN). We never keep one. Take it out; "
        "if you need a number, use one of your own."
    ),
    CODE_OR_KEY: _(
        "This looks like a code or a key for the linkage unit. We may have neither. Take it out, and send "
        "codes to the linkage unit only."
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
    # The linkage unit knows the code by it, and gives it back with the number of a cluster.
    if data.encoded and not data.has_identity and not NAME.fullmatch(data.reporter_reference):
        yield "reporter_reference", UNFIT_FOR_A_CODE
    region = region_problem(data.reporter_type, data.police_unit)
    if region:
        yield "police_unit", region
    yield from _contradictions(data)
    yield from _numbers(data)
    if data.has_identity and not allows_identity(one.legal_basis for one in data.purposes):
        yield data.identified_by, IDENTITY_WITHOUT_BASIS


def check(data: ReportData) -> None:
    """Raise ValidationError, per field, where something cannot be."""
    found = {name: MESSAGES[code] for name, code in problems(data)}
    if found:
        raise ValidationError(found)


def refuse_service_number(text: str) -> None:
    """Raise ValidationError where a text holds a citizen service number; a validator of form fields too."""
    if service_numbers(text):
        raise ValidationError(MESSAGES[SERVICE_NUMBER], code=SERVICE_NUMBER)


def _numbers(data: ReportData) -> Iterator[tuple[str, str]]:
    """What is never kept, or a number where another one belongs."""
    for name in FREE_TEXTS:
        if code := never_kept(name, joined(getattr(data, name))):
            yield name, code
    if data.v_number and v_number(data.v_number) != data.v_number:
        yield "v_number", NOT_A_V_NUMBER
    if data.phone and phone(data.phone) != data.phone:
        yield "phone", NOT_A_PHONE


def never_kept(name: str, text: str) -> str:
    """Which of `NEVER_KEPT` stands in the answer to the question `name`; "" where none does."""
    if holds_service_number(name, text):
        return SERVICE_NUMBER
    return CODE_OR_KEY if holds_code(text) else ""


def holds_service_number(name: str, text: str) -> bool:
    """Does the answer to the question `name` hold one? A longer number that was asked for is none."""
    if name in ASKED_NUMBERS and (v_number(text) or phone(text)):
        return False
    return bool(service_numbers(text))


def _codes(data: ReportData) -> Iterator[tuple[str, str]]:
    given = [(name, code_list, getattr(data, name)) for name, code_list in CODE_LISTS.items()]
    for form in data.forms:
        given.append(("forms", "exploitation_form", form.form))
        if form.sector:
            given.append(("sectors", "sector", form.sector))
    for one in data.purposes:
        given.append(("purposes", "purpose", one.purpose))
        given.append(("legal_basis", "legal_basis", one.legal_basis))
    if data.birth_basis:
        given.append(("birth_basis", "birth_basis", data.birth_basis))
    given += [("countries", "country_role", one.role) for one in data.countries]
    for code_list, codes in data.circumstances.items():
        given += [(CIRCUMSTANCES[code_list], code_list, code) for code in codes]
    for name, code_list, code in given:
        if not known(code_list, code):
            yield name, UNKNOWN_CODE


def _contradictions(data: ReportData) -> Iterator[tuple[str, str]]:
    """An answer beside one that says that there is none."""
    for name in ("nationalities", *CIRCUMSTANCES.values()):
        codes = getattr(data, name)
        if len(codes) > 1 and {NONE, *NO_ANSWER} & set(codes):
            yield name, ANSWER_AND_NONE


def _dates(data: ReportData, today: PartialDate) -> Iterator[tuple[str, str]]:
    for name, value in _acts(data):
        if _starts_after(value, today):
            yield name, IN_FUTURE
        # Its year decides in which year a person counts, or until when consent holds.
        if value.about:
            yield name, EXACT_DATE
    if data.date_of_birth is not None and _starts_after(data.date_of_birth, today):
        yield "date_of_birth", IN_FUTURE
    yield from (("periods", code) for one in data.periods for code in _period(one, data, today))
    if data.date_of_birth is None:
        return
    if data.reported_on is not None and _starts_after(data.date_of_birth, data.reported_on):
        yield "date_of_birth", BORN_AFTER_REPORT
    if today.year - data.date_of_birth.year > OLDEST:
        yield "date_of_birth", IMPOSSIBLE_AGE


def _acts(data: ReportData) -> Iterator[tuple[str, PartialDate]]:
    """The dates of what the sender, or the person, did."""
    if data.reported_on is not None:
        yield "reported_on", data.reported_on
    for one in data.purposes:
        if one.consent_date is not None:
            yield "consent_date", one.consent_date


def _period(period: PartialPeriod, data: ReportData, today: PartialDate) -> Iterator[str]:
    ends = [one for one in (period.start, period.end) if one is not None]
    if any(_starts_after(one, today) for one in ends):
        yield IN_FUTURE
    if data.date_of_birth is not None and any(
        _starts_after(data.date_of_birth, one) for one in ends
    ):
        yield BEFORE_BIRTH


def _starts_after(one: PartialDate, other: PartialDate) -> bool:
    """Is even the first day of `one` later than the last day of `other`?"""
    return one.earliest() > other.latest()


def _today() -> PartialDate:
    day = timezone.localdate()
    return PartialDate(day.year, day.month, day.day)
