"""Encrypted values as text: ``v1.<key id>.<base64url(nonce + ciphertext + tag)>``, AES-256-GCM."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.foundation.vault.keys import Tampered, key_ring, reading_cipher

VERSION = "v1"
NONCE_BYTES = 12


def seal(plain: bytes, place: str, identifier: str = "") -> str:
    """Encrypt for one place ("table.column"), with the key that writes unless another is named."""
    ring = key_ring()
    identifier = identifier or ring.active
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + ring.cipher(identifier).encrypt(nonce, plain, place.encode())
    return f"{VERSION}.{identifier}.{urlsafe_b64encode(sealed).decode('ascii')}"


def unseal(token: str, place: str) -> bytes:
    """Decrypt what was encrypted for this place; `Tampered` or `KeyUnknown`, never the token itself."""
    return unseal_all((token,), place)[0]


def unseal_all(tokens: Iterable[str], place: str) -> list[bytes]:
    """As `unseal` for each, with one look for the key."""
    ciphers: dict[str, AESGCM] = {}
    bound, opened = place.encode(), []
    for token in tokens:
        identifier, sealed = _parts(token, place)
        cipher = ciphers.get(identifier) or ciphers.setdefault(
            identifier, reading_cipher(identifier)
        )
        opened.append(_open(cipher, identifier, sealed, bound))
    return opened


def _open(cipher: AESGCM, identifier: str, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise Tampered(
            f"A value in {bound.decode()} cannot be opened with the key {identifier!r}: it was changed, "
            "moved from another column, or written with a different key of that name. "
            "Run 'schakel vault check'."
        ) from None


def key_of(token: str) -> str:
    """The identifier of the key that a token names; "" where it is no token."""
    parts = token.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == VERSION else ""


def _parts(token: str, place: str) -> tuple[str, bytes]:
    try:
        version, identifier, body = token.split(".")
        sealed = urlsafe_b64decode(body.encode("ascii"))
    except (ValueError, NotBase64):
        raise Tampered(f"A value in {place} is not an encrypted value.") from None
    # Base64 can be written in more than one way; only the way that `seal` writes counts as unchanged.
    if version != VERSION or urlsafe_b64encode(sealed).decode("ascii") != body:
        raise Tampered(f"A value in {place} is not an encrypted value of the known form.")
    return identifier, sealed
