"""Which reports are opened first: those that share the rarest keys, whatever way they are counted."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.register.linkage.looking import LARGEST_BLOCK, rarest_first

pytestmark = pytest.mark.pure
BLOCKS = st.lists(
    st.one_of(
        st.lists(st.integers(1, 60), min_size=1, max_size=4, unique=True),
        st.sampled_from((list(range(1, 150)), list(range(30, 300)), list(range(2, 700, 3)))),
    ),
    max_size=8,
)


@given(found=BLOCKS, own=st.sampled_from((None, 1, 40)), most=st.integers(1, 12))
def test_common_keys_are_passed_over_only_where_they_change_nothing(
    found: list[list[int]], own: int | None, most: int
) -> None:
    worth: dict[int, int] = {}
    for reports in found:
        for report in reports:
            bits = round(1024 * log2(2 * LARGEST_BLOCK / len(reports)))
            worth[report] = worth.get(report, 0) + bits
    worth.pop(own or 0, None)
    wanted = sorted(worth, key=lambda report: (-worth[report], report))[:most]
    assert rarest_first(dict(enumerate(found)), own, most) == wanted
