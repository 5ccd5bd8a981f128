"""Taking noise out of a noisy table, with what is known of it otherwise; after the noise, so free."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Table = NDArray[np.float64]
Counts = NDArray[np.float64]

# A cell further from what is expected than this many scales is believed as it is.
_BELIEVED = 4.0
# The strength of a relation is judged on cells in which more than so many records are expected.
_ENOUGH = 5.0
# Cells up to so many scales are weighed count by count, in steps of a part of the scale.
_WEIGHED, _STEP = 6.0, 0.25
# Bounds on how much cells may vary around independence, as the shape of a negative binomial.
_LEAST_SHAPE, _MOST_SHAPE = 0.02, 1e4
# No cell of two values that exist is quite impossible; rows can be drawn only where something is left.
_LEAST = 1e-3
_SWEEPS = 30


def smoothed(
    noisy: Table, expected: Table, scale: float, of_rows: Counts, of_columns: Counts
) -> Table:
    """The likely table behind a `noisy` one, with the given sums of rows and columns.

    Before the noise a cell is taken to be a count around what is `expected` under independence (m), with
    variance m + a m^2, a estimated from the table itself (empirical Bayes); what is returned is the mean of
    that negative binomial given the noisy count. A cell far off is believed as it is.
    """
    away = noisy - expected
    known = expected > _ENOUGH
    strength = 0.0
    if known.any():
        surplus = (away**2 - scale**2 - expected)[known].sum()
        strength = max(0.0, float(surplus / (expected[known] ** 2).sum()))
    spread = expected + strength * expected**2
    trust = np.where(np.abs(away) > _BELIEVED * scale, 1.0, spread / (spread + scale**2))
    likely = np.maximum(expected + trust * away, 0)
    low = (expected > 0) & (noisy < _WEIGHED * scale) & (np.abs(away) <= _BELIEVED * scale)
    shape = min(_MOST_SHAPE, max(_LEAST_SHAPE, 1 / strength if strength else _MOST_SHAPE))
    likely[low] = _weighed(noisy[low], expected[low], scale, shape)
    least = np.minimum(_LEAST * expected, _LEAST)
    return fitted(np.maximum(likely, least), of_rows, of_columns)


def _weighed(noisy: Counts, expected: Counts, scale: float, shape: float) -> Counts:
    """The mean count, given the noisy one: every possible count by its probability."""
    highest = (_WEIGHED + _BELIEVED) * scale
    # All small counts, since most cells are nearly empty; then steps, each standing for those around it.
    counts = np.concatenate([np.arange(8.0), np.arange(8, highest, max(1.0, _STEP * scale))])
    width = np.gradient(counts)
    chance = shape / (shape + expected[:, None])
    prior = (
        gammaln(counts + shape)
        - gammaln(shape)
        - gammaln(counts + 1)
        + shape * np.log(chance)
        + counts * np.log1p(-chance)
        + np.log(width)
    )
    weight = prior - (noisy[:, None] - counts) ** 2 / (2 * scale**2)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    mean: Counts = (weight * counts).sum(axis=1) / weight.sum(axis=1)
    return mean


def fitted(table: Table, of_rows: Counts, of_columns: Counts) -> Table:
    """`table` with given sums, by proportional fitting (Deming & Stephan 1940); zeros stay zeros."""
    for _sweep in range(_SWEEPS):
        table = table * _ratio(of_rows, table.sum(axis=1))[:, None]
        table = table * _ratio(of_columns, table.sum(axis=0))
    return table


def _ratio(wanted: Counts, present: Counts) -> Counts:
    return np.divide(wanted, present, out=np.zeros_like(wanted), where=present > 0)
