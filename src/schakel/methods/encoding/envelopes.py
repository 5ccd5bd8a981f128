"""The key of an epoch sealed for one partner, so that it can travel by any way, also by mail.

X25519 twice, HKDF-SHA-256, AES-256-GCM: with a key pair for this envelope only, and with the custodian's own,
so that the partner knows who sealed it. Without the second whoever compares codes could hand out a key
of its own and read them all. What stands beside the key (epoch, last day, names) cannot be changed.
"""

import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from schakel.methods.encoding.bits import KEY_BYTES
from schakel.methods.encoding.key_files import (
    PRIVATE,
    PUBLIC,
    SEALED,
    KeyFileError,
    bytes_of,
    day_of,
    read_file,
    read_private,
    text_of,
    write_file,
)
from schakel.methods.encoding.keys import EpochKey
from schakel.methods.encoding.messages import EPOCH, KNOWN, NAME

_RAW = 32
# The key that closes an envelope is made for it alone, so that one nonce serves (NIST SP 800-38D, 8.2).
_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """May be shown to everybody; who receives it compares the fingerprint by another way, by telephone."""

    name: str
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """Six groups of four hexadecimal digits that stand for this name and key."""
        digits = sha256(b"schakel-public-key\0" + self.name.encode() + b"\0" + self.raw).hexdigest()
        return "-".join(digits[place : place + 4] for place in range(0, 24, 4))


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """Opens what was sealed for its public key; never leaves its owner."""

    name: str
    raw: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.name, _private(self).public_key().public_bytes_raw())


def new_pair(name: str) -> PrivateKey:
    if not NAME.fullmatch(name):
        raise KeyFileError("a name is letters, digits and . _ : / - only, 64 characters at most.")
    return PrivateKey(name, X25519PrivateKey.generate().private_bytes_raw())


def seal(key: EpochKey, sender: PrivateKey, partner: PublicKey) -> dict[str, str]:
    """What an envelope for `partner` holds."""
    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    open_part = {
        "epoch": key.epoch,
        "until": key.until.isoformat(),
        "parameters": key.parameters,
        "fingerprint": key.fingerprint,
        "sender": sender.name,
        "partner": partner.name,
        "ephemeral": text_of(ephemeral),
    }
    other = X25519PublicKey.from_public_bytes(partner.raw)
    try:
        secret = once.exchange(other) + _private(sender).exchange(other)
    except ValueError:
        raise KeyFileError(f"the public key of {partner.name} is none.") from None
    closing = _closing(secret, ephemeral, sender.public, partner)
    closed = AESGCM(closing).encrypt(_NONCE, key.key, _bound(open_part))
    return {**open_part, "sealed": text_of(closed)}


def read_sealed(path: Path, sender: PublicKey, partner: PrivateKey) -> EpochKey:
    """The key in an envelope that `sender` sealed for `partner`. Raises KeyFileError and OSError."""
    content = read_file(path, SEALED)
    closed = bytes_of(content.pop("sealed"), KEY_BYTES + 16, path)
    ephemeral = bytes_of(content["ephemeral"], _RAW, path)
    if (content["sender"], content["partner"]) != (sender.name, partner.name):
        raise KeyFileError(
            f"{path.name} is not from {sender.name} for {partner.name}. Ask the custodian for yours."
        )
    own = _private(partner)
    try:
        secret = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        secret += own.exchange(X25519PublicKey.from_public_bytes(sender.raw))
        closing = _closing(secret, ephemeral, sender, partner.public)
        opened = AESGCM(closing).decrypt(_NONCE, closed, _bound(content))
    except (ValueError, InvalidTag):
        raise KeyFileError(
            f"{path.name} cannot be opened: it was changed on the way, or sealed by somebody else than "
            f"{sender.name}, or for another key pair. Do not use it; call the custodian."
        ) from None
    if content["parameters"] not in KNOWN or not EPOCH.fullmatch(content["epoch"]):
        raise KeyFileError(f"{path.name} is for another way of encoding. Renew the program.")
    until = day_of(content["until"], path)
    return EpochKey(content["epoch"], until, opened, partner.name, content["parameters"])


def write_sealed(path: Path, content: dict[str, str]) -> None:
    write_file(path, SEALED, content, private=False)


def write_pair(private: Path, public: Path, pair: PrivateKey) -> None:
    named = {"name": pair.name, "fingerprint": pair.public.fingerprint}
    write_file(private, PRIVATE, {**named, "private": text_of(pair.raw)}, private=True)
    write_file(public, PUBLIC, {**named, "public": text_of(pair.public.raw)}, private=False)


def read_private_key(path: Path) -> PrivateKey:
    content = read_private(path, PRIVATE)
    pair = PrivateKey(content["name"], bytes_of(content["private"], _RAW, path))
    _agree(path, content, pair.public)
    return pair


def read_public_key(path: Path) -> PublicKey:
    content = read_file(path, PUBLIC)
    key = PublicKey(content["name"], bytes_of(content["public"], _RAW, path))
    _agree(path, content, key)
    return key


def _agree(path: Path, content: dict[str, str], key: PublicKey) -> None:
    same = hmac.compare_digest(content["fingerprint"].encode(), key.fingerprint.encode())
    if not same or not NAME.fullmatch(key.name):
        raise KeyFileError(f"{path.name} was damaged: its fingerprint is not that of its key.")


def _private(key: PrivateKey) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(key.raw)


def _closing(secret: bytes, ephemeral: bytes, sender: PublicKey, partner: PublicKey) -> bytes:
    """The key that closes one envelope, bound to all three public keys."""
    info = b"schakel-sealed-key 1" + ephemeral + sender.raw + partner.raw
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret)


def _bound(content: dict[str, str]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
