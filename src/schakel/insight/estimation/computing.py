"""The parts of a run, worked out: frozen input and plan in, rows of tidy data out. Heavy.

A row tells one estimate: which part and variant, the method and model, whether it exists, people seen,
estimate and limits (None: there is none), and codes of why it may not be given.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from schakel.insight.estimation.choices import (
    FALSE,
    MISSED,
    SUB3,
    THRESHOLDS,
    YEAR,
    Part,
)
from schakel.insight.estimation.planning import draws_of_parts, treated
from schakel.insight.estimation.plans import Plan
from schakel.methods.estimation import covariates, honesty
from schakel.methods.estimation.bootstrap import conclude, jackknife, replicate
from schakel.methods.estimation.candidates import candidates
from schakel.methods.estimation.estimating import (
    Asked,
    Estimate,
    Prepared,
    drawn_about,
    estimate,
    prepare,
)
from schakel.methods.estimation.existence import Trouble
from schakel.methods.estimation.hierarchies import ORDERS, aic, rank, weights
from schakel.methods.estimation.linking_errors import with_false, with_missed, without_error
from schakel.methods.estimation.records import Records
from schakel.methods.estimation.tables import Table
from schakel.methods.estimation.terms import Space, written

Rows = list[dict[str, Any]]
Before = Mapping[tuple[str, str], Mapping[str, Any]]
_NAMED = 25


@dataclass(frozen=True)
class Work:
    """What a part is worked out from. `before`: the results of earlier parts, by part and name."""

    content: Mapping[str, Any]
    plan: Plan
    before: Before

    @property
    def records(self) -> Records:
        return treated(self.content, self.plan)

    @property
    def table(self) -> Table:
        return self.records.table()

    @property
    def asked(self) -> Asked:
        return Asked(0, self.plan.seed, self.plan.threshold)


def make(part: Part, name: str, work: Work) -> dict[str, Any]:
    """The result of one part, to be kept as JSON."""
    return _MAKERS[part](work, name)


@lru_cache(maxsize=4)
def _prepared(
    names: tuple[str, ...], counts: tuple[float, ...], method: str, asked: Asked
) -> Prepared:
    return prepare(Table(names, np.array(counts)), method, asked)


def _main(work: Work) -> Prepared:
    table = work.table
    return _prepared(table.names, tuple(table.counts.tolist()), work.plan.method, work.asked)


def _point(work: Work, _name: str) -> dict[str, Any]:
    table = work.table
    if table.lists < 2:
        return {"rows": [_none(Part.POINT, "", table)], "notes": list(table.told)}
    tried = candidates(table, work.plan.threshold) if work.plan.method == "stepwise" else []
    return {
        "rows": [_row(Part.POINT, "", table, _main(work).point)],
        "notes": list(table.told),
        "candidates": [
            {
                **vars(one),
                "pair": list(one.pair),
                "trouble": int(one.trouble),
                "estimate": _number(one.estimate),
            }
            for one in tried
        ],
    }


def _draws(work: Work, name: str) -> dict[str, Any]:
    table = work.table
    if table.lists < 2 or (estimator := _main(work).estimator) is None:
        return {"values": []}
    drawn = replicate(table.counts, estimator, work.plan.draws, work.plan.seed, int(name))
    return {"values": [_number(value) for value in drawn.tolist()]}


def _limits(work: Work, _name: str) -> dict[str, Any]:
    """The main estimate with its interval, out of the draws."""
    table = work.table
    if table.lists < 2:
        return {"rows": [_none(Part.LIMITS, "", table)], "warned": list(table.notes)}
    found = _main(work)
    point = found.point
    values = [
        math.inf if value is None else value
        for (part, _number_of), result in work.before.items()
        if part == Part.DRAWS
        for value in result["values"]
    ]
    if found.estimator is not None and values:
        acceleration = jackknife(table.counts, found.estimator)
        point = drawn_about(point, conclude(point.estimate, np.array(values), acceleration))
    other = honesty.sensitivity(table, point, replace(work.asked, replicates=0))
    return {
        "rows": [_row(Part.LIMITS, "", table, point)],
        "warned": honesty.warnings(table, point, other),
        "acceleration": _number(point.acceleration or 0.0),
        "without": point.without,
    }


def _method(work: Work, name: str) -> dict[str, Any]:
    return {"rows": [_asked(Part.METHOD, name, work.table, name, work.asked)]}


def _models(work: Work, _name: str) -> dict[str, Any]:
    """Every hierarchical model up to an order: the best by name, all by weight."""
    table = work.table
    if table.lists not in ORDERS:
        return {"rows": []}
    space = Space(table.lists, ORDERS[table.lists])
    ranked = rank(space, table.counts)
    if not len(ranked.bic):
        return {"rows": [], "considered": ranked.considered, "admissible": 0}
    share, second = weights(ranked.bic), aic(ranked, table.observed)
    places = list(range(min(_NAMED, len(share))))
    best = int(second.argmin())
    rows = [
        {
            **_none(Part.MODELS, str(at + 1), table),
            "method": "bic",
            "model": written(space, ranked.models[at]),
            "estimate": _number(float(ranked.estimates[at])),
            "bic": float(ranked.bic[at]),
            "weight": float(share[at]),
            "refused": [],
        }
        for at in places
    ]
    rows.append(
        {
            **rows[0],
            "name": "aic",
            "method": "aic",
            "model": written(space, ranked.models[best]),
            "estimate": _number(float(ranked.estimates[best])),
            "bic": float(ranked.bic[best]),
            "weight": float(weights(second)[best]),
        }
    )
    return {"rows": rows, "considered": ranked.considered, "admissible": len(share)}


def _thresholds(work: Work, _name: str) -> dict[str, Any]:
    table = work.table
    return {
        "rows": [
            _asked(
                Part.THRESHOLDS,
                f"{level:g}",
                table,
                "stepwise",
                replace(work.asked, threshold=level),
            )
            for level in (0.0, *THRESHOLDS)
        ]
    }


def _quick(plan: Plan) -> str:
    """The method of variants: the same, or stepwise where that would try every model each time."""
    return plan.method if plan.method in ("stepwise", "independence", "dga") else "stepwise"


def _lists(work: Work, _name: str) -> dict[str, Any]:
    table, method = work.table, _quick(work.plan)
    rows = [
        _asked(Part.LISTS, f"-{table.names[at]}", table.without(at), method, work.asked)
        for at in range(table.lists)
    ]
    for one in range(table.lists):
        for two in range(one + 1, table.lists):
            name = f"{table.names[one]}+{table.names[two]}"
            rows.append(_asked(Part.LISTS, name, table.merged(one, two), method, work.asked))
    return {"rows": rows}


def _links(work: Work, _name: str) -> dict[str, Any]:
    """With more errors in the links, and, by the trend, without those that were measured."""
    table, method, known = work.table, _quick(work.plan), work.plan.linkage

    def answered(name: str, changed: Table) -> dict[str, Any]:
        return _asked(Part.LINKS, name, changed, method, work.asked)

    rows = [answered(f"missed {share:g}", with_missed(table, share)) for share in MISSED]
    rows += [answered(f"false {share:g}", with_false(table, share)) for share in FALSE]
    missed, false = (1 - known.get(name, 1.0) for name in ("recall", "precision"))
    if missed > 0 or false > 0:
        steps = [
            answered(
                f"measured {times}",
                with_false(with_missed(table, _capped(missed * times)), _capped(false * times)),
            )
            for times in (1, 2)
        ]
        rows += steps
        found = [_asked(Part.LINKS, "as linked", table, method, work.asked), *steps]
        values = [row["estimate"] for row in found]
        if all(values):
            corrected = {**found[0], "name": "corrected", "estimate": without_error(*values)}
            rows.append(corrected)
    return {"rows": rows}


def _capped(share: float) -> float:
    return min(share, 0.5)


def _sub3(work: Work, _name: str) -> dict[str, Any]:
    """Without those who were only recruited across a border: art. 273f(1)(3) of the Criminal Code."""
    records = work.records
    kept = records.only(SUB3, [code for code in records.codes(SUB3) if code != "YES"])
    return {
        "rows": [
            _asked(Part.SUB3, "without", kept.table(), _quick(work.plan), work.asked)
            if kept.rows
            else _none(Part.SUB3, "without", work.table)
        ]
    }


def _one_model(work: Work, name: str) -> dict[str, Any]:
    """Lists and traits in one log-linear model, chosen by BIC: groups that add up."""
    records = treated(work.content, work.plan, name)
    traits = [YEAR] if name == "years" else [one for one in work.plan.traits if one != YEAR]
    records = records.keeping([trait for trait in traits if trait in records.traits])
    try:
        found = covariates.estimate(records, work.plan.seed, min(work.plan.draws, covariates.DRAWS))
    except covariates.CovariatesError:
        return {"rows": []}
    refused = honesty.refusals(records.table(), covariates.as_estimate(found))
    rows = []
    for one in (None, *found.groups):
        people = records.only(one.trait, [one.code]) if one else records
        label = f"{one.trait}={one.code}" if one else ""
        row = _row(Part.ONE_MODEL, label, people.table(), covariates.as_estimate(found, one))
        if one and row["observed"] < honesty.FEWEST_IN_GROUP:
            row["refused"] = [*row["refused"], "small_group"]
        rows.append(row | {"refused": list(dict.fromkeys([*row["refused"], *refused]))})
    return {"rows": rows, "set_aside": [list(pair) for pair in found.set_aside]}


def _group(work: Work, name: str) -> dict[str, Any]:
    trait, _between, code = name.partition("=")
    return _of_part(Part.GROUP, name, work.records.only(trait, [code]), work)


def _year(work: Work, name: str) -> dict[str, Any]:
    records = treated(work.content, work.plan, "years").only(YEAR, [name])
    return _of_part(Part.YEAR, name, records, work)


def _of_part(part: Part, name: str, records: Records, work: Work) -> dict[str, Any]:
    """An estimate of some people, with draws of its own; both are kept, so that groups can be added up."""
    table = records.table()
    if table.lists < 2:
        return {"rows": [_none(part, name, table)], "values": []}
    found = prepare(table, _quick(work.plan), work.asked)
    point, values, draws = found.point, np.zeros(0), draws_of_parts(work.plan)
    if found.estimator is not None and draws:
        numbers = range(-(-draws // 500))
        values = np.concatenate(
            [replicate(table.counts, found.estimator, draws, work.plan.seed, at) for at in numbers]
        )
        acceleration = jackknife(table.counts, found.estimator)
        point = drawn_about(point, conclude(point.estimate, values, acceleration))
    row = _row(part, name, table, point)
    if table.observed < honesty.FEWEST_IN_GROUP:
        row["refused"] = [*row["refused"], "small_group"]
    return {"rows": [row], "values": [_number(value) for value in values.tolist()]}


def _asked(part: Part, name: str, table: Table, method: str, asked: Asked) -> dict[str, Any]:
    if table.lists < 2 or not table.counts.any():
        return _none(part, name, table)
    return _row(part, name, table, estimate(table, method, asked))


def _row(part: Part, name: str, table: Table, found: Estimate) -> dict[str, Any]:
    low, high = found.interval
    return {
        **_none(part, name, table),
        "method": found.method,
        "model": found.model,
        "existence": int(found.trouble),
        "estimate": None if found.trouble else _number(found.estimate),
        "low": _number(low),
        "high": _number(high),
        "bic": found.bic,
        "rhat": found.disagreement,
        "refused": honesty.refusals(table, found),
    }


def _none(part: Part, name: str, table: Table) -> dict[str, Any]:
    """A row without a number."""
    return {
        "part": part,
        "name": name,
        "lists": list(table.names),
        "observed": table.observed,
        "on_several": table.on_several if table.lists else 0,
        "method": "",
        "model": "",
        "existence": int(Trouble.NONE),
        "estimate": None,
        "low": None,
        "high": None,
        "refused": honesty.refusals(table, None) or ["too_few_lists"],
    }


def _number(value: float) -> float | None:
    """JSON knows no infinity."""
    return float(value) if math.isfinite(value) else None


_MAKERS: dict[Part, Callable[[Work, str], dict[str, Any]]] = {
    Part.POINT: _point,
    Part.DRAWS: _draws,
    Part.LIMITS: _limits,
    Part.METHOD: _method,
    Part.MODELS: _models,
    Part.THRESHOLDS: _thresholds,
    Part.LISTS: _lists,
    Part.LINKS: _links,
    Part.SUB3: _sub3,
    Part.ONE_MODEL: _one_model,
    Part.GROUP: _group,
    Part.YEAR: _year,
}
