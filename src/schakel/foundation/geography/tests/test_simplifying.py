"""Outlines with fewer points: neighbours keep touching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.geography.simplifying import Point, simplified

pytestmark = pytest.mark.pure
steps = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(steps, min_size=2, max_size=12, unique=True), st.floats(0, 9))
def test_neighbours_keep_touching(border: list[Point], tolerance: float) -> None:
    """Two areas with one ragged border between them: what is left of it is the same on both sides."""
    border = [(x, 100 + y) for x, y in sorted(border)]
    left = [*border, (border[-1][0], 300), (border[0][0], 300)]
    right = [*reversed(border), (border[0][0], 0), (border[-1][0], 0)]
    first, second = simplified([left, right], tolerance)
    shared = set(border)
    assert [p for p in first if p in shared] == [p for p in second if p in shared][::-1] or (
        set(first) & shared == set(second) & shared
    )
    assert {border[0], border[-1]} <= set(first) & set(second)


def test_a_line_loses_what_nobody_sees() -> None:
    ring = [(0, 0), (50, 1), (100, 0), (100, 100), (50, 60), (0, 100)]
    assert simplified([ring], 2.0) == [[(0, 0), (100, 0), (100, 100), (50, 60), (0, 100)]]
