"""The key ring: which keys exist, which one writes, and what is derived from them.

Two kinds of secret stand in a ring. *Encryption keys* have an identifier that stands in every token,
and can be replaced (`schakel vault rotate`). The *index key* feeds blind indexes, fingerprints and the
audit chain; those cannot be computed anew, so it stays when encryption keys are replaced.

A ring comes from one of two places:

* ``SCHAKEL_VAULT_KEYS``: ``id:base64,id2:base64`` and optionally ``index:base64``. The first key writes.
  Without ``index`` the index key is derived from the oldest (last) key; ``schakel vault add-key`` prints the
  entry that pins it, so that the oldest key can one day leave the list.
* the file ``keys/vault.json`` in ``SCHAKEL_HOME``, mode 0600. It is made on first use only where
  ``SCHAKEL_MAKE_KEYS`` is set (one machine, demo); on a server a missing key is an error.
"""

import base64
import binascii
import json
import os
import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
INDEX = "index"
_IDENTIFIER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


class VaultError(Exception):
    """The vault cannot give or take a value. Messages hold no plain value and no key."""


class KeyMissing(VaultError, ImproperlyConfigured):
    """There is no usable key at all."""


class KeyUnknown(VaultError, ImproperlyConfigured):
    """A value was written with a key that is not in the ring."""


class KeyWrong(VaultError, ImproperlyConfigured):
    """A key has the name of one that wrote this database, but is another."""


class Tampered(VaultError):
    """A stored value was changed, moved to another column, or written with another key of that name."""


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"schakel:{purpose}".encode()).derive(key)


class KeyRing:
    """Keys by identifier, the first one writes; with the index key and what is derived from it."""

    def __init__(self, keys: Sequence[tuple[str, bytes]], index: bytes | None, source: str) -> None:
        if not keys:
            raise KeyMissing(f"{source} holds no encryption key.")
        if len({identifier for identifier, _ in keys}) != len(keys):
            raise KeyMissing(f"{source} names a key twice.")
        for identifier, key in keys:
            _check(identifier, key, source)
        self.keys = dict(keys)
        self.source = source
        self.index_given = index is not None
        self.index = index or _derive(keys[-1][1], "index")
        _check("index-key", self.index, source)
        self.active = keys[0][0]
        # One subkey per purpose: a key is never used for two things. Random 96-bit nonces are safe for
        # 2**32 values per key (NIST SP 800-38D, 8.3), some hundred national registers of this size.
        self._ciphers = {identifier: AESGCM(_derive(key, "encrypt")) for identifier, key in keys}
        self._subkeys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return f"<KeyRing {', '.join(self.keys)} from {self.source}>"

    @property
    def index_entry(self) -> str:
        """The index key as an entry of SCHAKEL_VAULT_KEYS."""
        return f"{INDEX}:{encoded(self.index)}"

    def cipher(self, identifier: str) -> AESGCM:
        """The cipher of one key; `KeyUnknown` where the ring lacks it."""
        try:
            return self._ciphers[identifier]
        except KeyError:
            raise KeyUnknown(
                f"A value was written with the key {identifier!r}, which is not in {self.source}. "
                "Put that key back, after the key that writes."
            ) from None

    def subkey(self, purpose: str) -> bytes:
        """32 bytes derived from the index key for one purpose (HKDF-SHA256)."""
        try:
            return self._subkeys[purpose]
        except KeyError:
            return self._subkeys.setdefault(purpose, _derive(self.index, f"index:{purpose}"))


def key_ring() -> KeyRing:
    """The ring of this process; read once."""
    return _ring(
        settings.SCHAKEL_VAULT_KEYS,
        settings.SCHAKEL_HOME,
        getattr(settings, "SCHAKEL_MAKE_KEYS", False),
    )


