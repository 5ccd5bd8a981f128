"""Numbers that people read aloud: random, so that they tell nothing, and with a check character."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random, SystemRandom

# Crockford's alphabet (no I, L, O or U, so that a number survives the telephone) less its last letter:
# 31 characters, a prime, so that the check character catches every mistyped or swapped character.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_SYSTEM = SystemRandom()
_source: ContextVar[Random | None] = ContextVar("source", default=None)
_LOOKALIKES = str.maketrans("ILO", "110")


def _check(prefix: str, body: str) -> str:
    """A check character over prefix and body: every place has its own weight, modulo a prime."""
    total = sum((place + 2) * ALPHABET.index(char) for place, char in enumerate(body))
    # The 26 letters stand less than 31 apart, so no two prefixes count the same.
    return ALPHABET[(ord(prefix) + total) % len(ALPHABET)]


@contextmanager
def numbers_from(rng: Random) -> Iterator[None]:
    """Inside, numbers are drawn from `rng`, so that the same demo has the same numbers."""
    token = _source.set(rng)
    try:
        yield
    finally:
        _source.reset(token)


def new_number(prefix: str, rng: Random | None = None) -> str:
    """A fresh number such as ``M-7K3F-9QX0``; some 34 random bits, from `rng` where it is given.

    `prefix` is one capital letter that says what is numbered.
    """
    body = "".join((rng or _source.get() or _SYSTEM).choices(ALPHABET, k=7))
    body += _check(prefix, body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def read_number(text: str) -> str | None:
    """The number as stored, from what a person typed, with or without hyphens; None where mistyped.

    I and L are read as 1, and O as 0, but not in the prefix, which is a letter.
    """
    typed = "".join(text.upper().replace("-", "").split())
    prefix, body = typed[:1], typed[1:].translate(_LOOKALIKES)
    if not ("A" <= prefix <= "Z") or len(body) != 8 or any(char not in ALPHABET for char in body):
        return None
    if _check(prefix, body[:7]) != body[7]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"
