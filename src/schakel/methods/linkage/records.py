"""One report about one person, standardised: what may be compared, and nothing that may not."""

from collections.abc import Mapping
from typing import NamedTuple

import phonenumbers

from schakel.methods.linkage.names import Tokens, ascii_words, tokens

# Earlier years of birth stand for "not known" in many systems.
FIRST_YEAR = 1915


class Birth(NamedTuple):
    """A date of birth as far as it is known; 0 = not known.

    `default`: 1 January, which many administrations write where the day is not known.
    """

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def full(self) -> bool:
        return bool(self.year and self.month and self.day)

    @property
    def default(self) -> bool:
        return self.month == self.day == 1 and self.year > 0

    @property
    def real(self) -> bool:
        """A full date that says more than its year."""
        return self.month > 0 < self.day and self.year > 0 and not self.month == self.day == 1


class Record(NamedTuple):
    """A report as linkage sees it; () , "" and 0 mean: not known.

    `claimed_year`: the year of birth that a stated age points to, where no date is known.
    """

    id: str
    given: Tokens = ()
    last: Tokens = ()
    alias: Tokens = ()
    birth: Birth = Birth()
    claimed_year: int = 0
    sex: str = ""
    nationality: str = ""
    birth_country: str = ""
    birth_place: str = ""
    v_number: str = ""
    phone: str = ""

    @property
    def all_tokens(self) -> Tokens:
        return self.given + self.last


def further(alias: Tokens, *names: Tokens) -> Tokens:
    """What an alias adds to the names: without the parts that only write one of them once more.

    A given name in its own script is often noted as an alias; agreeing twice, it would count twice.
    """
    there = {token.sound for name in names for token in name}
    return tuple(token for token in alias if token.sound not in there)


def birth_of(text: str) -> Birth:
    """From "1992", "1992-05" or "1992-05-03"; nothing for what cannot be."""
    parts = text.strip().split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return Birth()
    year, month, day = ([int(part) for part in parts] + [0, 0])[:3]
    if year < FIRST_YEAR or month > 12 or day > 31:
        return Birth()
    return Birth(year, month, day if month else 0)


def phone_of(text: str) -> str:
    """E.164, or "" where the number cannot exist."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def digits_of(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


# The columns of a report list that `record_of` reads.
USED = frozenset(
    (
        *("report_id", "report_date", "first_names", "last_name", "alias", "dob", "age_stated"),
        *("sex", "nationality", "birth_country", "birth_place", "v_number", "phone"),
    )
)


def record_of(row: Mapping[str, str]) -> Record:
    """A row of a report list (columns of `schakel link`) → Record. Missing columns are not known."""
    given = tokens(row.get("first_names", ""))
    last = tokens(row.get("last_name", ""), surname=True)
    birth = birth_of(row.get("dob", ""))
    return Record(
        id=row["report_id"],
        given=given,
        last=last,
        alias=further(tokens(row.get("alias", "")), given, last),
        birth=birth,
        claimed_year=0 if birth.year else _claimed_year(row),
        sex=_sex(row.get("sex", "")),
        nationality=row.get("nationality", "").strip().upper(),
        birth_country=row.get("birth_country", "").strip().upper(),
        birth_place=" ".join(ascii_words(row.get("birth_place", ""))),
        v_number=digits_of(row.get("v_number", "")),
        phone=phone_of(row.get("phone", "")),
    )


def _sex(text: str) -> str:
    code = text.strip().upper()[:1]
    return {"V": "F", "F": "F", "M": "M"}.get(code, "")


def _claimed_year(row: Mapping[str, str]) -> int:
    age, reported = row.get("age_stated", "").strip(), row.get("report_date", "")[:4]
    return int(reported) - int(age) if age.isdecimal() and reported.isdecimal() else 0
