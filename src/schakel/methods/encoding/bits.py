"""One standardised record → one or two codes.

Draws come from HMAC-SHA-256 of namespace, token and salt, so that equal tokens of people who differ in the
salt (year of birth; nationality with day and month) share no bits: a frequent name leaves no pattern.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from struct import unpack
from typing import Any

from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import Record

KEY_BYTES = 32
_BLOCK = 64  # bytes that SHA-256 reads at a time
_STREAM = 32 // 2  # draws of two bytes in one digest


@dataclass(frozen=True, slots=True)
class Codes:
    """`by_year` and `by_day`: bytes, most significant bit first; b"" where the salt is not known."""

    by_year: bytes = b""
    by_day: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.by_year)


class Encoder:
    """Makes codes with one key; keep it for a whole list, since it remembers what it has drawn.

    ValueError: a short key.
    """

    def __init__(self, key: bytes, parameters: EncodingParameters) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError(f"the key must have {KEY_BYTES} bytes or more")
        self._parameters = parameters
        self._draws = sorted(parameters.draws.items())
        self._inner, self._outer = _keyed(key)
        # People of one year share many tokens with it; of one nationality and day next to none do.
        self._remembered = lru_cache(maxsize=1 << 16)(self._draw)

    def encode(self, record: Record) -> Codes:
        """The codes of a record; empty where no year of birth or no name is known."""
        birth = record.birth
        year = birth.year or record.claimed_year
        if not year or not record.all_tokens:
            return Codes()
        tokens = {name: given for name, given in _tokens(record) if given}
        by_year = self._code(tokens, f"A{year}", self._remembered)
        if not birth.real or not record.nationality:
            return Codes(by_year)
        salt = f"B{record.nationality}|{birth.month:02}{birth.day:02}"
        return Codes(by_year, self._code(tokens, salt, self._draw))

    def _code(self, tokens: dict[str, list[str]], salt: str, draw: Callable[..., bytes]) -> bytes:
        length, salt = self._parameters.length, salt if self._parameters.salted else ""
        drawn = []
        for namespace, draws in self._draws:
            given = tokens.get(namespace, ())
            for place, token in enumerate(given):
                # What does not divide goes to the first tokens in their order.
                share = draws // len(given) + (place < draws % len(given))
                drawn.append(draw(namespace, token, salt, share))
        long = _number(b"".join(drawn), length)
        if not self._parameters.folded:
            return long.to_bytes(length // 8, "big")
        half = length // 2
        return ((long >> half) ^ (long & ((1 << half) - 1))).to_bytes(half // 8, "big")

    def _draw(self, namespace: str, token: str, salt: str, count: int) -> bytes:
        """`count` draws of two bytes, from as many digests as needed."""
        text = f"\x1f{namespace}\x1f{token}\x1f{salt}"
        blocks = range((count + _STREAM - 1) // _STREAM)
        return b"".join([self._digest(f"{block}{text}") for block in blocks])[: 2 * count]

    def _digest(self, text: str) -> bytes:
        """HMAC-SHA-256, as `hmac.digest` gives it in three times the time."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.digest()


def encode(record: Record, key: bytes, parameters: EncodingParameters) -> Codes:
    """The codes of one record; for a list an Encoder is quicker."""
    return Encoder(key, parameters).encode(record)


def _keyed(key: bytes) -> tuple[Any, Any]:
    """SHA-256 that has read the inner and the outer key of HMAC (RFC 2104)."""
    if len(key) > _BLOCK:
        key = sha256(key).digest()
    padded = key.ljust(_BLOCK, b"\0")
    return sha256(bytes(byte ^ 0x36 for byte in padded)), sha256(
        bytes(byte ^ 0x5C for byte in padded)
    )


def _number(drawn: bytes, length: int) -> int:
    """The number whose bits stand where the draws, two bytes each, say."""
    digits = bytearray(b"0" * length)
    last = length - 1
    for draw in unpack(f">{len(drawn) // 2}H", drawn):
        digits[last - (draw & last)] = 49  # "1"
    return int(digits, 2)


def _tokens(record: Record) -> Iterator[tuple[str, list[str]]]:
    """Namespace and its tokens, each once and sorted."""
    birth, year = record.birth, record.birth.year or record.claimed_year
    names = {token.text for token in record.all_tokens}
    yield "bigram", sorted({pair for name in names for pair in _bigrams(name)})
    yield "sound", sorted({token.sound for token in record.all_tokens})
    yield "given", sorted({token.root or token.sound for token in record.given})
    yield "last", sorted({token.sound for token in record.last})
    yield "day", [f"{birth.month:02}{birth.day:02}"] if birth.real else []
    yield "year", [str(year)]
    yield "nationality", [record.nationality] if record.nationality else []
    yield "sex", [record.sex] if record.sex else []
    yield "v_number", [record.v_number] if record.v_number else []


def _bigrams(name: str) -> Iterator[str]:
    padded = f"_{name}_"
    return (padded[place : place + 2] for place in range(len(padded) - 1))
