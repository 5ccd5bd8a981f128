"""Numbers that hold for the whole country; public facts, not rows."""

from dataclasses import dataclass

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


EMERGENCY = NationalNumber(
    _("Emergency number"), "112", _("In danger now? Call 112. Free, day and night.")
)
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
