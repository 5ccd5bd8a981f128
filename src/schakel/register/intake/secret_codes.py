"""Codes of identities and keys, which have no business at the centre (docs/explanation/linkage-unit.md).

Both are too long and too even to be anything that a person writes; a text that holds one is refused as a
whole, before it is kept anywhere.
"""

import re

# 64 bytes (a code) or 32 (a key), in base64 of either alphabet or hexadecimal; nothing of it on either side.
_LOOKS_SO = re.compile(
    r"(?<![A-Za-z0-9+/_-])"
    r"(?:[A-Za-z0-9+/_-]{86}(?:==)?|[A-Za-z0-9+/_-]{43}=|[0-9a-fA-F]{128}|[0-9a-fA-F]{64})"
    r"(?![A-Za-z0-9+/=_-])"
)


def holds_code(text: str) -> bool:
    """Does the text hold what looks like a code of an identity, or like a key?"""
    return bool(_LOOKS_SO.search(text))
