"""Bayesian thresholding: pairs of lists whose dependence the data do not show are left out.

Silverman ("Multiple-systems analysis for the quantification of modern slavery", JRSS A 183, 2020, section
6): the model with every pair is fitted with a flat prior for the lists and a normal one for the pairs; a
pair stays when its posterior mean is at least two standard deviations from zero; what stays is fitted
again.
"""

from dataclasses import dataclass

import numpy as np

from schakel.methods.estimation.chains import Posterior, poisson_chains
from schakel.methods.estimation.terms import Flags, Floats, Space

THRESHOLD = 2.0
VARIANCE = 1.0


@dataclass(frozen=True)
class Thresholded:
    """`model` (t,): what stayed; `strength` (t,): mean over deviation, 0 for what is no pair;
    `posterior`."""

    model: Flags
    strength: Floats
    posterior: Posterior


def threshold(
    space: Space,
    counts: Floats,
    seed: int,
    limit: float = THRESHOLD,
    variance: float = VARIANCE,
) -> Thresholded:
    """Choose the pairs by their posterior on `counts` (c,), and draw everybody's number from what is
    left."""
    pairs = space.orders == 2
    everything = space.main | pairs
    draws = _draws(space, counts, everything, seed, variance)
    flat = draws.reshape(-1, draws.shape[2])
    strength = np.zeros(len(space.terms))
    strength[everything] = np.abs(flat.mean(axis=0)) / flat.std(axis=0)
    model = space.main | (pairs & (strength >= limit))
    unseen = np.exp(_draws(space, counts, model, seed + 1, variance)[:, :, 0])
    return Thresholded(model, np.where(pairs, strength, 0.0), Posterior(counts.sum() + unseen))


def _draws(space: Space, counts: Floats, model: Flags, seed: int, variance: float) -> Floats:
    precision = np.where(space.orders[model] == 2, 1 / variance, 0.0)
    return poisson_chains(space.design[:, model], counts, precision, seed)
