"""Files with keys: JSON of exactly the expected names, never written over, secrets for their owner only."""

import json
import os
import re
import stat
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_LARGEST = 4096
_VERSION = 1
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_UNFIT_FOR_A_FILE = re.compile(r"[/:]")


class KeyFileError(Exception):
    """A key file cannot be used; the text says why and what to do, and holds nothing of it."""


@dataclass(frozen=True)
class Kind:
    """A kind of file, and the names of what it holds."""

    format: str
    names: tuple[str, ...]


EPOCH_KEY = Kind(
    "schakel-epoch-key", ("epoch", "until", "partner", "parameters", "fingerprint", "key")
)
PRIVATE = Kind("schakel-private-key", ("name", "fingerprint", "private"))
PUBLIC = Kind("schakel-public-key", ("name", "fingerprint", "public"))
SEALED = Kind(
    "schakel-sealed-key",
    ("epoch", "until", "parameters", "fingerprint", "sender", "partner", "ephemeral", "sealed"),
)
KINDS = {kind.format: kind for kind in (EPOCH_KEY, PRIVATE, PUBLIC, SEALED)}


def read_private(path: Path, kind: Kind) -> dict[str, str]:
    """As `read_file`, of a file that nobody but its owner may read."""
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise KeyFileError(f"{path.name} can be read by others. Close it: chmod 600 {path.name}")
    return read_file(path, kind)


def read_file(path: Path, kind: Kind) -> dict[str, str]:
    """What a file of a kind holds, all of it text."""
    content = opened(path)
    if content.get("format") != kind.format:
        raise KeyFileError(f"{path.name} is not what is asked for here ({kind.format}).")
    if content.get("version") != _VERSION:
        raise KeyFileError(f"{path.name} is of a later version. Renew the program.")
    texts = {name: content.get(name) for name in kind.names}
    if len(content) != len(texts) + 2 or not all(isinstance(one, str) for one in texts.values()):
        raise KeyFileError(
            f"{path.name} does not hold what a file of its kind ({kind.format}) holds."
        )
    return {name: str(one) for name, one in texts.items()}


def opened(path: Path) -> dict[str, Any]:
    """A small JSON object."""
    with path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    try:
        content = json.loads(text) if len(text) <= _LARGEST else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise KeyFileError(f"{path.name} is no key file and no sealed key.")
    return content


def write_file(path: Path, kind: Kind, content: dict[str, str], *, private: bool) -> None:
    """Write a new file; one that stands there is never written over."""
    text = json.dumps({"format": kind.format, "version": _VERSION, **content}, indent=1) + "\n"
    try:
        opened_ = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
    except FileExistsError:
        raise KeyFileError(f"{path.name} is there already, and is not written over.") from None
    with os.fdopen(opened_, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def delete(paths: Sequence[Path]) -> None:
    """Write over what the files hold, then remove them. A copy or backup elsewhere stays."""
    for path in paths:
        if opened(path).get("format") not in KINDS:
            raise KeyFileError(f"{path.name} is no file of keys. Nothing was deleted.")
    for path in paths:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def file_name(name: str) -> str:
    """A name as part of the name of a file."""
    return _UNFIT_FOR_A_FILE.sub("_", name)


def text_of(content: bytes) -> str:
    return b64encode(content).decode()


def bytes_of(text: str, size: int, path: Path) -> bytes:
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        content = b""
    if len(content) != size:
        raise KeyFileError(f"{path.name} was damaged: what must have {size} bytes has not.")
    return content


def day_of(text: str, path: Path) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KeyFileError(f"{path.name}: until is no date.") from None
