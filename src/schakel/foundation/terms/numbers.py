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


def _check(body: str) -> str:
    """A weighted check character, modulo the size of the alphabet."""
    total = sum((place + 2) * ALPHABET.index(char) for place, char in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


@contextmanager
def numbers_from(rng: Random) -> Iterator[None]:
    """Inside, numbers are drawn from `rng`, so that the same demo has the same numbers."""
    token = _source.set(rng)
    try:
        yield
    finally:
        _source.reset(token)


def new_number(prefix: str, rng: Random | None = None) -> str:
    """A fresh number such as ``M-7K3F-9QXA``; some 34 random bits, from `rng` where it is given."""
    body = "".join((rng or _source.get() or _SYSTEM).choices(ALPHABET, k=7))
    body += _check(body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def read_number(text: str) -> str | None:
    """The number as stored, from what a person typed; None where it is mistyped."""
    prefix, _, rest = text.strip().upper().replace(" ", "").partition("-")
    body = rest.replace("-", "").translate(_LOOKALIKES)
    if len(body) != 8 or any(char not in ALPHABET for char in body) or _check(body[:7]) != body[7]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"
