"""Latent classes: people differ in how likely each list is to see them, in ways nobody wrote down.

Manrique-Vallier ("Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72,
2016): within a class lists are independent; the classes, up to a limit, follow a stick-breaking prior. A
check on other methods, not an estimate to publish alone: on sparse lists the chains often disagree, and
then nothing may be read from them.
"""

import numpy as np

from schakel.methods.estimation.chains import Posterior
from schakel.methods.estimation.terms import Floats, Whole

CLASSES = 10
# The gamma prior of the concentration: shape and rate, those of the paper.
_SHAPE, _RATE = 0.25, 0.25
_SMALL = 1e-12
# The shares of the people in view that the first and the last chain begin with.
_IN_VIEW = (0.9, 0.05)


def classes(
    counts: Floats,
    lists: int,
    seed: int,
    chains: int = 8,
    steps: int = 10_000,
    most: int = CLASSES,
) -> Posterior:
    """Draws of everybody's number from `counts` (c,), the cells of so many lists; the first half is left
    out.

    People on no list are drawn along with the rest, with a prior of one over everybody's number.
    """
    return _Sampler(counts, lists, seed, chains, most).run(steps)


class _Sampler:
    """Gibbs sampling, all chains at once."""

    def __init__(self, counts: Floats, lists: int, seed: int, chains: int, most: int) -> None:
        cells = np.flatnonzero(counts)
        self.counts = counts[cells].astype(np.int64)
        self.on = ((cells[:, None] + 1) >> np.arange(lists) & 1).astype(bool)
        self.randomness = np.random.default_rng(seed)
        self.people = int(self.counts.sum())
        # Every chain begins as if another share of the people were in view, from nearly all to one in twenty.
        sizes = self.counts @ self.on / self.people
        view = np.geomspace(*_IN_VIEW, chains)[:, None, None]
        blur = self.randomness.uniform(0.5, 1.5, (chains, most, lists))
        self.chance = np.clip(sizes * view * blur, _SMALL, 0.95)
        self.share = self.randomness.dirichlet(np.ones(most), chains)
        self.concentration = np.full(chains, 1.0)

    def run(self, steps: int) -> Posterior:
        kept = []
        for step in range(steps):
            unseen = self._step()
            if step >= steps // 2:
                kept.append(self.people + unseen)
        return Posterior(np.array(kept, dtype=float).T)

    def _step(self) -> Whole:
        seen = self._seen_by_class()
        unseen, missed = self._unseen_by_class()
        self._draw_chances(seen, missed)
        self._draw_shares(seen.sum(axis=1) + missed)
        return unseen

    def _seen_by_class(self) -> Whole:
        """(chains, cells, classes): the people of each cell dealt out over the classes."""
        present = np.log(self.chance)[:, None] * self.on[None, :, None, :]
        absent = np.log1p(-self.chance)[:, None] * ~self.on[None, :, None, :]
        logs = (present + absent).sum(axis=3) + np.log(self.share)[:, None, :]
        logs -= logs.max(axis=2, keepdims=True)
        weights = np.exp(logs)
        weights /= weights.sum(axis=2, keepdims=True)
        return self.randomness.multinomial(self.counts[None, :], weights)

    def _unseen_by_class(self) -> tuple[Whole, Whole]:
        """(chains,) and (chains, classes): the people on no list."""
        weights = self.share * np.prod(1 - self.chance, axis=2)
        missing = weights.sum(axis=1)
        unseen = self.randomness.negative_binomial(self.people, np.clip(1 - missing, _SMALL, 1))
        return unseen, self.randomness.multinomial(unseen, weights / missing[:, None])

    def _draw_chances(self, seen: Whole, missed: Whole) -> None:
        """How likely each list is to see somebody of each class; a flat prior."""
        on = np.einsum("ack,cl->akl", seen, self.on)
        everybody = (seen.sum(axis=1) + missed)[:, :, None]
        drawn = self.randomness.beta(1 + on, 1 + everybody - on)
        self.chance = np.clip(drawn, _SMALL, 1 - _SMALL)

    def _draw_shares(self, members: Whole) -> None:
        """The sizes of the classes by breaking a stick, and how readily it breaks."""
        later = members[:, ::-1].cumsum(axis=1)[:, ::-1] - members
        breaks = self.randomness.beta(
            1 + members[:, :-1], self.concentration[:, None] + later[:, :-1]
        )
        breaks = np.clip(breaks, _SMALL, 1 - _SMALL)
        left = np.cumprod(1 - breaks, axis=1)
        rest = np.concatenate([np.ones((len(left), 1)), left], axis=1)
        self.share = np.maximum(
            np.concatenate([breaks, np.ones((len(left), 1))], axis=1) * rest, _SMALL
        )
        rate = _RATE - np.log(1 - breaks).sum(axis=1)
        self.concentration = self.randomness.gamma(_SHAPE + breaks.shape[1], 1 / rate)
