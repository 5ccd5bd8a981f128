"""Whole numbers in what was sent past the forms: in an address, a button or a header."""

# More digits than any count, key or number of seconds has; Python refuses to read thousands of them.
MOST_DIGITS = 9


def whole(text: str) -> int | None:
    """The whole number that `text` says; None where it says none, or one that is far too large."""
    readable = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if readable else None
