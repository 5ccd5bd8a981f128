"""Short marks of texts: whether two screens show the same, without sending the text along."""

from hashlib import sha256
from typing import Any


def plain(value: Any) -> str:
    """A value as it stands in a control; line breaks as Python knows them, none at the ends."""
    return "\n".join(str(value or "").splitlines()).strip()


def mark(value: Any) -> str:
    """What stands for the value: 16 hexadecimal digits; equal for texts that differ in line breaks only."""
    return sha256(plain(value).encode()).hexdigest()[:16]
