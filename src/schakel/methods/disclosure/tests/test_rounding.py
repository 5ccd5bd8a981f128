"""Small-count rounding keeps its promises on any table."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.sparse import csr_matrix, identity

from schakel.methods.disclosure.checks import check
from schakel.methods.disclosure.cubes import build
from schakel.methods.disclosure.lattices import lattice
from schakel.methods.disclosure.matrices import design as design_of
from schakel.methods.disclosure.protecting import protect
from schakel.methods.disclosure.rounding import round_small_counts
from schakel.methods.disclosure.specs import Dimension, Spec

pytestmark = pytest.mark.pure
SIZES = (4, 3, 5)


@st.composite
def tables(draw):
    """Inner counts, a design with whole weights, and a base."""
    cells = draw(st.integers(1, 12))
    counts = draw(
        arrays.arrays(np.int64, cells, elements=st.sampled_from([0, 1, 2, 3, 4, 5, 7, 40]))
    )
    rows = draw(st.integers(1, 10))
    weights = draw(
        arrays.arrays(np.int64, (rows, cells), elements=st.sampled_from([0, 0, 1, 1, 2]))
    )
    return counts, design_of(csr_matrix(weights)), draw(st.sampled_from([3, 5, 10]))


def microdata(records: int, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [np.minimum(rng.geometric(0.5, records) - 1, size - 1) for size in SIZES]


@given(tables())
@settings(max_examples=300, deadline=None)
def test_nothing_small_is_left_and_nothing_is_invented(table):
    counts, design, base = table
    protected = round_small_counts(counts, design, base)
    shown = design @ protected
    assert not ((shown > 0) & (shown < base)).any()
    assert (protected[counts == 0] == 0).all()
    assert check(counts, protected, design, base).passed


@given(tables())
@settings(max_examples=200, deadline=None)
def test_small_cells_alone_change_all_of_them_and_only_to_the_base(table):
    counts, design, base = table
    protected = round_small_counts(counts, design, base)
    changed = protected != counts
    assert set(protected[changed].tolist()) <= {0, base}
    assert (changed == ((counts > 0) & (counts < base))).all()


@given(tables())
@settings(max_examples=200, deadline=None)
def test_the_sum_of_all_cells_stays_within_half_a_base(table):
    counts, design, base = table
    protected = round_small_counts(counts, design, base)
    assert abs(int(protected.sum() - counts.sum())) * 2 <= base


@given(tables())
@settings(max_examples=50, deadline=None)
def test_the_same_input_gives_the_same_bytes(table):
    counts, design, base = table
    first = round_small_counts(counts, design, base)
    assert first.tobytes() == round_small_counts(counts.copy(), design, base).tobytes()


def test_the_order_of_the_records_does_not_matter():
    columns = microdata(400, seed=3)
    order = np.random.default_rng(9).permutation(400)
    one, other = lattice(columns, SIZES), lattice([column[order] for column in columns], SIZES)
    assert (one.codes == other.codes).all()
    assert (
        round_small_counts(one.counts, one.published).tobytes()
        == round_small_counts(other.counts, other.published).tobytes()
    )


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_the_errors_over_a_lattice_are_small(seed):
    built = lattice(microdata(1_200, seed), SIZES)
    verdict = check(
        built.counts, round_small_counts(built.counts, built.published), built.published
    )
    assert verdict.passed
    assert verdict.small_before > 5  # there was something to protect
    assert verdict.mean_error <= 2.1
    assert verdict.largest_error <= 10
    assert abs(verdict.total_error) <= 2


def test_the_search_beats_rounding_each_cell_by_itself():
    built = lattice(microdata(300, seed=5), SIZES)
    design, counts = built.published, built.counts
    protected = round_small_counts(counts, design)
    alone = np.where(counts < 5, np.where(counts >= 3, 5, 0), counts)
    errors = [int((np.square(design @ (values - counts))).sum()) for values in (protected, alone)]
    assert errors[0] < errors[1]


def test_a_big_cell_next_to_none_that_is_small_stays_exact():
    protected = round_small_counts(
        np.array([7, 3, 2, 941]), design_of(csr_matrix(identity(4, dtype=np.int64)))
    )
    assert protected[[0, 3]].tolist() == [7, 941]
    assert sorted(protected[[1, 2]].tolist()) == [0, 5]


def test_single_persons_do_not_stay_exact_where_all_that_is_published_is_large():
    # Everybody is the only one of their kind, and every table of three holds sevens alone.
    columns = [part.ravel() for part in np.indices((7, 7, 7, 7))]
    built = lattice(columns, (7, 7, 7, 7))
    protected = round_small_counts(built.counts, built.published)
    verdict = check(built.counts, protected, built.published)
    assert verdict.small_before == 0
    assert set(protected.tolist()) == {0, 5}
    assert verdict.mean_error < 3


@pytest.mark.parametrize(
    ("counts", "design", "base"),
    [([-1], [[1]], 5), ([1], [[0.5]], 5), ([1, 2], [[1]], 5), ([1], [[1]], 1), ([1], [[-1]], 5)],
)
def test_input_that_is_no_table_is_refused(counts, design, base):
    with pytest.raises(ValueError, match=r"must|another"):
        round_small_counts(np.array(counts), design_of(csr_matrix(np.array(design))), base)


@settings(max_examples=25, deadline=None)
@given(
    units=st.lists(st.sampled_from(["R", "R|P", "R|N|P"]), min_size=30, max_size=120),
    seed=st.integers(0, 1000),
)
def test_every_unit_keeps_its_own_total(units: list[str], seed: int) -> None:
    draw = np.random.default_rng(seed)
    codes = [f"c{code}" for code in draw.integers(0, 9, len(units))]
    table = pa.table({"unit": units, "one": codes, "two": codes[::-1]})
    unit = Dimension("unit", several=True, always=True)
    cube = build(table, Spec((unit, Dimension("one"), Dimension("two"))))
    shown = cube.published @ round_small_counts(cube.counts, cube.published, 5, cube.totals)
    assert len(cube.totals) == len({code for value in units for code in value.split("|")})
    for place in cube.totals:
        true = int((cube.published @ cube.counts)[place])
        # A number below the base becomes none or the base itself.
        assert abs(int(shown[place]) - true) <= (4 if true < 5 else 2)


def test_a_secret_leads_elsewhere_and_is_as_good() -> None:
    draw = np.random.default_rng(11)
    names = ("one", "two", "three", "four")
    table = pa.table({name: [f"c{code}" for code in draw.geometric(0.4, 400)] for name in names})
    cube = build(table, Spec(tuple(map(Dimension, names))))
    plain, first, again, other = (
        protect(cube, secret) for secret in (b"", b"x" * 32, b"x" * 32, b"y" * 32)
    )
    assert first.cells.equals(again.cells)
    assert not first.cells.equals(plain.cells)
    assert not first.cells.equals(other.cells)
    assert first.verdict.passed
    assert first.verdict.mean_error < 1.1 * plain.verdict.mean_error
    assert abs(first.verdict.total_error) <= 2
