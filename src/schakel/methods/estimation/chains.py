"""Posterior draws by Markov chains, many side by side, and whether they agree."""

from dataclasses import dataclass

import numpy as np

from schakel.methods.estimation.terms import Floats

# Above this the chains do not tell the same story, and nothing they say may be used.
AGREE = 1.05


@dataclass(frozen=True)
class Posterior:
    """`draws` (c, s): the size of the population in each chain; `disagreement`: Gelman and Rubin's
    R-hat."""

    draws: Floats

    @property
    def disagreement(self) -> float:
        """R-hat of the logarithm, over the halves of every chain; 1 when all agree."""
        return split_r_hat(np.log(self.draws))

    def at(self, *levels: float) -> list[float]:
        """Quantiles of all draws together."""
        return [float(value) for value in np.quantile(self.draws, levels)]


def split_r_hat(draws: Floats) -> float:
    """Gelman and Rubin's potential scale reduction (c, s), each chain in two halves (Gelman et al., BDA3,
    11.4)."""
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, half : 2 * half]])
    within = parts.var(axis=1, ddof=1).mean()
    between = half * parts.mean(axis=1).var(ddof=1)
    if not within > 0:
        return 1.0 if not between > 0 else float("inf")
    return float(np.sqrt(((half - 1) * within / half + between / half) / within))


def poisson_chains(
    design: Floats,
    counts: Floats,
    precision: Floats,
    seed: int,
    chains: int = 64,
    steps: int = 6000,
) -> Floats:
    """Draws (c, s, t) of the parameters of a Poisson log-linear model.

    `design` (n, t), `counts` (n,); `precision` (t,): one over the variance of each parameter's normal
    prior, 0 for a flat one. Random-walk Metropolis with steps in the shape of the curve at the top; the
    first fifth is left out.
    """
    top, curve = _top(design, counts, precision)
    randomness = np.random.default_rng(seed)
    size = design.shape[1]
    shape = np.linalg.cholesky(np.linalg.inv(curve)) * 2.38 / np.sqrt(size)
    here = top + 1.5 * randomness.standard_normal((chains, size)) @ shape.T
    height = _height(design, counts, precision, here)
    kept = np.empty((chains, steps, size))
    for step in range(steps):
        there = here + randomness.standard_normal((chains, size)) @ shape.T
        new = _height(design, counts, precision, there)
        moved = np.log(randomness.random(chains)) < new - height
        here = np.where(moved[:, None], there, here)
        height = np.where(moved, new, height)
        kept[:, step] = here
    return kept[:, steps // 5 :]


def _height(design: Floats, counts: Floats, precision: Floats, parameters: Floats) -> Floats:
    """The logarithm of the posterior (c,), but for a constant."""
    logs = parameters @ design.T
    with np.errstate(over="ignore"):
        return logs @ counts - np.exp(logs).sum(axis=1) - (parameters**2) @ precision / 2


def _top(design: Floats, counts: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """Where the posterior is highest, and its curve there: Newton's method with halved steps."""
    near = counts + 0.5
    curve = (design.T * near) @ design + np.diag(precision)
    here = np.linalg.solve(curve, design.T @ (near * np.log(near))).astype(float)
    for _ in range(100):
        means = np.exp(design @ here)
        curve = (design.T * means) @ design + np.diag(precision)
        step = np.linalg.solve(curve, design.T @ (counts - means) - precision * here)
        steps = step * 0.5 ** np.arange(20)[:, None]
        # The longest part of the step that does not lead down; rounding alone may look like it.
        height = _height(design, counts, precision, here[None, :])[0]
        up = _height(design, counts, precision, here + steps) >= height - 1e-9 * abs(height)
        here = here + steps[int(up.argmax())]
        if np.abs(design @ step).max() < 1e-9:
            break
    return here, curve
