"""New codes against all codes: the better of two Dice coefficients, block by block."""

from collections.abc import Iterator, Sequence

import numpy as np

from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.comparison import dice

# Codes of one block as float32, 512 bits each: 8 MB.
_BLOCK = 4096


def alike_between(
    new: Sequence[Codes], old: Sequence[Codes], least: float, width: int
) -> Iterator[tuple[int, int, float]]:
    """(place in `new`, place in `old`, likeness) where that is `least` or more; `width` in bytes.

    Work grows with the product of both; memory with one block of `old` and the whole of `new`.
    """
    years, days = _bits([c.by_year for c in new], width), _bits([c.by_day for c in new], width)
    for start in range(0, len(old), _BLOCK):
        block = old[start : start + _BLOCK]
        best = np.maximum(
            dice(years, _bits([c.by_year for c in block], width)),
            dice(days, _bits([c.by_day for c in block], width)),
        )
        for row, column in zip(*np.nonzero(best >= least), strict=True):
            yield int(row), start + int(column), round(float(best[row, column]), 6)


def _bits(codes: Sequence[bytes], width: int) -> np.ndarray:
    """One row of 0 and 1 each; a missing code is a row of zeros, which is like nothing."""
    filled = np.frombuffer(b"".join(code or bytes(width) for code in codes), np.uint8)
    return np.unpackbits(filled.reshape(len(codes), width), axis=1).astype(np.float32)
