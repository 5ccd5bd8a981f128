"""One model over lists and traits of people, such as sex and year: estimates by group that add up.

In the manner of Van Dijk, Cruyff, Van der Heijden and Kragten-Heerdink ("Monitoring Target 16.2", UNODC
2017; Cruyff, Van Dijk and Van der Heijden, Chance 30(3), 2017) for the Dutch estimates: a Poisson
log-linear model with lists and traits as factors, all main effects, and interactions of two, taken in
forward while BIC falls. Their software takes in what lowers the criterion, also where the estimate does not
exist, and then returns numbers of any size; here every model is first held against the check of existence
(Fienberg and Rinaldo 2012) and of uniqueness, and is set aside where it fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

import numpy as np
from scipy.special import gammaln, xlogy

from schakel.methods.estimation.estimating import Estimate
from schakel.methods.estimation.existence import Trouble, has_top
from schakel.methods.estimation.records import Records
from schakel.methods.estimation.terms import Flags, Floats, Whole

# More cells than these are no table any more, and take minutes.
MOST_CELLS = 20_000
DRAWS = 200
_SETTLED, _STEPS, _LONGEST = 1e-7, 60, 5.0
Pair = tuple[int, int]


class CovariatesError(ValueError):
    """These records cannot be worked with; the message says why."""


@dataclass(frozen=True)
class Group:
    """People by one trait: who they are, how many were seen, and how many there are (95 % limits)."""

    trait: str
    code: str
    observed: int
    estimate: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Fitted:
    """What came of it. `model`: the interactions, as pairs of names; `set_aside`: those that would have
    lowered BIC, but of which the estimate does not exist or is not unique. `exists`: of the model itself."""

    observed: int
    estimate: float
    interval: tuple[float, float]
    groups: tuple[Group, ...]
    model: tuple[tuple[str, str], ...]
    set_aside: tuple[tuple[str, str], ...]
    exists: bool
    bic: float


def as_estimate(found: Fitted, group: Group | None = None) -> Estimate:
    """The whole, or one group, as every other method answers; so that the same rules of honesty hold."""
    part = group or found
    return Estimate(
        method="covariates",
        observed=part.observed,
        estimate=part.estimate,
        interval=part.interval,
        terms=found.model,
        model=", ".join("×".join(pair) for pair in found.model),
        trouble=Trouble.NONE if found.exists else Trouble.NO_ESTIMATE,
        bic=found.bic,
    )


@dataclass(frozen=True)
class _Factors:
    """Every cell that can be (histories of lists x combinations of traits), the unseen ones last."""

    lists: tuple[str, ...]
    traits: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]

    @cached_property
    def combinations(self) -> list[tuple[int, ...]]:
        return list(product(*(range(len(one)) for one in self.levels)))

    @cached_property
    def factors(self) -> list[Floats]:
        """For each list and trait, its columns (cells, levels - 1)."""
        histories = np.array([*range(1, 1 << len(self.lists)), 0])
        many = len(self.combinations)
        cell = np.repeat(histories, many)
        chosen = np.tile(
            np.array(self.combinations, dtype=int).reshape(many, -1), (len(histories), 1)
        )
        columns: list[Floats] = [
            (cell >> at & 1).astype(float)[:, None] for at in range(len(self.lists))
        ]
        for place, codes in enumerate(self.levels):
            columns.append((chosen[:, place, None] == np.arange(1, len(codes))).astype(float))
        return columns

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.lists, *self.traits)

    @property
    def unseen(self) -> int:
        """How many cells, at the end, nobody can be seen in."""
        return len(self.combinations)

    def design(self, pairs: Sequence[Pair]) -> Floats:
        """(cells, parameters) of the model with these interactions."""
        parts = [np.ones((len(self.factors[0]), 1)), *self.factors]
        for one, two in pairs:
            block = self.factors[one][:, :, None] * self.factors[two][:, None, :]
            parts.append(block.reshape(len(block), -1))
        return np.concatenate(parts, axis=1)


@dataclass(frozen=True)
class _Fit:
    means: Floats
    bic: float
    exists: bool
    used: Flags = field(repr=False)


def estimate(records: Records, seed: int = 3, draws: int = DRAWS) -> Fitted:
    """Choose a model for `records` by BIC and estimate everybody, by each trait too.

    The interval draws people again from what was observed, `draws` times, and fits the chosen model; the
    choice is not repeated, so that it is too narrow rather than too wide. CovariatesError with no trait, or
    more cells than can be told apart.
    """
    factors, counts = _tabled(records)
    pairs, aside = _choose(factors, counts)
    found = _fit(factors.design(pairs), counts, factors.unseen)
    drawn = _drawn(factors, pairs, counts, seed, draws) if found.exists else np.zeros((0, 0))
    groups = []
    for place, trait in enumerate(factors.traits):
        for level, code in enumerate(factors.levels[place]):
            here = np.array([one[place] == level for one in factors.combinations])
            groups.append(_group(trait, code, here, counts, found, factors.unseen, drawn))
    whole = _group(
        "", "", np.ones(factors.unseen, dtype=bool), counts, found, factors.unseen, drawn
    )
    named = factors.names
    return Fitted(
        observed=whole.observed,
        estimate=whole.estimate if found.exists else float("inf"),
        interval=whole.interval,
        groups=tuple(groups),
        model=tuple((named[one], named[two]) for one, two in pairs),
        set_aside=tuple((named[one], named[two]) for one, two in aside),
        exists=found.exists,
        bic=found.bic,
    )


def _tabled(records: Records) -> tuple[_Factors, Floats]:
    if not records.traits:
        raise CovariatesError("name at least one trait; without, take another method")
    levels = tuple(records.codes(trait) for trait in records.traits)
    factors = _Factors(records.lists, records.traits, levels)
    cells = (1 << len(records.lists)) * len(factors.combinations)
    if cells > MOST_CELLS:
        raise CovariatesError(
            f"lists and traits make {cells:,} combinations, more than {MOST_CELLS:,}; take fewer traits"
        )
    place = {
        tuple(codes[level] for codes, level in zip(levels, one, strict=True)): at
        for at, one in enumerate(factors.combinations)
    }
    counts = np.zeros(((1 << len(records.lists)) - 1) * factors.unseen)
    for cell, codes, people in records.rows:
        if cell:
            counts[(cell - 1) * factors.unseen + place[codes]] += people
    return factors, counts


def _choose(factors: _Factors, counts: Floats) -> tuple[list[Pair], list[Pair]]:
    """Interactions, forward by BIC; and those that were set aside since no estimate exists with them."""
    pairs: list[Pair] = []
    aside: list[Pair] = []
    best = _fit(factors.design(pairs), counts, factors.unseen).bic
    left = list(combinations(range(len(factors.names)), 2))
    while left:
        tried = [
            (_fit(factors.design([*pairs, pair]), counts, factors.unseen), pair) for pair in left
        ]
        lower = sorted((fit.bic, pair, fit.exists) for fit, pair in tried if fit.bic < best)
        aside += [pair for _bic, pair, exists in lower if not exists]
        good = [(bic, pair) for bic, pair, exists in lower if exists]
        if not good:
            break
        best, taken = good[0]
        pairs.append(taken)
        left = [pair for pair in left if pair != taken and pair not in aside]
    return pairs, aside


def _fit(design: Floats, counts: Floats, unseen: int, start: Floats | None = None) -> _Fit:
    """One model on one table. Parameters that nobody meets are minus infinity: their cells are taken
    out, those that nobody can be seen in too."""
    seen = design[: len(counts)]
    empty: Flags = np.asarray(counts @ seen == 0)
    gone: Flags = np.asarray((design[:, empty] > 0).any(axis=1))
    kept, used = ~gone[: len(counts)], ~empty
    inside = seen[kept][:, used]
    parameters, settled = _newton(inside, counts[kept])
    means = np.where(gone, 0.0, np.exp(np.clip(design[:, used] @ parameters, -700, 700)))
    likelihood = (
        xlogy(counts, means[: len(counts)]) - means[: len(counts)] - gammaln(counts + 1)
    ).sum()
    bic = design.shape[1] * np.log(counts.sum()) - 2 * likelihood
    unique = np.linalg.matrix_rank(inside) == inside.shape[1]
    exists = bool(unique and (settled or has_top(inside, counts[kept] > 0)))
    return _Fit(means, float(bic), exists, used)


def _newton(design: Floats, counts: Floats) -> tuple[Floats, bool]:
    """Parameters at the top of the likelihood, and whether Newton came to rest there."""
    near = np.log(counts + 0.1)
    weights = counts + 0.1
    parameters = np.linalg.lstsq(design * np.sqrt(weights)[:, None], near * np.sqrt(weights))[0]
    height = -np.inf
    for _step in range(_STEPS):
        logs = np.clip(design @ parameters, -700, 700)
        means = np.exp(logs)
        curve = design.T @ (design * means[:, None])
        try:
            step = np.linalg.solve(curve, design.T @ (counts - means))
        except np.linalg.LinAlgError:
            return parameters, False
        reach = float(np.abs(design @ step).max(initial=0.0))
        step /= max(1.0, reach / _LONGEST)
        height = float(counts @ logs - means.sum())
        while _height(design, counts, parameters + step) < height - 1e-9 * (1 + abs(height)):
            step /= 2
        parameters = parameters + step
        if reach < _SETTLED:
            return parameters, True
    return parameters, False


def _height(design: Floats, counts: Floats, parameters: Floats) -> float:
    logs = np.clip(design @ parameters, -700, 700)
    return float(counts @ logs - np.exp(logs).sum())


def _drawn(
    factors: _Factors, pairs: Sequence[Pair], counts: Floats, seed: int, draws: int
) -> Floats:
    """(draws, combinations): everybody of each combination of traits, in tables drawn from this one."""
    design, people = factors.design(pairs), int(counts.sum())
    randomness = np.random.default_rng(seed)
    found = np.zeros((draws, factors.unseen))
    for place in range(draws):
        table = randomness.multinomial(people, counts / people).astype(float)
        fit = _fit(design, table, factors.unseen)
        seen = table.reshape(-1, factors.unseen).sum(axis=0)
        found[place] = seen + fit.means[-factors.unseen :] if fit.exists else np.inf
    return found


def _group(
    trait: str, code: str, here: Flags, counts: Floats, fit: _Fit, unseen: int, drawn: Floats
) -> Group:
    observed = int(counts.reshape(-1, unseen)[:, here].sum())
    total = observed + float(fit.means[-unseen:][here].sum())
    limits = (float("nan"), float("nan"))
    if len(drawn):
        values = np.sort(drawn[:, here].sum(axis=1))
        low, high = (_at(values, level) for level in (0.025, 0.975))
        limits = (low, high)
    return Group(trait, code, observed, total if fit.exists else float("inf"), limits)


def _at(values: Floats, level: float) -> float:
    """A quantile that is infinite where its draw is."""
    place: Whole = np.array([level * (len(values) - 1)])
    low, high = values[int(np.floor(place[0]))], values[int(np.ceil(place[0]))]
    return float(low if low == high else low + (place[0] - np.floor(place[0])) * (high - low))
