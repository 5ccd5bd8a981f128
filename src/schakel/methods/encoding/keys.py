"""The key of an epoch, which all senders share and nobody who compares may have.

No message holds a key, and a key does not show where its object is printed.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from schakel.methods.encoding.bits import KEY_BYTES
from schakel.methods.encoding.key_files import (
    EPOCH_KEY,
    KeyFileError,
    bytes_of,
    day_of,
    read_private,
    text_of,
    write_file,
)
from schakel.methods.encoding.messages import EPOCH, KNOWN, NAME
from schakel.methods.encoding.parameters import EncodingParameters


@dataclass(frozen=True, slots=True)
class EpochKey:
    """`until`: the last day on which it may be used. `partner`: whom it was sealed for; "": its maker's."""

    epoch: str
    until: date
    key: bytes = field(repr=False)
    partner: str = ""
    parameters: str = field(default_factory=lambda: EncodingParameters().identifier)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)


def fingerprint(key: bytes) -> str:
    """Sixteen hexadecimal digits that tell keys apart and give none away."""
    return hmac.digest(key, b"schakel key fingerprint", "sha256").hex()[:16]


def new_key(epoch: str, until: date) -> EpochKey:
    """A fresh key for an epoch."""
    if not EPOCH.fullmatch(epoch):
        raise KeyFileError("an epoch is a year, such as 2026, or 2026-2 for a second key in it.")
    return EpochKey(epoch, until, secrets.token_bytes(KEY_BYTES))


def read_epoch_key(path: Path) -> EpochKey:
    """The key in a file. Raises KeyFileError and OSError."""
    content = read_private(path, EPOCH_KEY)
    key = EpochKey(
        epoch=content["epoch"],
        until=day_of(content["until"], path),
        key=bytes_of(content["key"], KEY_BYTES, path),
        partner=content["partner"],
        parameters=content["parameters"],
    )
    if content["fingerprint"] != key.fingerprint:
        raise KeyFileError(f"{path.name} was damaged: its fingerprint is not that of its key.")
    named = not key.partner or NAME.fullmatch(key.partner)
    if not EPOCH.fullmatch(key.epoch) or not named:
        raise KeyFileError(f"{path.name}: epoch or partner is not written as it must be.")
    if key.parameters not in KNOWN:
        raise KeyFileError(f"{path.name} is for another way of encoding. Renew the program.")
    return key


def write_epoch_key(path: Path, key: EpochKey) -> None:
    content = {
        "epoch": key.epoch,
        "until": key.until.isoformat(),
        "partner": key.partner,
        "parameters": key.parameters,
        "fingerprint": key.fingerprint,
        "key": text_of(key.key),
    }
    write_file(path, EPOCH_KEY, content, private=True)
