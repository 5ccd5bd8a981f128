"""A file that only who has the passphrase can open: scrypt and AES-256-GCM (RFC 7914, NIST SP 800-38D).

The form: the line of `MAGIC`, 16 bytes of salt, 12 of nonce, and what is sealed. Who changes a bit of it
makes it unreadable. Read aloud, a passphrase travels by another way than the file.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from schakel.insight.delivery.deliveries.faults import UnopenedError

MAGIC = b"SCHAKEL-DELIVERY-1\n"
_SALT, _NONCE, _KEY = 16, 12, 32
# 128 MB of memory and about a third of a second for each guess.
_COST, _BLOCK, _LANES = 2**17, 8, 1


def seal(content: bytes, passphrase: str) -> bytes:
    """`content`, to be opened with `passphrase` only; another file each time."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    closed = AESGCM(_key(passphrase, salt)).encrypt(nonce, content, MAGIC)
    return MAGIC + salt + nonce + closed


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """What was sealed. UnopenedError with another passphrase, or where the file was changed."""
    if not sealed.startswith(MAGIC):
        raise UnopenedError("This is not a sealed delivery.")
    salt, rest = sealed[len(MAGIC) :][:_SALT], sealed[len(MAGIC) + _SALT :]
    nonce, closed = rest[:_NONCE], rest[_NONCE:]
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, closed, MAGIC)
    except (InvalidTag, ValueError):
        raise UnopenedError("Another passphrase, or the file was changed on the way.") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    # However it was typed: spaces at the ends are no part of it.
    return Scrypt(salt, _KEY, _COST, _BLOCK, _LANES).derive(passphrase.strip().encode())
