"""Places for one client in order, with the reason for every step; deterministic, whatever comes in first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schakel.methods.placement.columns import Columns
from schakel.methods.placement.evaluating import Known
from schakel.methods.placement.rules import (
    OUTCOMES,
    Criterion,
    Explanation,
    Outcome,
    Rule,
    RuleBook,
    explained,
)
from schakel.methods.placement.scoring import (
    FULL,
    PRESSURE_WEIGHT,
    WEIGHTS,
    Scores,
    preferences,
    scored,
)
from schakel.methods.placement.texts import Text
from schakel.methods.placement.truth import Truth
from schakel.methods.placement.vocabulary import Side, read_facts

PRESSURE = Text(
    "Anderen die wachten, kunnen op minder andere plaatsen terecht.",
    "Others who wait have fewer other places to go to.",
)
_CALM = Text(
    "Hoeveel anderen die wachten deze plaats nodig hebben.",
    "How much others who wait need this place.",
)
_TIES = {
    "pressure": Text(
        "Evenveel punten als de plaats erboven; anderen hebben deze plaats meer nodig.",
        "As many points as the place above; others need this place more.",
    ),
    "days_free": Text(
        "Evenveel punten als de plaats erboven; deze is korter vrij.",
        "As many points as the place above; this one has been free for a shorter time.",
    ),
    "unit": Text(
        "In alles gelijk aan de plaats erboven; daarom op volgorde van de code.",
        "Equal to the place above in everything; therefore in order of the code.",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that gave points: 0 to 100, with its weight inside the criterion."""

    text: Text
    points: int
    weight: int
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """The points of one criterion. `weight` is out of 100; `counts` is what it adds to the total."""

    criterion: Criterion
    points: int
    weight: int
    parts: tuple[Part, ...]

    @property
    def counts(self) -> int:
        return self.points * self.weight


@dataclass(frozen=True)
class Ranked:
    """One place in the ranking. `place` is its index in what was handed in, `total` 0 to 10,000."""

    place: int
    unit: str
    position: int
    outcome: Outcome
    total: int
    points: Mapping[Criterion, int]
    tie: Text | None
    calm: int
    ranking: "Ranking"

    @cached_property
    def explanation(self) -> Explanation:
        """Every rule for this place: passed, failed or not known."""
        ranking = self.ranking
        return explained(ranking.client, ranking.places[self.place], ranking.book)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Where the points come from; together they are the total."""
        return tuple(
            Component(one, self.points[one], self.ranking.weights[one], self._parts(one))
            for one in Criterion
        )

    def _parts(self, criterion: Criterion) -> tuple[Part, ...]:
        mine = set(preferences(self.ranking.book, criterion))
        parts = [
            Part(one.text, int(one.truth) * FULL // 2, one.rule.weight, one.rule)
            for one in self.explanation.preferences
            if one.rule in mine
        ]
        if criterion is Criterion.SCARCITY:
            parts.insert(0, Part(_CALM, self.calm, PRESSURE_WEIGHT))
        return tuple(parts)


class Ranking:
    """Places for one client, best first: possible, then after a question, then not possible.

    What is not possible stands in order of how many requirements are not met.
    """

    def __init__(
        self,
        client: Known,
        places: Sequence[Known],
        waiting: Sequence[Known],
        book: RuleBook,
        weights: Mapping[Criterion, int],
    ) -> None:
        self.client, self.places, self.waiting = client, places, waiting
        self.book, self.weights = book, weights
        columns = Columns([client, *waiting], places)
        scores = scored(columns, places, book, weights)
        failures = book.failures(columns)[0].tolist()
        keys = [self._key(scores, place, failures[place]) for place in range(len(places))]
        order = sorted(range(len(places)), key=keys.__getitem__)
        self.entries = tuple(
            self._entry(scores, keys, order, position) for position in range(len(order))
        )

    def _key(self, scores: Scores, place: int, failures: int) -> tuple[Any, ...]:
        facts = self.places[place]
        return (
            -int(scores.outcome[0, place]),
            failures,
            -int(scores.total[0, place]),
            int(scores.pressure[0, place]),
            -int(facts.get("days_free", 0)),
            str(facts.get("unit", "")),
            place,
        )

    def _entry(
        self, scores: Scores, keys: Sequence[tuple[Any, ...]], order: Sequence[int], position: int
    ) -> Ranked:
        place = order[position]
        above = keys[order[position - 1]] if position else None
        return Ranked(
            place=place,
            unit=str(self.places[place].get("unit", "")),
            position=position + 1,
            outcome=OUTCOMES[Truth(int(scores.outcome[0, place]))],
            total=int(scores.total[0, place]),
            points={one: int(values[0, place]) for one, values in scores.points.items()},
            tie=_tie(above, keys[place]) if above else None,
            calm=int(scores.calm[0, place]),
            ranking=self,
        )

    @property
    def best(self) -> Ranked | None:
        """The first place that is possible without a question."""
        first = self.entries[0] if self.entries else None
        return first if first and first.outcome is Outcome.POSSIBLE else None

    def of(self, outcome: Outcome) -> tuple[Ranked, ...]:
        return tuple(one for one in self.entries if one.outcome is outcome)


def _tie(above: tuple[Any, ...], own: tuple[Any, ...]) -> Text | None:
    if above[:3] != own[:3] or own[0] == -Truth.NO:
        return None
    for place, name in ((3, "pressure"), (4, "days_free")):
        if above[place] != own[place]:
            return _TIES[name]
    return _TIES["unit"]


def rank(
    client: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    waiting: Sequence[Mapping[str, Any]] = (),
    weights: Mapping[Criterion, int] = WEIGHTS,
) -> Ranking:
    """The places for a client in order. `waiting` are the others who wait. Raises VocabularyError."""
    return Ranking(
        read_facts(Side.CLIENT, client),
        [read_facts(Side.PLACE, one) for one in places],
        [read_facts(Side.CLIENT, one) for one in waiting],
        book,
        dict(weights),
    )


def score(
    clients: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    weights: Mapping[Criterion, int] = WEIGHTS,
) -> Scores:
    """The same points for all who wait at once, as arrays. Raises VocabularyError."""
    read = [read_facts(Side.PLACE, one) for one in places]
    columns = Columns([read_facts(Side.CLIENT, one) for one in clients], read)
    return scored(columns, read, book, weights)
