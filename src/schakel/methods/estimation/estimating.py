"""One way to ask for an estimate, whatever the method, and one kind of answer."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field, replace

import numpy as np

from schakel.methods.estimation import bounds
from schakel.methods.estimation.bootstrap import REPLICATES, Bootstrap, Estimator, Told, bca
from schakel.methods.estimation.existence import Trouble, sound, trouble
from schakel.methods.estimation.fitting import fit
from schakel.methods.estimation.graphs import average
from schakel.methods.estimation.hierarchies import BEST, ORDERS, best_of, rank
from schakel.methods.estimation.latent import classes
from schakel.methods.estimation.stepwise import THRESHOLD, stepwise
from schakel.methods.estimation.tables import Table
from schakel.methods.estimation.terms import Flags, Floats, Space, generators, named, written
from schakel.methods.estimation.thresholding import threshold as bayesian_threshold

# Any other would do as well; it is written beside every estimate.
SEED = 3
_NAN = float("nan")


@dataclass(frozen=True)
class Asked:
    """How to estimate: see `estimate`."""

    replicates: int = REPLICATES
    seed: int = SEED
    threshold: float = THRESHOLD
    told: Told | None = None
    # Batches of draws made before, by number (`bootstrap.bca`), and by how many processes new ones are made.
    kept: MutableMapping[int, Floats] | None = None
    processes: int = 1


@dataclass(frozen=True)
class Estimate:
    """Everybody, seen and unseen: what every method answers.

    `estimate` and `interval` (95 %) count people; not a number where there is none. `terms`: the model,
    as sets of list names, without those in larger ones; `model` as statisticians write it. `trouble`:
    whether it exists and is unique. `acceleration`, `limits` and `without` come of a bootstrap
    (`without`: replicates that had no estimate); `disagreement` is R-hat of Markov chains. `rivals`:
    other models with their distance in BIC and their estimate.
    """

    method: str
    observed: int
    estimate: float
    interval: tuple[float, float] = (_NAN, _NAN)
    terms: tuple[tuple[str, ...], ...] = ()
    model: str = ""
    trouble: Trouble = Trouble.NONE
    acceleration: float | None = None
    limits: dict[float, float] = field(default_factory=dict)
    replicates: int = 0
    without: int = 0
    disagreement: float | None = None
    considered: int | None = None
    admissible: int | None = None
    bic: float | None = None
    rivals: tuple[tuple[str, float, float], ...] = ()

    @property
    def ratio(self) -> float:
        """How many people there are for each one that was seen."""
        return self.estimate / self.observed


def estimate(table: Table, method: str = "stepwise", asked: Asked | None = None) -> Estimate:
    """Estimate how many people there are, those on no list included.

    `method`: one of `METHODS`. `asked.replicates`: bootstrap draws, 0 for no interval; `seed`: the same
    seed gives the same answer; `threshold`: of stepwise choice. ValueError for an unknown method, fewer
    than two lists, or more lists than the method can take.
    """
    asked = asked or Asked()
    found = prepare(table, method, asked)
    if found.estimator is None or not asked.replicates:
        return found.point
    drawn = bca(
        table.counts,
        found.estimator,
        asked.replicates,
        asked.seed,
        asked.told,
        asked.kept,
        asked.processes,
    )
    return drawn_about(found.point, drawn)


@dataclass(frozen=True)
class Prepared:
    """An estimate before any draw, and what to make of each draw; None where there is no interval to
    draw."""

    point: Estimate
    estimator: Estimator | None = None


def prepare(table: Table, method: str = "stepwise", asked: Asked | None = None) -> Prepared:
    """The first part of `estimate`, for whoever makes the draws in parts. Raises what `estimate` raises."""
    if method not in METHODS:
        raise ValueError(f"there is no method {method}; there are {', '.join(METHODS)}")
    if table.lists < 2:
        raise ValueError("an estimate takes at least two lists that differ")
    found = METHODS[method](table, asked or Asked())
    return Prepared(found.point) if found.point.trouble else found


def drawn_about(point: Estimate, drawn: Bootstrap) -> Estimate:
    """The estimate with what its draws say."""
    return replace(
        point,
        interval=drawn.interval,
        acceleration=drawn.acceleration,
        limits=drawn.limits,
        replicates=len(drawn.replicates),
        without=drawn.without,
    )


def _model(space: Space, table: Table, chosen: Flags) -> dict[str, object]:
    terms = tuple(
        tuple(named(table.names, term))
        for term in generators(space, chosen)
        if term.bit_count() > 1
    )
    return {"terms": terms, "model": written(space, chosen)}


@dataclass(frozen=True)
class _Stepwise:
    """Chooses a model for each draw; begins at the parameters of independent lists."""

    space: Space
    threshold: float
    start: Floats

    def __call__(self, counts: Floats) -> Floats:
        chosen = stepwise(self.space, counts, self.threshold, self.start)
        return np.where(chosen.sound, counts.sum(axis=1) + chosen.fits.unseen, np.inf)


def _stepwise(table: Table, asked: Asked) -> Prepared:
    space = Space(table.lists)
    found = stepwise(space, table.counts[None, :], asked.threshold)
    start = fit(space, table.counts[None, :], space.main[None, :]).parameters[0]
    point = Estimate(
        method="stepwise",
        observed=table.observed,
        estimate=table.observed + float(found.fits.unseen[0]),
        trouble=trouble(space, table.counts, found.models[0]),
        **_model(space, table, found.models[0]),  # type: ignore[arg-type]
    )
    return Prepared(point, _Stepwise(space, asked.threshold, start))


def _independence(table: Table, asked: Asked) -> Prepared:
    space = Space(table.lists)
    fits = fit(space, table.counts[None, :], space.main[None, :])
    point = Estimate(
        method="independence",
        observed=table.observed,
        estimate=table.observed + float(fits.unseen[0]),
        interval=bounds.independence(space, table.counts),
        trouble=trouble(space, table.counts, space.main),
        **_model(space, table, space.main),  # type: ignore[arg-type]
    )
    return Prepared(point)


def _chao(table: Table, asked: Asked) -> Prepared:
    bound = bounds.chao(Space(table.lists), table.counts)
    return Prepared(Estimate("chao", table.observed, bound.estimate, (bound.low, bound.high)))


def _bic(table: Table, asked: Asked) -> Prepared:
    if table.lists not in ORDERS:
        raise ValueError(f"the method bic takes at most {max(ORDERS)} lists; take stepwise")
    space = Space(table.lists, ORDERS[table.lists])
    ranked = rank(space, table.counts)
    if not len(ranked.bic):
        none = Trouble.NO_ESTIMATE
        return Prepared(
            Estimate("bic", table.observed, _NAN, trouble=none, considered=ranked.considered)
        )
    point = Estimate(
        method="bic",
        observed=table.observed,
        estimate=float(ranked.estimates[0]),
        considered=ranked.considered,
        admissible=len(ranked.bic),
        bic=float(ranked.bic[0]),
        rivals=tuple(
            (
                written(space, ranked.models[at]),
                float(ranked.bic[at] - ranked.bic[0]),
                float(ranked.estimates[at]),
            )
            for at in range(1, min(10, len(ranked.bic)))
        ),
        **_model(space, table, ranked.models[0]),  # type: ignore[arg-type]
    )
    return Prepared(point, best_of(space, ranked, BEST[table.lists]))


def _dga(table: Table, asked: Asked) -> Prepared:
    found = average(table.counts, table.lists)
    best = found.graphs[int(found.weights.argmax())]
    space = Space(table.lists, max(part.bit_count() for part in best.cliques))
    point = Estimate(
        method="dga",
        observed=table.observed,
        estimate=float(found.median),
        interval=(float(found.low), float(found.high)),
        considered=len(found.graphs),
        **_model(space, table, space.flags(best.cliques)),  # type: ignore[arg-type]
    )
    return Prepared(point)


def _bayesthresh(table: Table, asked: Asked) -> Prepared:
    space = Space(table.lists)
    found = bayesian_threshold(space, table.counts, asked.seed)
    low, median, high = found.posterior.at(0.025, 0.5, 0.975)
    point = Estimate(
        method="bayesthresh",
        observed=table.observed,
        estimate=median,
        interval=(low, high),
        disagreement=found.posterior.disagreement,
        **_model(space, table, found.model),  # type: ignore[arg-type]
    )
    return Prepared(point)


def _lcm(table: Table, asked: Asked) -> Prepared:
    found = classes(table.counts, table.lists, asked.seed)
    low, median, high = found.at(0.025, 0.5, 0.975)
    point = Estimate(
        method="lcm",
        observed=table.observed,
        estimate=median,
        interval=(low, high),
        disagreement=found.disagreement,
    )
    return Prepared(point)


Method = Callable[[Table, Asked], Prepared]
METHODS: dict[str, Method] = {
    "stepwise": _stepwise,
    "bic": _bic,
    "dga": _dga,
    "bayesthresh": _bayesthresh,
    "lcm": _lcm,
    "independence": _independence,
    "chao": _chao,
}


def estimates_of(space: Space, counts: Floats, chosen: Flags) -> Floats:
    """Everybody under one model (t,) for tables (b, c); infinite where there is no estimate."""
    models = np.tile(chosen, (len(counts), 1))
    fits = fit(space, counts, models)
    return np.where(sound(space, counts, models, fits), counts.sum(axis=1) + fits.unseen, np.inf)
