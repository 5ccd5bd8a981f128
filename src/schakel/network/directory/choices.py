"""Codes of the directory, and numbers that hold for the whole country: public facts, not rows."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NationalNumber:
    """A telephone number of a national service."""

    name: str | Promise
    number: str
    use: str | Promise

    @property
    def dial(self) -> str:
        """What a telephone dials: digits only."""
        return "".join(char for char in self.number if char.isdigit())


NATIONAL_NUMBERS = [
    NationalNumber(
        _("Police"), "0900-8844", _("No emergency, but you do want to speak to the police.")
    ),
    NationalNumber(
        _("Netherlands Labour Authority"),
        "0800-5151",
        _("To report exploitation at work. Free to call."),
    ),
]

# Kinds of organisation (code list `organisation_kind`) whose place must not be found out.
HIDDEN_PLACE = ("SHELTER",)

# Languages in which listings may offer help, by ISO 639-1; named in the language of the page.
LANGUAGE_CODES = (
    "nl",
    "en",
    "ar",
    "bg",
    "de",
    "es",
    "fr",
    "hu",
    "pl",
    "pt",
    "ro",
    "ru",
    "tr",
    "uk",
    "vi",
)

# After so many days (half a year) an entry is asked about once more.
CHECK_DAYS = 183
# How many days later an entry that nobody confirmed is marked as old for everybody who reads it.
GRACE_DAYS = 30


class Accessibility(TextChoices):
    """What makes help reachable for everybody."""

    STEP_FREE = "STEP_FREE", _("no steps at the door")
    TOILET = "TOILET", _("accessible toilet")
    SIGN_LANGUAGE = "SIGN_LANGUAGE", _("sign language")
    TEXT = "TEXT", _("by chat or text message")
    PLAIN = "PLAIN", _("plain words")


class AgeBand(TextChoices):
    """Ages as the finder asks for them: care is often divided at 18 and at 23."""

    MINOR = "MINOR", _("up to 17 years")
    YOUNG = "YOUNG", _("18 to 22 years")
    ADULT = "ADULT", _("23 years or older")


# The youngest and the oldest of each band.
AGES = {AgeBand.MINOR: (0, 17), AgeBand.YOUNG: (18, 22), AgeBand.ADULT: (23, 150)}

# Who to call first, by kind of organisation; kinds that are not named follow in the order of their list.
FIRST_KINDS = (
    "CARE_COORDINATION",
    "REPORTING_POINT",
    "SHELTER",
    "SAFE_HOME",
    "POLICE",
    "INSPECTORATE",
    "LEGAL_AID",
)
