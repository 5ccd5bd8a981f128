"""Keyed fingerprints: recognise the same thing again without keeping it."""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from schakel.foundation.vault.keys import key_ring


def framed(parts: tuple[str, ...]) -> bytes:
    """Parts as bytes, each after its length, so that ("ab", "c") and ("a", "bc") differ."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in encoded)


def digests(purpose: str, rows: Iterable[tuple[str, ...]]) -> list[bytes]:
    """The fingerprints of many as bytes, with one look for the key."""
    keyed = hmac.new(key_ring().subkey(f"fingerprint:{purpose}"), digestmod=sha256)
    return [_digest(keyed.copy(), framed(parts)) for parts in rows]


def _digest(keyed: hmac.HMAC, content: bytes) -> bytes:
    keyed.update(content)
    return keyed.digest()


def fingerprint(purpose: str, *parts: str) -> str:
    """HMAC-SHA256 (64 hex digits) of `parts` under a key of this purpose only.

    The same for the life of the installation: encryption keys may be replaced, the index key stays.
    """
    return hmac.digest(key_ring().subkey(f"fingerprint:{purpose}"), framed(parts), sha256).hex()
