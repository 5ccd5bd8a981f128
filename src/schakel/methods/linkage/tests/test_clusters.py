"""Clusters keep apart what a person put apart, at the least cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.linkage.clustering import clusters

pytestmark = pytest.mark.pure

SIZE = 9
PLACES = st.integers(0, SIZE - 1)
PAIRS = st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] < pair[1])
JOINED = st.dictionaries(PAIRS, st.floats(0.01, 30), max_size=20)


@given(JOINED, st.lists(PAIRS, max_size=4))
def test_what_was_put_apart_stays_apart_and_nothing_else_is_torn(
    joined: dict[tuple[int, int], float], apart: list[tuple[int, int]]
) -> None:
    labels, cut = clusters(SIZE, joined, apart)
    assert all(labels[one] != labels[other] for one, other in apart)
    kept = set(joined) - set(cut)
    assert all(labels[one] == labels[other] for one, other in kept)
    if not apart:
        assert not cut


@given(JOINED)
def test_clusters_are_numbered_by_their_first_record(joined: dict[tuple[int, int], float]) -> None:
    labels, _cut = clusters(SIZE, joined)
    firsts = [int(np.flatnonzero(labels == label)[0]) for label in range(labels.max() + 1)]
    assert firsts == sorted(firsts)
    assert labels[0] == 0


def test_the_weakest_join_gives_way() -> None:
    labels, cut = clusters(4, {(0, 1): 9.0, (1, 2): 1.0, (2, 3): 8.0}, apart=[(0, 3)])
    assert cut == [(1, 2)]
    assert labels.tolist() == [0, 0, 1, 1]


def test_a_join_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        clusters(2, {(0, 1): 0.0})
