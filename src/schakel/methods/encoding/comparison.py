"""Who is alike among codes: the better of two Dice coefficients, all against all."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.pairing import CodeSet, Pairs, alike_between, alike_within

_KINDS = ("by_year", "by_day")


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

    Raises TooManyAlike where the codes tell nobody apart.
    """
    return _better(
        alike_within(CodeSet.of([getattr(one, kind) for one in codes]), threshold)
        for kind in _KINDS
    )


def alike_across(
    left: Sequence[Codes], right: Sequence[Codes], threshold: float
) -> Iterator[tuple[int, int, float]]:
    """The same for pairs of a place left and a place right."""
    return _better(
        alike_between(
            CodeSet.of([getattr(one, kind) for one in left]),
            CodeSet.of([getattr(one, kind) for one in right]),
            threshold,
        )
        for kind in _KINDS
    )


def _better(found: Iterable[Pairs]) -> Iterator[tuple[int, int, float]]:
    """Of both codes the better likeness: each pair once, in order."""
    one, other, dice = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((-dice, other, one))
    one, other, dice = one[order], other[order], dice[order]
    first = np.ones(len(one), np.bool_)
    first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    return zip(one[first].tolist(), other[first].tolist(), dice[first].tolist(), strict=True)
