"""When a number may not be given, and what must be said beside it.

The rules stand in one table each, so that nobody can forget one: what makes the system refuse to print a
number, and what it warns about. Their limits follow Binette and Steorts ("On the reliability of multiple
systems estimation for the quantification of modern slavery", JRSS A 185, 2022) and Chan, Silverman and
Vincent (JASA 116, 2021).
"""

import math
from dataclasses import dataclass, replace

from schakel.methods.estimation.chains import AGREE
from schakel.methods.estimation.estimating import Asked, Estimate, estimate
from schakel.methods.estimation.existence import Trouble
from schakel.methods.estimation.graphs import MOST_LISTS as MOST_FOR_GRAPHS
from schakel.methods.estimation.tables import Table

FEWEST_LISTS = 3
FEWEST_ON_SEVERAL = 10
# A group of fewer people says too little by itself.
FEWEST_IN_GROUP = 100
WIDEST = 5.0
FURTHEST = 50.0
_FACTOR = 2.0
_MOVED = 0.5
_NEAR, _APART = 2.0, 0.25
# The methods that are held against each other: those that take no time, and no luck.
_HELD_AGAINST = ("stepwise", "independence", "dga", "bic")

REFUSALS = {
    "too_few_lists": "There are fewer than three lists: nothing shows if they depend on each other.",
    "too_few_on_several": "Fewer than ten people are on two lists or more: there is too little overlap.",
    "small_group": "Fewer than a hundred people of this group are seen: too few for a number of its own.",
    "no_estimate": "With this model the number can be anything: the estimate does not exist.",
    "not_unique": "With this model many numbers fit equally well: the estimate is not unique.",
    "interval_too_wide": "The interval is too wide: its upper limit is more than five times the lower one.",
    "far_beyond_observed": "The estimate is more than fifty times the people seen.",
    "chains_disagree": "The chains of the calculation do not agree with each other.",
}
WARNINGS = {
    "duplicate_rows": "Some combinations of lists stood in more than one row; they were added up.",
    "on_no_list": "People on no list were left out: nobody can have counted them.",
    "empty_list": "A list that holds nobody was left out.",
    "list_of_everybody": "A list that holds everybody was left out.",
    "identical_lists": "Lists that hold the same people were kept once.",
    "methods_differ": "Two methods that are both allowed differ by more than a factor of two.",
    "hangs_on_one_list": "Without one list, or with two lists merged, the estimate moves by more than half.",
    "models_close": "Models that describe the data about equally well differ by more than a quarter.",
    "draws_without_estimate": "Some draws of the bootstrap had no estimate; they count as infinitely large.",
    "one_list_dominates": "One list holds more than nine in ten of the people seen.",
    "a_lower_bound": "This is a lower bound, not an estimate.",
    "few_lists_hide_differences": "Three lists cannot show that some people are less visible than others.",
}


@dataclass(frozen=True)
class Sensitivity:
    """What the estimate becomes: by other methods, and with a list left out or two merged; inf where
    there is none."""

    methods: dict[str, float]
    without: dict[str, float]
    merged: dict[str, float]


def refusals(table: Table, found: Estimate | None) -> list[str]:
    """Codes of why no number may be given; `found` is None where none could be asked for."""
    codes = []
    if table.lists < FEWEST_LISTS:
        codes.append("too_few_lists")
    if table.on_several < FEWEST_ON_SEVERAL:
        codes.append("too_few_on_several")
    return codes if found is None else codes + _of_the_number(found)


def refusals_of_group(table: Table, found: Estimate) -> list[str]:
    """The same for some of the people: too few of them carry no number of their own."""
    small = ["small_group"] * (table.observed < FEWEST_IN_GROUP)
    return [*refusals(table, found), *small]


def _of_the_number(found: Estimate) -> list[str]:
    if found.trouble or not math.isfinite(found.estimate):
        many = Trouble.NOT_UNIQUE in found.trouble
        none = Trouble.NO_ESTIMATE in found.trouble or not many
        return ["no_estimate"] * none + ["not_unique"] * many
    low, high = found.interval
    tests = {
        "interval_too_wide": high > WIDEST * low,
        "far_beyond_observed": found.ratio > FURTHEST,
        "chains_disagree": found.disagreement is not None and not found.disagreement <= AGREE,
    }
    return [code for code, failed in tests.items() if failed]


def sensitivity(table: Table, found: Estimate, asked: Asked) -> Sensitivity:
    """Ask again in every other way that takes no time. Merged and left-out lists are asked by the same
    method.

    Where that draws at random or tries every model, stepwise choice stands in for it.
    """
    quick = replace(asked, replicates=0, told=None)
    method = (
        found.method if found.method in ("stepwise", "independence", "chao", "dga") else "stepwise"
    )
    names = table.names
    without = {names[at]: _again(table.without(at), method, quick) for at in range(table.lists)}
    merged = {
        f"{names[one]}+{names[two]}": _again(table.merged(one, two), method, quick)
        for one in range(table.lists)
        for two in range(one + 1, table.lists)
    }
    others = [name for name in _HELD_AGAINST if name != found.method and _fits(name, table)]
    methods = {found.method: found.estimate} | {name: _again(table, name, quick) for name in others}
    return Sensitivity(methods, without, merged)


def _fits(method: str, table: Table) -> bool:
    return method in ("stepwise", "independence") or table.lists <= MOST_FOR_GRAPHS


def _again(table: Table, method: str, asked: Asked) -> float:
    if table.lists < 2 or not table.counts.any():
        return math.inf
    found = estimate(table, method, asked)
    return math.inf if found.trouble or not math.isfinite(found.estimate) else found.estimate


def warnings(table: Table, found: Estimate, other: Sensitivity) -> list[str]:
    """Codes of what must be said beside the number."""
    finite = [value for value in other.methods.values() if math.isfinite(value)]
    first = other.without if table.lists > FEWEST_LISTS else {}
    moved = [*first.values(), *(other.merged.values() if table.lists > FEWEST_LISTS else ())]
    sizes = [
        sum(count for cell, count in enumerate(table.counts, start=1) if cell >> at & 1)
        for at in range(table.lists)
    ]
    tests = {
        "methods_differ": bool(finite) and max(finite) > _FACTOR * min(finite),
        "hangs_on_one_list": any(not abs(value / found.estimate - 1) <= _MOVED for value in moved),
        "models_close": any(
            distance < _NEAR and abs(value / found.estimate - 1) > _APART
            for _model, distance, value in found.rivals
        ),
        "draws_without_estimate": found.without > 0,
        "one_list_dominates": max(sizes, default=0) > 0.9 * table.observed,
        "a_lower_bound": found.method == "chao",
        "few_lists_hide_differences": table.lists == FEWEST_LISTS,
    }
    return [*table.notes, *(code for code, holds in tests.items() if holds)]
