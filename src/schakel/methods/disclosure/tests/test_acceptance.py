"""The acceptance numbers of the method (S1, S2, S5 to S7), on seeds that it was not tuned on."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, identity
from scipy.sparse.linalg import lsqr

from schakel.methods.disclosure.attacks import intervals
from schakel.methods.disclosure.checks import check
from schakel.methods.disclosure.lattices import lattice
from schakel.methods.disclosure.matrices import matrix
from schakel.methods.disclosure.rounding import round_small_counts
from schakel.methods.disclosure.tests.microdata import SIZES, microdata

pytestmark = pytest.mark.pure
SEEDS = (101, 102, 103)
FEW = 3  # attributes of the attacked register; an audit of eight would take the night


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


@pytest.fixture(scope="module", params=SEEDS)
def attacked(request):
    """A register of three attributes of which every table of at most two is published."""
    built = lattice(microdata(500, request.param)[:FEW], SIZES[:FEW], ways=2)
    return built, round_small_counts(built.counts, built.published)


def test_no_small_cell_can_be_found_by_an_audit(attacked):
    built, protected = attacked
    truth = built.published @ built.counts
    small = np.flatnonzero((truth > 0) & (truth < 5))[:60]
    inner = np.flatnonzero(built.counts == 1)[:60]
    assert len(small) > 3
    targets = csr_matrix(
        np.vstack(
            [matrix(built.published)[small].toarray(), identity(len(built.counts)).toarray()[inner]]
        )
    )
    bounds = intervals(built.published @ protected, matrix(built.published), targets)
    assert (bounds[:, 1] - bounds[:, 0] >= 4 - 1e-6).all()
    true = targets @ built.counts
    assert (bounds[:, 0] <= true + 1e-6).all()
    assert (bounds[:, 1] >= true - 1e-6).all()


def test_the_audit_finds_what_is_not_protected(attacked):
    built, _protected = attacked
    truth = built.published @ built.counts
    small = np.flatnonzero((truth > 0) & (truth < 5))[:5]
    bounds = intervals(truth, matrix(built.published), matrix(built.published)[small], base=1)
    assert np.allclose(bounds[:, 0], bounds[:, 1])


def test_solving_the_tables_does_no_better_than_guessing(attacked):
    built, protected = attacked
    unique = built.counts == 1
    solved = lsqr(matrix(built.published), (built.published @ protected).astype(float))[0]
    hits = (np.rint(solved[unique]) == 1).mean()
    guess = max((built.counts[built.counts < 5] == value).mean() for value in (1, 2, 3, 4))
    assert hits <= guess
