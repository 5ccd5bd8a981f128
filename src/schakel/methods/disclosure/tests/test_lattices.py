"""The lattice holds every table of the chosen width, and nothing else."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.disclosure import lattices
from schakel.methods.disclosure.lattices import lattice

pytestmark = pytest.mark.pure
SIZES = (3, 4, 2, 5)


@st.composite
def records(draw):
    rows = draw(
        st.lists(st.tuples(*(st.integers(0, size - 1) for size in SIZES)), min_size=1, max_size=40)
    )
    return rows, draw(st.integers(0, 4))


def counted_by_hand(rows, ways):
    """Every table of at most `ways` attributes, counted record by record."""
    counted = Counter()
    for row in rows:
        for width in range(ways + 1):
            for attributes in combinations(range(len(SIZES)), width):
                counted[tuple(row[a] if a in attributes else -1 for a in range(len(SIZES)))] += 1
    return counted


@given(records())
@settings(max_examples=100, deadline=None)
def test_every_published_cell_is_what_counting_by_hand_gives(drawn):
    rows, ways = drawn
    built = lattice(list(np.array(rows).T), SIZES, ways)
    values = built.published @ built.counts
    assert {
        tuple(cell): value
        for cell, value in zip(built.cells.tolist(), values.tolist(), strict=True)
    } == dict(counted_by_hand(rows, ways))


def test_a_table_too_wide_to_number_by_counting_is_numbered_by_sorting(monkeypatch):
    columns = [
        np.array([2, 0, 2, 1]),
        np.array([3, 3, 0, 3]),
        np.array([1, 1, 1, 0]),
        np.array([4, 4, 4, 0]),
    ]
    counted = lattice(columns, SIZES)
    monkeypatch.setattr(lattices, "_COUNTABLE", 1)
    by_sorting = lattice(columns, SIZES)
    assert (counted.cells == by_sorting.cells).all()
    assert (counted.published.rows == by_sorting.published.rows).all()


def test_a_code_outside_its_attribute_is_refused():
    with pytest.raises(ValueError, match="outside"):
        lattice([np.array([0, 3])], [3])