def reading_cipher(identifier: str) -> AESGCM:
    """The cipher for a stored value. An unknown key is looked for once more in the file, since another
    process may have added it while this one was running."""
    ring = key_ring()
    if identifier not in ring.keys:
        forget()
        ring = key_ring()
    return ring.cipher(identifier)


def forget() -> None:
    """Read the ring anew at its next use."""
    _ring.cache_clear()


@lru_cache(maxsize=4)
def _ring(given: str, home: Path, make: bool) -> KeyRing:
    if given:
        return _from_text(given)
    path = key_file(home)
    if not path.exists():
        if not make:
            raise KeyMissing(
                f"There is no vault key: SCHAKEL_VAULT_KEYS is empty and {path} does not exist. Give the key "
                "with which this database was written; for a new database, make one with "
                "'schakel vault add-key'. See docs/reference/configuration.md."
            )
        make_file(path)
    return read_ring(path)


def key_file(home: Path) -> Path:
    """Where the key file of a home folder stands."""
    return Path(home) / "keys" / "vault.json"


def _from_text(entries: str) -> KeyRing:
    source = "SCHAKEL_VAULT_KEYS"
    keys: list[tuple[str, bytes]] = []
    index = None
    for entry in filter(None, (part.strip() for part in entries.split(","))):
        identifier, _, text = entry.partition(":")
        key = _decode(identifier, text, source)
        if identifier == INDEX:
            index = key
        else:
            keys.append((identifier, key))
    return KeyRing(keys, index, source)


def read_ring(path: Path) -> KeyRing:
    """The ring in a key file."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        entries = [(entry["id"], entry["key"]) for entry in content["keys"]]
        index = content[INDEX]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise KeyMissing(
            f"{path} cannot be read as a key file ({type(error).__name__}). "
            "Restore it from your backup of keys."
        ) from None
    keys = [(identifier, _decode(identifier, text, str(path))) for identifier, text in entries]
    return KeyRing(keys, _decode(INDEX, index, str(path)), str(path))


def _decode(identifier: str, text: str, source: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise KeyMissing(f"The key {identifier[:32]!r} in {source} is not valid base64.") from None


def _check(identifier: str, key: bytes, source: str) -> None:
    if identifier == INDEX or not _IDENTIFIER.fullmatch(identifier):
        raise KeyMissing(
            f"A key in {source} has no usable name: use lower-case letters, digits and hyphens, "
            f"not {INDEX!r}."
        )
    if len(key) != KEY_BYTES:
        raise KeyMissing(
            f"The key {identifier!r} in {source} has {len(key)} bytes; it must have {KEY_BYTES}."
        )


def encoded(key: bytes) -> str:
    """A key as it is written in the file and in the environment."""
    return base64.b64encode(key).decode("ascii")


def new_key() -> str:
    """A fresh key, encoded."""
    return encoded(secrets.token_bytes(KEY_BYTES))


def make_file(path: Path) -> None:
    """Make a key file, unless another process just did."""
    _write(path, {INDEX: new_key(), "keys": [{"id": "key-1", "key": new_key()}]}, replace=False)


def add_to_file(path: Path) -> str:
    """Put a fresh key first, so that it writes from now on; returns its identifier."""
    ring = read_ring(path)
    identifier = next_identifier(ring)
    content = json.loads(path.read_text(encoding="ascii"))
    content["keys"].insert(0, {"id": identifier, "key": new_key()})
    _write(path, content, replace=True)
    forget()
    return identifier


def next_identifier(ring: KeyRing) -> str:
    """A name that the ring does not hold yet."""
    number = len(ring.keys) + 1
    while f"key-{number}" in ring.keys:
        number += 1
    return f"key-{number}"


def _write(path: Path, content: object, replace: bool) -> None:
    """Write beside the file and move it in one step, so that no process ever reads half a file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            _link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _link(draft: Path, path: Path) -> None:
    """Give the draft its name unless the name is taken: a hard link either succeeds whole or not at all."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links, such as an exFAT stick
        if not path.exists():
            draft.replace(path)
