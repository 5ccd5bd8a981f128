"""Overlaps of lists, with what linkage leaves open."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.linkage.overlaps import Lists, Pair, Spread, overlaps
from schakel.methods.linkage.overlaps import spread as spread_of

pytestmark = pytest.mark.pure

POLICE, CARE = frozenset({"POLICE"}), frozenset({"CARE"})
BOTH = POLICE | CARE


def spread(
    lists: list[str], shares: dict[Pair, float], threshold: float, **given: Any
) -> dict[Lists, Spread]:
    """With every pair above the threshold taken for one person."""
    alike = [pair for pair, share in shares.items() if share > threshold]
    return spread_of(lists, alike, shares, **given)


def test_each_person_counts_once_under_exactly_its_lists() -> None:
    found = overlaps([1, 1, 2, 3, 3], ["POLICE", "CARE", "POLICE", "CARE", "CARE"])
    assert found == {BOTH: 1, POLICE: 1, CARE: 1}


def test_without_doubt_nothing_is_left_open() -> None:
    found = spread(["POLICE", "CARE", "CARE"], {(0, 1): 0.999, (0, 2): 0.001}, 0.3)
    assert found == {BOTH: Spread(1, 1, 1), CARE: Spread(1, 1, 1)}


def test_doubt_shows_on_both_sides() -> None:
    lists = ["POLICE", "CARE"] * 100
    doubtful = {(2 * one, 2 * one + 1): 0.5 for one in range(100)}
    both = spread(lists, doubtful, 0.3)[BOTH]
    assert both.count == 100  # all of them above the threshold
    assert 35 <= both.low <= 45  # 50 ± 1.96 × 5, were they drawn alone
    strict = spread(lists, doubtful, 0.6)[BOTH]
    assert strict.count == 0
    assert 55 <= strict.high <= 65


def test_what_people_decided_is_not_drawn() -> None:
    lists = ["POLICE", "CARE"]
    assert spread(lists, {(0, 1): 0.5}, 0.3, settled=[(1, 0)]) == {BOTH: Spread(1, 1, 1)}
    parted = spread(lists, {(0, 1): 0.5}, 0.3, apart=[(1, 0)])
    assert parted == {CARE: Spread(1, 1, 1), POLICE: Spread(1, 1, 1)}


@given(
    st.lists(st.sampled_from(("POLICE", "CARE", "KMAR")), min_size=2, max_size=12),
    st.data(),
)
def test_persons_are_never_more_than_reports_nor_lost(
    lists: list[str], data: st.DataObject
) -> None:
    places = st.integers(0, len(lists) - 1)
    pairs = data.draw(st.lists(st.tuples(places, places, st.floats(0, 1)), max_size=12))
    shares = {(min(a, b), max(a, b)): share for a, b, share in pairs if a != b}
    found = spread(lists, shares, 0.3, draws=5)
    counted = sum(one.count for one in found.values())
    assert 1 <= counted <= len(lists)
    assert {name for names in found for name in names} == set(lists)
    assert all(one.low <= one.count <= one.high for one in found.values())


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        spread(["POLICE", "CARE"], {(0, 1): 1.5}, 0.3)
