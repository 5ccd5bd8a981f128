"""The judge sees each kind of fault; a verdict that always passes would protect nobody."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from schakel.methods.disclosure.checks import check
from schakel.methods.disclosure.matrices import design

pytestmark = pytest.mark.pure
DESIGN = design(csr_matrix(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])))
TRUE = np.array([3, 0, 20])


def test_a_sound_table_passes_and_its_errors_are_named():
    verdict = check(TRUE, np.array([5, 0, 20]), DESIGN)
    assert verdict.passed
    assert (verdict.mean_error, verdict.largest_error, verdict.total_error) == (1.0, 2, 2)
    assert (verdict.small_before, verdict.changed_cells, verdict.published_cells) == (1, 2, 4)


@pytest.mark.parametrize(
    ("protected", "shown", "fault"),
    [
        ([3, 0, 20], None, "small_cells"),
        ([5, 0, 20], [5, 0, 20, 24], "broken_sums"),
        ([5, 0, 21], None, "off_base"),
        ([0, 5, 20], None, "revived_zeros"),
        ([6, 0, 20], None, "off_base"),
    ],
)
def test_each_fault_is_seen(protected, shown, fault):
    verdict = check(
        TRUE, np.array(protected), DESIGN, shown=None if shown is None else np.array(shown)
    )
    assert getattr(verdict, fault) > 0
    assert not verdict.passed
