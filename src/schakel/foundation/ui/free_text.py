"""What people type where it does not belong: citizen service numbers, telephone numbers, e-mail addresses.

A citizen service number (BSN) may be used only where a law says so (Wabb art. 10 and 11; UAVG art. 46).
No law says so for this register, so none is ever stored; the rest gives the writer a second thought.
A name cannot be told from words for certain: two words with a capital that are no known pair are asked about.

The rules stand in one table, which `rule_table` hands to the browser too (foundation.ui, free-text.js): the
patterns are written so that Python and JavaScript read them alike.
"""

import re
import unicodedata
from dataclasses import dataclass

# Nine digits as people write them: in one piece, in threes, or as on the first Dutch cards.
_SERVICE_NUMBER = re.compile(
    r"(?<!\d)(?<!\+\d\d )(?<!\+\d\d-)"  # not the end of a foreign or international telephone number
    r"(?=(\d{9}(?!\d)"
    r"|\d{3}([ .-])\d{3}\2\d{3}(?!\d)"
    r"|\d{4}([ .-])\d{2}\3\d{3}(?!\d)"
    r"|\d{2}([ .-])\d{2}\4\d{2}\4\d{3}(?!\d)))"
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<!\w)(?:\+|00)\d(?:[ .()-]*\d){8,13}(?!\d)")
_DUTCH_TELEPHONE = re.compile(r"(?<![\w.-])0\d{1,3}[ -]?\d(?:[ .-]?\d){5,8}(?![\w])")
# Only where the text says so: other dates belong in many a text.
_BIRTH = re.compile(
    r"(?<![A-Za-z])(?:[Gg]eb\.|[Gg]eb|[Gg]eboren|[Gg]eboortedatum|[Bb]orn|[Dd]ate of birth|DOB)(?![A-Za-z])"
    r"[^\d\n]{0,12}\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}(?!\d)"
)
HIDDEN = "•••••••••"

SERVICE_NUMBER = "service_number"
EMAIL = "email"
TELEPHONE = "telephone"
BIRTH = "birth"
NAME = "name"

_CAPITAL, _SMALL = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_NAME = re.compile(
    rf"(?<![{_CAPITAL}{_SMALL}-])[{_CAPITAL}][{_SMALL}]+"
    r"(?: (?:van|von|de|der|den|el|al|ten|ter|te|da|dos|bin|ben))*"
    rf" [{_CAPITAL}][{_SMALL}]+(?![{_CAPITAL}{_SMALL}-])"
)
# No name begins with these; they stand at the start of a sentence.
_NO_FIRST_NAMES = (
    "Aan", "Als", "Bij", "Bureau", "Dat", "De", "Den", "Die", "Dit", "Door", "Een", "En", "Er", "Gemeente",
    "Het", "Hij", "Hotel", "Ik", "In", "Is", "Met", "Na", "Naar", "Nu", "Of", "Om", "Op", "Over", "Politie",
    "Sinds", "Stichting", "Te", "Tot", "Uit", "Van", "Via", "Volgens", "Voor", "Was", "We", "Wij", "Ze",
    "Zij", "A", "An", "And", "At", "By", "For", "From", "He", "It", "On", "She", "The", "They", "To", "With",
)  # fmt: skip
# Pairs with two capitals that are no person.
_NO_NAMES = (
    "Koninklijke Marechaussee", "Leger des Heils", "Nederlandse Arbeidsinspectie", "Nationale Politie",
    "Nieuw Zeeland", "Noord Brabant", "Noord Holland", "Openbaar Ministerie", "Rode Kruis", "Sri Lanka",
    "Sierra Leone", "Veilig Thuis", "Verenigde Staten", "Verenigd Koninkrijk", "Zuid Afrika", "Zuid Holland",
    "Slachtofferhulp Nederland", "Costa Rica", "Saoedi Arabië", "Burkina Faso", "Task Force",
)  # fmt: skip
_SENTENCE_STARTS = tuple(f"{word} " for word in _NO_FIRST_NAMES)


@dataclass(frozen=True)
class Rule:
    """One thing to look for; a match counts with `digits` digits (0: any) that pass the `eleven` test."""

    kind: str
    pattern: "re.Pattern[str]"
    digits: int = 0
    eleven: bool = False

    def finds(self, plain: str) -> bool:
        """Is it in this text (compatibility forms made plain)?"""
        return any(self._counts(_matched(match)) for match in self.pattern.finditer(plain))

    def _counts(self, text: str) -> bool:
        if self.kind == NAME:
            return text not in _NO_NAMES and not text.startswith(_SENTENCE_STARTS)
        if self.digits and sum(char.isdecimal() for char in text) != self.digits:
            return False
        return not self.eleven or is_service_number(text)


def _matched(match: "re.Match[str]") -> str:
    """The first group where the pattern has one (it then looks ahead), else the whole."""
    return match.group(1) if match.re.groups else match.group()


RULES = (
    Rule(SERVICE_NUMBER, _SERVICE_NUMBER, eleven=True),
    Rule(EMAIL, _EMAIL),
    Rule(TELEPHONE, _TELEPHONE),
    Rule(TELEPHONE, _DUTCH_TELEPHONE, digits=10),
    Rule(BIRTH, _BIRTH),
    Rule(NAME, _NAME),
)


def findings(text: str) -> list[str]:
    """What the text seems to hold, as kinds in the order of `RULES`; each once."""
    plain = unicodedata.normalize("NFKC", text)
    return list(dict.fromkeys(rule.kind for rule in RULES if rule.finds(plain)))


def rule_table() -> dict[str, object]:
    """`RULES` as the browser reads them."""
    return {
        "rules": [
            {
                "kind": rule.kind,
                "pattern": rule.pattern.pattern,
                "digits": rule.digits,
                "eleven": rule.eleven,
            }
            for rule in RULES
        ],
        "name": NAME,
        "noNames": list(_NO_NAMES),
        "sentenceStarts": list(_SENTENCE_STARTS),
        "weights": list(_WEIGHTS),
    }


def service_numbers(text: str) -> list[str]:
    """Every citizen service number in the text, as it stands there (compatibility forms made plain)."""
    plain = unicodedata.normalize("NFKC", text)
    found = (match.group(1) for match in _SERVICE_NUMBER.finditer(plain))
    return [one for one in found if is_service_number(one)]


def is_service_number(text: str) -> bool:
    """Do the digits of this text pass the eleven test of a citizen service number?"""
    digits = [int(char) for char in text if char.isdecimal()]
    if len(digits) != len(_WEIGHTS) or not any(digits):
        return False
    return sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def without_service_numbers(text: str) -> str:
    """The text with each citizen service number covered; for what must be kept of a refused text."""
    found = service_numbers(text)
    if not found:
        return text
    text = unicodedata.normalize("NFKC", text)
    for one in found:
        text = text.replace(one, HIDDEN)
    return text


def contact_details(text: str) -> list[str]:
    """Which contact details the text seems to hold: EMAIL, TELEPHONE, both or none."""
    return [kind for kind in findings(text) if kind in (EMAIL, TELEPHONE)]
