"""All pairs of two sets of codes that are alike, exactly, without looking at every bit of every pair.

Two codes share at most what they share in their first bits and half of what both hold in the others. So the
first bits are multiplied, three codes in one number (float32 counts to 2^24, which is three bytes), and
only pairs that can still reach the threshold are counted in full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]

# Rows and columns of one product; rows looked through at a time, so that they stay in the cache.
_ROWS, _COLUMNS, _TILE = 2048, 3 * 4096, 64
# No first bits share as many; and what may be lost in adding halves.
_NEVER, _SLACK = 255, 1e-6
_CHUNK = 1 << 20
# How far, in standard deviations, the first bits must part strangers from those alike.
_FAR = 4.0
MOST_PAIRS = 5_000_000


class TooManyAlike(ValueError):
    """So many codes are alike that they tell nobody apart."""


@dataclass(frozen=True)
class CodeSet:
    """Codes of one kind. `bits`: uint8, codes x bytes; `places`: where each stands in its list."""

    bits: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, codes: Sequence[bytes]) -> "CodeSet":
        """Of those codes that are there. ValueError: they differ in length."""
        there = [place for place, code in enumerate(codes) if code]
        width = len(codes[there[0]]) if there else 8
        if any(len(codes[place]) != width for place in there):
            raise ValueError("codes of different length cannot be compared")
        content = b"".join(codes[place] for place in there)
        bits = np.frombuffer(content, np.uint8).reshape(len(there), width)
        return cls(bits, np.array(there, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.places)

    def part(self, chosen: np.ndarray) -> "CodeSet":
        return CodeSet(self.bits[chosen], self.places[chosen])


def alike_between(left: CodeSet, right: CodeSet, threshold: float) -> Pairs:
    """Places left, places right and Dice coefficients of all pairs that reach the threshold."""
    return _all(_between(left, right, threshold))


def alike_within(codes: CodeSet, threshold: float) -> Pairs:
    """The same of all pairs of one set, each once, lower place first."""
    return _all(_between(codes, codes, threshold, within=True))


def _all(found: Iterator[Pairs]) -> Pairs:
    parts, count = [], 0
    for part in found:
        parts.append(part)
        count += len(part[0])
        if count > MOST_PAIRS:
            raise TooManyAlike(f"more than {MOST_PAIRS:,} pairs are alike")
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    one, other, dice = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((other, one))
    return one[order], other[order], dice[order]


def _between(
    left: CodeSet, right: CodeSet, threshold: float, within: bool = False
) -> Iterator[Pairs]:
    if not len(left) or not len(right):
        return
    first = _first_bytes(right.bits, threshold)
    one = _Sorted(left, first, threshold)
    other = one if within else _Sorted(right, first, threshold)
    for rows, columns in _candidates(one, other, within):
        yield from _counted(one.codes, other.codes, rows, columns, threshold, within)


class _Sorted:
    """Codes in order of what their first bits must reach; those that three bytes cannot hold come last."""

    def __init__(self, codes: CodeSet, first: int, threshold: float) -> None:
        ones = _ones(codes.bits)
        head = _ones(codes.bits[:, :first])
        # Half of what the first bits of a pair must share.
        needed = (threshold * ones - (ones - head)) / 2
        strange = (head >= _NEVER) | (needed < 1)
        order = np.lexsort((needed, strange))
        self.codes = codes.part(order)
        self.needed = needed[order]
        self.first = first
        self.fit = int(len(order) - strange.sum())

    def heads(self, start: int, end: int) -> np.ndarray:
        """The first bits of some codes as float32."""
        return np.unpackbits(self.codes.bits[start:end, : self.first], axis=1).astype(np.float32)


def _candidates(
    one: _Sorted, other: _Sorted, within: bool
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns, in sorted order, that may be alike; within a set each pair once."""
    for start in range(0, other.fit, _COLUMNS):
        end = min(start + _COLUMNS, other.fit)
        packed, needed = _packed(other.heads(start, end)), _spread(other.needed[start:end])
        for row in range(0, min(one.fit, end) if within else one.fit, _ROWS):
            product = one.heads(row, min(row + _ROWS, one.fit)) @ packed
            for place in range(0, len(product), _TILE):
                tile = product[place : place + _TILE]
                rows, columns = _reaching(tile, needed + one.needed[row + place])
                rows, columns = rows + row + place, columns + start
                inside = rows < columns if within else slice(None)
                yield rows[inside], columns[inside]
    yield from _strange(one, other, within)


