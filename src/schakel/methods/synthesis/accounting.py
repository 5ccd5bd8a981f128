"""What a release costs: zero-concentrated differential privacy, stated as (epsilon, delta).

Two registers are neighbours when one has one record more. A mechanism that adds discrete Gaussian noise
of scale s to counts of which one record changes at most one, is rho-zCDP for rho = 1 / (2 s^2), and costs
of mechanisms on the same register add up (Bun & Steinke 2016; Canonne, Kamath & Steinke 2020).

How epsilons add up here: rho(epsilon) at a fixed delta is convex and zero at zero, so releases that cost
epsilon_1 and epsilon_2 each cost together at most epsilon_1 + epsilon_2 at the same delta. A ledger may
therefore simply add epsilons. Of the delta, one half is for this conversion, once for the whole lifetime;
the other half is for naming values (`domains`), in proportion to the epsilon of each release.
"""

import math
from dataclasses import dataclass
from functools import cache

# What a register may lose in its whole life.
LIFETIME_EPSILON = 4.0
LIFETIME_DELTA = 1e-6
_FOR_CONVERSION = 0.5
# Halvings and thirdings: far beyond what a fraction of 64 bits can tell apart.
_STEPS = 100


class BudgetError(ValueError):
    """More privacy is asked than there is; the message says what is left."""


@dataclass(frozen=True)
class Budget:
    """The cost of one release, and how it is divided over what is measured (fractions of rho)."""

    epsilon: float
    delta: float = LIFETIME_DELTA
    for_rows: float = 0.04
    for_values: float = 0.24
    for_choice: float = 0.04

    def __post_init__(self) -> None:
        if not 0 < self.epsilon <= LIFETIME_EPSILON:
            raise BudgetError(
                f"epsilon must be above 0 and at most {LIFETIME_EPSILON:g}: that is what a register may "
                "lose in its whole life."
            )
        if not 1e-12 <= self.delta <= LIFETIME_DELTA:
            raise BudgetError(f"delta must be between 1e-12 and {LIFETIME_DELTA:g}.")

    @property
    def rho(self) -> float:
        """What all measurements together may cost."""
        return rho_of(self.epsilon, self.delta * _FOR_CONVERSION)

    @property
    def delta_for_values(self) -> float:
        """The chance that may be taken that a value is named because of one record."""
        return self.delta * (1 - _FOR_CONVERSION) * self.epsilon / LIFETIME_EPSILON

    @property
    def rho_rows(self) -> float:
        return self.rho * self.for_rows

    @property
    def rho_values(self) -> float:
        return self.rho * self.for_values

    @property
    def rho_choice(self) -> float:
        return self.rho * self.for_choice

    @property
    def rho_pairs(self) -> float:
        return self.rho * (1 - self.for_rows - self.for_values - self.for_choice)


def scale_of(rho: float, tables: int = 1) -> float:
    """The scale of the noise when `tables` tables share `rho` evenly, each changed in one cell by one."""
    return math.sqrt(tables / (2 * rho))


def epsilon_of(rho: float, delta: float) -> float:
    """The epsilon of a rho-zCDP mechanism at `delta` (Canonne, Kamath & Steinke 2020, proposition 12).

    The smallest over alpha of rho alpha + log(1 / (alpha delta)) / (alpha - 1) + log(1 - 1 / alpha).
    """

    def at(log_excess: float) -> float:
        excess = math.exp(log_excess)
        alpha = 1 + excess
        return rho * alpha - math.log(alpha * delta) / excess + math.log(excess / alpha)

    low, high = math.log(1e-3), math.log(1e6)
    for _step in range(_STEPS):
        third = (high - low) / 3
        if at(low + third) < at(high - third):
            high -= third
        else:
            low += third
    return max(0.0, at((low + high) / 2))


@cache
def rho_of(epsilon: float, delta: float) -> float:
    """The largest rho that costs no more than `epsilon` at `delta`; 0 for an epsilon of 0."""
    low, high = 0.0, epsilon
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if epsilon_of(middle, delta) <= epsilon:
            low = middle
        else:
            high = middle
    return low
