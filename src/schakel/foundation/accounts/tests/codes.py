"""What an authenticator app does: a six-digit code from a secret (RFC 6238)."""

import base64
import hmac
import struct
import time


def totp(secret: str, steps_ahead: int = 0) -> str:
    """The code that an app shows now, or in so many steps of half a minute."""
    counter = int(time.time()) // 30 + steps_ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
