"""What people type where it does not belong: citizen service numbers, telephone numbers, e-mail addresses.

A citizen service number (BSN) may be used only where a law says so (Wabb art. 10 and 11; UAVG art. 46).
No law says so for this register, so none is ever stored; the rest gives the writer a second thought.
Names are not looked for: they cannot be told from words.
"""

import re
import unicodedata

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
_DUTCH_DIGITS = 10
HIDDEN = "•••••••••"

EMAIL = "email"
TELEPHONE = "telephone"


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
    plain = unicodedata.normalize("NFKC", text)
    found = [EMAIL] if _EMAIL.search(plain) else []
    return [*found, TELEPHONE] if _holds_telephone(plain) else found


def _holds_telephone(text: str) -> bool:
    dutch = (match.group() for match in _DUTCH_TELEPHONE.finditer(text))
    return bool(_TELEPHONE.search(text)) or any(
        sum(char.isdecimal() for char in one) == _DUTCH_DIGITS for one in dutch
    )