def _packed(heads: np.ndarray) -> np.ndarray:
    """First bits x numbers: three codes that follow each other in one number, a byte for each."""
    threes = np.zeros((3 * _numbers(len(heads)), heads.shape[1]), np.float32)
    threes[: len(heads)] = heads
    return np.ascontiguousarray((threes[::3] + 256 * threes[1::3] + 65536 * threes[2::3]).T)


def _spread(needed: np.ndarray) -> np.ndarray:
    """What the code behind each byte of a row of numbers must reach."""
    spread = np.full((_numbers(len(needed)), 4), float(_NEVER))
    threes = np.full(3 * len(spread), float(_NEVER))
    threes[: len(needed)] = needed
    spread[:, :3] = threes.reshape(-1, 3)
    return spread.reshape(-1)


def _numbers(codes: int) -> int:
    """How many numbers hold so many codes, in pairs: eight bytes are looked at as one."""
    return (codes + 5) // 6 * 2


def _reaching(product: np.ndarray, needed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a byte of a product is what its column needs, or more; the fourth byte is always 0."""
    cut = np.ceil(np.clip(needed - _SLACK, 1, _NEVER)).astype(np.uint8)
    reached = product.astype("<i4").view(np.uint8) >= cut
    words = reached.reshape(-1).view(np.uint64)
    hit = np.flatnonzero(words)
    place, byte = np.nonzero(words[hit].view(np.uint8).reshape(-1, 8))
    row, rest = np.divmod(hit[place] * 8 + byte, 4 * product.shape[1])
    number, third = np.divmod(rest, 4)
    return row, 3 * number + third


def _strange(one: _Sorted, other: _Sorted, within: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each of the few that do not fit into bytes with every other."""
    every = np.arange(len(one.codes))
    for column in range(other.fit, len(other.codes)):
        rows = every[:column] if within else every
        yield rows, np.full(len(rows), column)
    if not within:
        columns = np.arange(other.fit)
        for row in range(one.fit, len(one.codes)):
            yield np.full(len(columns), row), columns


def _counted(
    one: CodeSet,
    other: CodeSet,
    rows: np.ndarray,
    columns: np.ndarray,
    threshold: float,
    within: bool,
) -> Iterator[Pairs]:
    """Of the candidates those that reach the threshold, with their Dice coefficient."""
    for start in range(0, len(rows), _CHUNK):
        row, column = rows[start : start + _CHUNK], columns[start : start + _CHUNK]
        left, right = one.bits[row], other.bits[column]
        shared = _ones(left & right)
        dice = 2 * shared / np.maximum(_ones(left) + _ones(right), 1)
        reached = dice >= threshold
        if reached.any():
            first, second = one.places[row[reached]], other.places[column[reached]]
            if within:
                first, second = np.minimum(first, second), np.maximum(first, second)
            yield first, second, np.round(dice[reached], 6)


def _ones(bits: np.ndarray) -> np.ndarray:
    """How many bits are set in each row."""
    if bits.shape[1] % 8 == 0:
        bits = np.ascontiguousarray(bits).view(np.uint64)
    return np.bitwise_count(bits).sum(axis=1, dtype=np.int64)


def _first_bytes(bits: np.ndarray, threshold: float) -> int:
    """How many first bytes part strangers from those alike, in eights; all of them where none do."""
    width = bits.shape[1]
    share = float(_ones(bits).mean()) / (8 * width)
    for first in range(8, width, 2):
        least = 8 * (width * (threshold - 1) + first) * share
        chance = 8 * first * share**2
        if least - chance >= _FAR * sqrt(8 * first) * share * (1 - share):
            return first
    return width
