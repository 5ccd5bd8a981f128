"""Pairs are found by looking at part of the bits, and are exactly those that all bits would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.encoding import pairing
from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.comparison import alike, alike_across, dice, matrix
from schakel.methods.encoding.pairing import CodeSet, TooManyAlike, alike_within

pytestmark = pytest.mark.pure

ODD = [b"", b"\xff" * 64, b"\xff" * 48 + b"\0" * 16, b"\0" * 56 + b"\x01" * 8, b"\x80" + b"\0" * 63]


def lists(seed: int, size: int, share: float) -> list[bytes]:
    """Codes of strangers, some with a change or more, and some that no encoder makes."""
    draw = np.random.default_rng(seed)
    bits = draw.random((size, 512)) < share
    for row in range(size // 2, size):
        bits[row] = bits[draw.integers(size // 2)] ^ (draw.random(512) < draw.random() / 3)
    return [one.tobytes() for one in np.packbits(bits, axis=1)] + ODD


def expected(left: list[bytes], right: list[bytes], threshold: float) -> set[tuple[int, int]]:
    rows, columns = np.nonzero(dice(matrix(left), matrix(right)).astype(np.float64) >= threshold)
    return set(zip(rows.tolist(), columns.tolist(), strict=True))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(2, 150),
    st.sampled_from([0.2, 0.45, 0.49, 0.6]),
    st.sampled_from([0.3, 0.6931, 0.7707, 0.99999]),
)
def test_the_pairs_are_those_of_all_bits(
    seed: int, size: int, share: float, threshold: float
) -> None:
    left, right = lists(seed, size, share), lists(seed + 1, size // 2 + 2, share)
    right += left[:3]
    across = list(
        alike_across([Codes(one) for one in left], [Codes(one) for one in right], threshold)
    )
    assert {pair[:2] for pair in across} == expected(left, right, threshold)
    inside = list(alike([Codes(one) for one in left], threshold))
    assert {pair[:2] for pair in inside} == {
        (one, other) for one, other in expected(left, left, threshold) if one < other
    }
    assert inside == sorted(inside)


def test_products_in_many_blocks_are_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = CodeSet.of(lists(5, 200, 0.49))
    whole = alike_within(codes, 0.69)
    assert len(whole[0]) > 20
    for name, size in (("_ROWS", 48), ("_COLUMNS", 36), ("_TILE", 20), ("_CHUNK", 7)):
        monkeypatch.setattr(pairing, name, size)
    assert all(
        (one == other).all() for one, other in zip(whole, alike_within(codes, 0.69), strict=True)
    )


def test_the_better_of_two_codes_counts_and_a_missing_one_counts_for_nothing() -> None:
    one, near, far = lists(1, 8, 0.49)[:3]
    near = bytes([one[0] ^ 0xFF]) + one[1:]
    pairs = list(alike([Codes(one, one), Codes(near, one), Codes(far)], 0.6))
    assert pairs == [(0, 1, 1.0)]
    assert not list(alike_across([Codes()], [Codes()], 0.1))


def test_codes_that_tell_nobody_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "MOST_PAIRS", 100)
    with pytest.raises(TooManyAlike):
        alike([Codes(b"x" * 64)] * 20, 0.69)
