"""The text of one cell as a code, a date, a country: or the error that says what to do."""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NoReturn

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.models import Country, Municipality, PoliceUnit
from schakel.foundation.geography.queries import (
    country_choices,
    find_country,
    find_municipality,
    find_police_unit,
    fold,
    municipality_choices,
    region_choices,
)
from schakel.foundation.terms.numbers import read_number
from schakel.foundation.terms.queries import terms
from schakel.foundation.ui.dates import DateError, PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake import identifiers
from schakel.register.intake.choices import UNKNOWN
from schakel.register.intake.files import errors
from schakel.register.intake.validation import NOT_A_PHONE, NOT_A_V_NUMBER

YES = frozenset({"yes", "ja", "true", "waar", "1", "j", "y"})
NO = frozenset({"no", "nee", "false", "onwaar", "0", "n"})
# What people write where they do not know; the same as an empty cell.
NOT_KNOWN = frozenset({"unknown", "niet bekend", "not known", "onbekend"})
MAX_AGE_DIGITS = 3
_AMERICAN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")
# Days since the end of 1899 as spreadsheets count them: from 1910 up to 2099.
_SERIALS = range(3654, 73_051)
_SERIAL_ZERO = date(1899, 12, 30)


class CellError(ValueError):
    """What is wrong with a cell: a code of `errors.MESSAGES`, with a hint."""

    def __init__(self, code: str, hint: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.hint = hint


class CellReader:
    """Reads cells against the code lists and places as they are now; remembers what it looked up."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._organisations: dict[str, Organisation] | None = None

    def code(self, text: str, code_list: str) -> str:
        """The code of a list, from the code itself or its Dutch or English label."""
        names = self._names(code_list)
        folded = fold(text)
        if folded in NOT_KNOWN and "unknown" in names:
            return names["unknown"]
        if folded not in names:
            near = get_close_matches(folded, list(names), n=1)
            raise CellError(errors.UNKNOWN_VALUE, names[near[0]] if near else "")
        return names[folded]

    def country(self, text: str) -> Country:
        """By code of two or three letters, Dutch or English name."""
        return find_country(text) or _unknown_place(text, country_choices())

    def nationality(self, text: str) -> str:
        """A country's iso2, or a code of `nationality_special`."""
        special = self._names("nationality_special").get(fold(text))
        return special if special and special != UNKNOWN else self.country(text).iso2

    def municipality(self, text: str) -> Municipality:
        """By code or name, also a former one."""
        return find_municipality(text) or _unknown_place(text, municipality_choices())

    def place(self, text: str) -> str:
        """The code of a municipality, or the iso2 of a country."""
        found = find_municipality(text)
        if found is not None:
            return found.code
        country = find_country(text)
        return country.iso2 if country else _unknown_place(text, _places())

    def police_unit(self, text: str) -> PoliceUnit:
        """By code or name."""
        return find_police_unit(text) or _unknown_place(text, region_choices())

    def organisation(self, text: str) -> Organisation:
        """By number."""
        if self._organisations is None:
            rows = Organisation.objects.filter(active=True).select_related("police_unit")
            self._organisations = {one.number: one for one in rows}
        found = self._organisations.get(read_number(text) or "")
        if found is None:
            raise CellError(errors.UNKNOWN_ORGANISATION)
        return found

    def _names(self, code_list: str) -> dict[str, str]:
        if code_list not in self._codes:
            valid = [term for term in terms(code_list).values() if term.valid_on(None)]
            labels = {fold(term.label_en): term.code for term in valid}
            labels |= {fold(term.label_nl): term.code for term in valid}
            self._codes[code_list] = labels | {fold(term.code): term.code for term in valid}
        return self._codes[code_list]


def partial_date(text: str) -> PartialDate:
    """A date of which only the year or the year and month may be known."""
    try:
        return PartialDate.parse(text)
    except DateError as problem:
        raise _no_date(text) from problem


def _no_date(text: str) -> CellError:
    """Which mistake it is: the month first, the number that a spreadsheet keeps, or another."""
    american = _AMERICAN.fullmatch(text)
    if american and int(american[1]) <= 12 < int(american[2]) <= 31:
        return CellError(errors.DATE_ORDER)
    if text.isascii() and text.isdigit() and int(text[:6]) in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=int(text))
        return CellError(errors.DATE_SERIAL, f"{day.day}-{day.month}-{day.year}")
    return CellError(errors.NOT_A_DATE)


def partial_period(text: str) -> PartialPeriod:
    """A period of which either end may not be known."""
    try:
        return PartialPeriod.parse(text)
    except DateError as problem:
        code = errors.PERIOD_ORDER if problem.code == "order" else errors.NOT_A_PERIOD
        raise CellError(code) from problem


def whole_number(text: str) -> int:
    """An age: digits only."""
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_AGE_DIGITS):
        raise CellError(errors.NOT_A_NUMBER)
    return int(text)


def v_number(text: str) -> str:
    """The number of somebody in the aliens' administration."""
    found = identifiers.v_number(text)
    if not found:
        raise CellError(NOT_A_V_NUMBER)
    return found


def phone(text: str) -> str:
    """A telephone number."""
    found = identifiers.phone(text)
    if not found:
        raise CellError(NOT_A_PHONE)
    return found


def yes_or_no(text: str) -> bool:
    """Yes or no, in Dutch or English."""
    folded = fold(text)
    if folded not in YES | NO:
        raise CellError(errors.NOT_YES_OR_NO)
    return folded in YES


def is_not_known(text: str) -> bool:
    """Empty, or a word that says that it is not known."""
    return not text or fold(text) in NOT_KNOWN


def several(text: str) -> list[str]:
    """The values of a cell that may hold several, between semicolons; without those not known."""
    return [one.strip() for one in text.split(";") if not is_not_known(one.strip())]


def _places() -> list[tuple[str, str]]:
    return [*municipality_choices(), *country_choices()]


def _unknown_place(text: str, choices: list[tuple[str, str]]) -> NoReturn:
    names = {fold(name): name for _code, name in choices}
    near = get_close_matches(fold(text), list(names), n=1)
    raise CellError(errors.UNKNOWN_PLACE, names[near[0]] if near else "")
