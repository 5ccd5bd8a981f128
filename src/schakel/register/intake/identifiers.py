"""Numbers by which people are known elsewhere, written alike. A citizen service number is none of them."""

import re

ASKED_NUMBERS = frozenset({"v_number", "phone"})
_BETWEEN = re.compile(r"[\s.()/\u2010-\u2015-]+")
_V_NUMBER = re.compile(r"[0-9]{10}")
# A country's own number with its 0, or one with + and the code of the country (E.164: at most 15 digits).
_PHONE = re.compile(r"(?:\+[1-9][0-9]{6,14}|0[0-9]{9,14})")


def v_number(text: str) -> str:
    """The ten digits of a number of the aliens' administration; "" for what cannot be one."""
    digits = _BETWEEN.sub("", text).removeprefix("V").removeprefix("v")
    return digits if _V_NUMBER.fullmatch(digits) else ""


def phone(text: str) -> str:
    """A telephone number without what stands between its digits; "" for what cannot be one."""
    found = _BETWEEN.sub("", text.replace("(0)", ""))
    return found if _PHONE.fullmatch(found) else ""
