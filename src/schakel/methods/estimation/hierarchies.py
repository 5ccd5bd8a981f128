"""All hierarchical models, and the one that describes the counts best by BIC.

Silverman, Chan and Vincent ("Bootstrapping multiple systems estimates to account for model selection",
Statistics and Computing 34, 2024): every hierarchical model with all lists and terms of up to a given
order is fitted; those without an estimate, or with many, are left out; the smallest BIC gives the
estimate; a bootstrap chooses anew for each draw among the models that were best on the data themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from schakel.methods.estimation.existence import sound
from schakel.methods.estimation.fitting import Fits, fit
from schakel.methods.estimation.terms import Flags, Floats, Space, Whole

# By the number of lists: the highest order of a term, and how many of the best models a draw chooses from.
ORDERS = {2: 1, 3: 2, 4: 3, 5: 3, 6: 2}
BEST = {2: 0, 3: 0, 4: 20, 5: 100, 6: 100}  # 0: all
MOST_LISTS = 6
_BATCH = 2000


@dataclass(frozen=True)
class Ranked:
    """Admissible models, best first: `models` (m, t), `bic` (m,), `estimates` (m,) of everybody,
    `parameters` (m, t)."""

    models: Flags
    bic: Floats
    estimates: Floats
    parameters: Floats
    considered: int


def hierarchical(space: Space) -> Iterator[Flags]:
    """Every hierarchical model with all lists, each once.

    A term may be in a model when every set of one list fewer is; so models grow order by order.
    """
    grown = [space.main.copy()]
    yield space.main.copy()
    for order in range(2, space.order + 1):
        terms = np.flatnonzero(space.orders == order)
        next_grown = []
        for model in grown:
            for chosen in _choices(_allowed(space, model, terms)):
                larger = model.copy()
                larger[list(chosen)] = True
                yield larger
                next_grown.append(larger)
        grown = next_grown


def _allowed(space: Space, model: Flags, terms: Whole) -> list[int]:
    inside = set(space.terms[model].tolist())
    return [place for place in terms.tolist() if _faces(int(space.terms[place])) <= inside]


def _faces(term: int) -> set[int]:
    """The sets of one list fewer."""
    return {term & ~(1 << bit) for bit in range(term.bit_length()) if term >> bit & 1}


def _choices(places: list[int]) -> Iterator[tuple[int, ...]]:
    """Every choice of at least one of `places`."""
    for number in range(1, 1 << len(places)):
        yield tuple(place for bit, place in enumerate(places) if number >> bit & 1)


def rank(space: Space, counts: Floats) -> Ranked:
    """Every admissible model of this space on `counts` (c,), best first. ValueError with too many lists."""
    if space.lists > MOST_LISTS:
        raise ValueError(
            f"there are too many models of more than {MOST_LISTS} lists to try them all"
        )
    models = np.array(list(hierarchical(space)))
    parts = [
        _ranked(space, counts, models[at : at + _BATCH]) for at in range(0, len(models), _BATCH)
    ]
    good, bic, estimates, parameters = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    models, bic, estimates, parameters = models[good], bic[good], estimates[good], parameters[good]
    # Of two models that describe the counts equally well the smaller is named.
    order = np.lexsort((models.sum(axis=1), bic.round(9)))
    return Ranked(models[order], bic[order], estimates[order], parameters[order], len(good))


def _ranked(space: Space, counts: Floats, models: Flags) -> tuple[Flags, Floats, Floats, Floats]:
    tables = np.tile(counts, (len(models), 1))
    fits = fit(space, tables, models)
    good = sound(space, tables, models, fits)
    return good, bic(tables, models, fits), counts.sum() + fits.unseen, fits.parameters


def bic(counts: Floats, models: Flags, fits: Fits) -> Floats:
    """(b,): Schwarz's criterion of each fit; the sample is the people seen, and minus infinity counts
    too."""
    likelihood = (xlogy(counts, fits.means) - fits.means - gammaln(counts + 1)).sum(axis=1)
    return models.sum(axis=1) * np.log(counts.sum(axis=1)) - 2 * likelihood


def aic(ranked: Ranked, people: int) -> Floats:
    """(m,): Akaike's criterion of each model, for `people` seen."""
    found: Floats = ranked.bic - ranked.models.sum(axis=1) * (np.log(people) - 2)
    return found


def weights(criterion: Floats) -> Floats:
    """(m,): how much each model weighs among all by a criterion; they add up to 1."""
    found: Floats = np.exp(-(criterion - criterion.min()) / 2)
    return found / found.sum()


def best_of(space: Space, ranked: Ranked, most: int) -> "Best":
    """An estimator that chooses anew among the `most` best models; 0 for all."""
    top = slice(0, most or None)
    return Best(space, ranked.models[top], ranked.parameters[top])


@dataclass(frozen=True)
class Best:
    """Chooses for each table the best of `models` (m, t) by BIC; begins at `parameters` (m, t)."""

    space: Space
    models: Flags
    parameters: Floats

    def __call__(self, counts: Floats) -> Floats:
        """Counts (b, c) to estimates (b,); infinite where no model has one."""
        found = np.full(len(counts), np.inf)
        lowest = np.full(len(counts), np.inf)
        for model, parameters in zip(self.models, self.parameters, strict=True):
            models = np.tile(model, (len(counts), 1))
            fits = fit(self.space, counts, models, np.tile(parameters, (len(counts), 1)))
            score = np.where(
                sound(self.space, counts, models, fits), bic(counts, models, fits), np.inf
            )
            better = score < lowest
            found[better] = counts[better].sum(axis=1) + fits.unseen[better]
            lowest[better] = score[better]
        return found
