"""How codes lie in the column: the length of the first in one byte, the first, the second."""

from schakel.methods.encoding.bits import Codes


def pack(codes: Codes) -> bytes:
    """Codes of 255 bytes at most each."""
    return bytes([len(codes.by_year)]) + codes.by_year + codes.by_day


def unpack(packed: bytes) -> Codes:
    """What was packed."""
    end = 1 + packed[0]
    return Codes(packed[1:end], packed[end:])
