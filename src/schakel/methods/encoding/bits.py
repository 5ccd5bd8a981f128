"""One standardised record → one or two codes.

Draws come from HMAC-SHA-256 of namespace, token and salt, so that equal tokens of people who differ in the
salt (year of birth; nationality with day and month) share no bits: a frequent name leaves no pattern.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import Record

KEY_BYTES = 32
_STREAM = 32 // 2  # draws of two bytes in one digest


@dataclass(frozen=True, slots=True)
class Codes:
    """`by_year` and `by_day`: bytes, most significant bit first; b"" where the salt is not known."""

    by_year: bytes = b""
    by_day: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.by_year)


def encode(record: Record, key: bytes, parameters: EncodingParameters) -> Codes:
    """The codes of a record; empty where no year of birth or no name is known. ValueError: a short key."""
    if len(key) < KEY_BYTES:
        raise ValueError(f"the key must have {KEY_BYTES} bytes or more")
    year = record.birth.year or record.claimed_year
    if not year or not record.all_tokens:
        return Codes()
    found = {name: tokens for name, tokens in _tokens(record) if tokens}
    by_year = _code(found, f"A{year}", key, parameters)
    birth = record.birth
    if not birth.real or not record.nationality:
        return Codes(by_year)
    salt = f"B{record.nationality}|{birth.month:02}{birth.day:02}"
    return Codes(by_year, _code(found, salt, key, parameters))


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


def _code(
    tokens: dict[str, list[str]], salt: str, key: bytes, parameters: EncodingParameters
) -> bytes:
    long = 0
    for namespace, draws in sorted(parameters.draws.items()):
        given = tokens.get(namespace, [])
        for place, token in enumerate(given):
            # What does not divide goes to the first tokens in their order.
            share = draws // len(given) + (place < draws % len(given))
            text = f"{namespace}\x1f{token}\x1f{salt if parameters.salted else ''}"
            for bit in _draw(text, share, key, parameters.length):
                long |= 1 << bit
    if not parameters.folded:
        return long.to_bytes(parameters.length // 8, "big")
    half = parameters.length // 2
    folded = (long >> half) ^ (long & ((1 << half) - 1))
    return folded.to_bytes(half // 8, "big")


def _draw(text: str, count: int, key: bytes, length: int) -> Iterator[int]:
    """`count` bit positions below `length`, two bytes each, from as many digests as needed."""
    for block in range((count + _STREAM - 1) // _STREAM):
        digest = hmac.digest(key, f"{block}\x1f{text}".encode(), "sha256")
        for place in range(min(_STREAM, count - block * _STREAM)):
            yield int.from_bytes(digest[2 * place : 2 * place + 2], "big") % length
