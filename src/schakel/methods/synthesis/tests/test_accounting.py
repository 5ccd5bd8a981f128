"""What a release costs, held against OpenDP and against the definition."""

import math

import opendp.prelude as dp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.synthesis.accounting import (
    Budget,
    BudgetError,
    epsilon_of,
    rho_of,
    scale_of,
)
from schakel.methods.synthesis.noise import threshold

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("scale", [1.0, 1.27, 3.0, 20.0])
@pytest.mark.parametrize("delta", [5e-7, 1e-6])
def test_the_conversion_is_that_of_opendp(scale: float, delta: float) -> None:
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64")
    mechanism = dp.c.make_zCDP_to_approxDP(dp.m.make_gaussian(*space, scale=scale))
    expected = mechanism.map(1.0).epsilon(delta)
    assert epsilon_of(1 / (2 * scale**2), delta) == pytest.approx(expected, rel=1e-4)


@given(st.floats(0.05, 4), st.floats(0.05, 4))
@settings(max_examples=30, deadline=None)
def test_epsilons_of_releases_may_be_added(one: float, other: float) -> None:
    """What the ledger relies on: two releases cost no more than the sum of their epsilons."""
    delta = 5e-7
    together = epsilon_of(rho_of(one, delta) + rho_of(other, delta), delta)
    assert together <= one + other + 1e-6


@given(st.floats(0.05, 4), st.floats(1e-9, 1e-6))
@settings(max_examples=30, deadline=None)
def test_the_parts_of_a_budget_are_no_more_than_the_whole(epsilon: float, delta: float) -> None:
    budget = Budget(epsilon, delta)
    parts = budget.rho_rows + budget.rho_values + budget.rho_choice + budget.rho_pairs
    assert parts <= budget.rho * (1 + 1e-12)
    assert epsilon_of(budget.rho, delta / 2) <= epsilon * (1 + 1e-9)
    assert budget.delta_for_values <= delta / 2


@pytest.mark.parametrize("epsilon", [0, -1, 4.01, math.nan, math.inf])
def test_more_than_a_lifetime_is_refused(epsilon: float) -> None:
    with pytest.raises(BudgetError, match="at most 4"):
        Budget(epsilon)


def test_a_smaller_delta_is_possible_and_a_larger_one_is_not() -> None:
    assert Budget(4, 1e-9).rho < Budget(4).rho
    with pytest.raises(BudgetError, match="delta"):
        Budget(4, 1e-5)


@pytest.mark.parametrize("scale", [0.5, 4.0, 9.3])
def test_the_threshold_is_passed_by_one_record_with_at_most_the_chance_that_is_taken(
    scale: float,
) -> None:
    chance, lowest = 4e-8, threshold(scale, 4e-8)
    # The discrete Gaussian itself, summed over all integers that matter.
    reach = range(-int(12 * scale) - 40, int(12 * scale) + 40)
    weights = {step: math.exp(-(step**2) / (2 * scale**2)) for step in reach}
    passed = sum(weight for step, weight in weights.items() if 1 + step >= lowest)
    assert passed / sum(weights.values()) <= chance
    assert scale_of(1 / (2 * scale**2)) == pytest.approx(scale)
