"""A file that only its receiver can open: with a key pair, or else with a passphrase.

For a key pair: HPKE in base mode (RFC 9180) with X25519, HKDF-SHA-256 and AES-256-GCM, by `cryptography`. The
form: the line of `FOR_KEY`, the fingerprint of the key on a line, and what is sealed. Nobody here can open it
afterwards.

With a passphrase: scrypt and AES-256-GCM (RFC 7914, NIST SP 800-38D). The form: the line of `MAGIC`, 16 bytes
of salt, 12 of nonce, and what is sealed. Read aloud, a passphrase travels by another way than the file.

Who changes a bit of either makes it unreadable.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from schakel.insight.delivery.deliveries.faults import UnopenedError
from schakel.methods.encoding.envelopes import PrivateKey, PublicKey

MAGIC = b"SCHAKEL-DELIVERY-1\n"
FOR_KEY = b"SCHAKEL-DELIVERY-2\n"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SALT, _NONCE, _KEY = 16, 12, 32
# 128 MB of memory and about a third of a second for each guess.
_COST, _BLOCK, _LANES = 2**17, 8, 1


def seal(content: bytes, passphrase: str) -> bytes:
    """`content`, to be opened with `passphrase` only; another file each time."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    closed = AESGCM(_key(passphrase, salt)).encrypt(nonce, content, MAGIC)
    return MAGIC + salt + nonce + closed


def seal_for(content: bytes, key: PublicKey) -> bytes:
    """`content`, to be opened with the private key of `key` only; another file each time."""
    head = FOR_KEY + key.fingerprint.encode() + b"\n"
    public = X25519PublicKey.from_public_bytes(key.raw)
    return head + _SUITE.encrypt(content, public, info=head)


def is_for_key(sealed: bytes) -> bool:
    """Whether a private key opens it, rather than a passphrase."""
    return sealed.startswith(FOR_KEY)


def unseal_with(sealed: bytes, key: PrivateKey) -> bytes:
    """What was sealed for this key. UnopenedError for another key, or where the file was changed."""
    head = FOR_KEY + key.public.fingerprint.encode() + b"\n"
    if not is_for_key(sealed):
        raise UnopenedError("This file was not sealed for a key.")
    if not sealed.startswith(head):
        raise UnopenedError("This file was sealed for another key than this one.")
    own = X25519PrivateKey.from_private_bytes(key.raw)
    try:
        return _SUITE.decrypt(sealed[len(head) :], own, info=head)
    except (InvalidTag, ValueError):
        raise UnopenedError("The file was changed on the way.") from None


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
