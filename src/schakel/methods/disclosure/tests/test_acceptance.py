"""The acceptance numbers of the method (S5 to S7), on seeds that it was not tuned on; `methods.attacks` has
the others."""

import pytest

from schakel.methods.disclosure.checks import check
from schakel.methods.disclosure.lattices import lattice
from schakel.methods.disclosure.rounding import round_small_counts
from schakel.methods.disclosure.tests.microdata import SIZES, microdata

pytestmark = pytest.mark.pure
SEEDS = (101, 102, 103)


@pytest.mark.parametrize("seed", SEEDS)
def test_1200_records_with_eight_attributes_stay_useful(seed):
    built = lattice(microdata(1_200, seed), SIZES)
    protected = round_small_counts(built.counts, built.published)
    verdict = check(built.counts, protected, built.published)
    assert verdict.passed
    assert verdict.published_cells > 30_000
    assert verdict.mean_error <= 2.1
    assert verdict.largest_error <= 30
    assert abs(verdict.total_error) <= 4
    assert protected.tobytes() == round_small_counts(built.counts, built.published).tobytes()
