"""Points for many clients at many places: whole numbers only, so that any machine gives the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.placement.columns import Answers, Columns
from schakel.methods.placement.evaluating import Known
from schakel.methods.placement.rules import Criterion, Rule, RuleBook, RuleKind
from schakel.methods.placement.truth import Truth

Points = NDArray[np.int32]

# What each criterion weighs, out of 100: published, and kept with every decision.
WEIGHTS: dict[Criterion, int] = {
    Criterion.SAFETY: 40,
    Criterion.SCARCITY: 25,
    Criterion.FIT: 15,
    Criterion.GROUP: 10,
    Criterion.CONTINUITY: 10,
}
FULL = 100
PRESSURE_WEIGHT = 10  # of what others wait for, beside the preferences about scarcity
_SHARE = 1000


@dataclass(frozen=True)
class Scores:
    """For every pair, clients × places. `outcome` as Truth: of all requirements together the least.

    `total` is 0 to 10,000; `points` 0 to 100 for each criterion; `pressure` how much the others who wait
    need the place.
    """

    outcome: Answers
    total: Points
    points: Mapping[Criterion, Points]
    pressure: Points
    calm: Points


def scored(
    columns: Columns,
    places: Sequence[Known],
    book: RuleBook,
    weights: Mapping[Criterion, int] = WEIGHTS,
) -> Scores:
    """Points of every client at every place, where all clients wait for the same places."""
    outcome = book.required(columns)
    pressure = _pressure(outcome, places)
    calm = _calm(outcome, pressure)
    points = {one: _points(one, columns, book, calm) for one in Criterion}
    total = np.zeros(columns.shape, dtype=np.int32)
    for criterion, value in points.items():
        total += np.int32(weights[criterion]) * value
    return Scores(outcome, total, points, pressure, calm)


def _pressure(outcome: Answers, places: Sequence[Known]) -> Points:
    """What the others could use a place for: who has few places counts most; shared out over its beds."""
    possible = outcome == Truth.YES
    options = possible.sum(axis=1, dtype=np.int32)
    share = (_SHARE // np.maximum(options, 1)).astype(np.int32)
    each = possible * share[:, None]
    others = each.sum(axis=0, dtype=np.int32)[None, :] - each
    beds = np.array([max(1, int(place.get("free_beds", 1))) for place in places], dtype=np.int32)
    found: Points = others // beds[None, :]
    return found


def _calm(outcome: Answers, pressure: Points) -> Points:
    """0 to 100: how little others need the place, beside the place that they need most."""
    most = np.where(outcome > Truth.NO, pressure, 0).max(axis=1, initial=0)[:, None]
    found: Points = FULL - np.minimum(FULL * pressure // np.maximum(most, 1), FULL)
    return found


def _points(criterion: Criterion, columns: Columns, book: RuleBook, calm: Points) -> Points:
    """The weighted mean of what the preferences of this criterion say; not known counts half."""
    gained = np.zeros(columns.shape, dtype=np.uint16)  # twice, so that a half is whole
    weight = np.zeros(columns.shape[1], dtype=np.int32)
    for rule in preferences(book, criterion):
        mine = book.concerned(rule, columns)
        answers = columns.evaluate(rule.expression).astype(np.uint16) * np.uint16(rule.weight)
        gained += answers if mine is None else answers * mine[None, :]
        weight += rule.weight if mine is None else rule.weight * mine
    points = gained * np.int32(FULL // 2)
    if criterion is Criterion.SCARCITY:
        points += PRESSURE_WEIGHT * calm
        weight += PRESSURE_WEIGHT
    if not weight.any():
        return np.full(columns.shape, FULL, dtype=np.int32)
    if weight.min() == weight.max():
        return points // weight[0]  # by one number: several times as fast
    found: Points = np.where(weight > 0, points // np.maximum(weight, 1), FULL)
    return found


def preferences(book: RuleBook, criterion: Criterion) -> list[Rule]:
    return [
        rule for rule in book.rules if rule.kind is RuleKind.PREFER and rule.criterion is criterion
    ]
