"""Who is alike among codes: the better of two Dice coefficients, all against all."""

from collections.abc import Iterator, Sequence

import numpy as np

from schakel.methods.encoding.bits import Codes

_ROWS = 1024


def matrix(codes: Sequence[bytes]) -> np.ndarray:
    """Codes → float32 of 0 and 1, one row each; a missing code is a row of zeros."""
    width = max((len(code) for code in codes), default=0)
    filled = b"".join(code or bytes(width) for code in codes)
    bits = np.unpackbits(np.frombuffer(filled, np.uint8).reshape(len(codes), width), axis=1)
    return bits.astype(np.float32)


def dice(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """All rows against all rows: twice the shared ones by all ones; 0 where a code is missing."""
    ones = one.sum(1)[:, None] + other.sum(1)[None, :]
    missing = (one.sum(1) == 0)[:, None] | (other.sum(1) == 0)[None, :]
    return np.where(missing, 0, 2 * (one @ other.T) / np.maximum(ones, 1))


def alike(codes: Sequence[Codes], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of places (lower first) whose likeness reaches `threshold`, in order, with the likeness.

    Memory grows with 1,024 rows at a time; work with the square of the number of codes.
    """
    by_year = matrix([one.by_year for one in codes])
    by_day = matrix([one.by_day for one in codes])
    for start in range(0, len(codes), _ROWS):
        rows = slice(start, start + _ROWS)
        best = dice(by_year[rows], by_year[start:])
        if by_day.shape[1]:
            best = np.maximum(best, dice(by_day[rows], by_day[start:]))
        for row, column in zip(*np.nonzero(np.triu(best, 1) >= threshold), strict=True):
            yield start + int(row), start + int(column), round(float(best[row, column]), 6)
