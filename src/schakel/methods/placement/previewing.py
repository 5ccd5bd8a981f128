"""What a change of the rules would do, before it is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from schakel.methods.placement.columns import Answers, Columns
from schakel.methods.placement.rules import Rule, RuleBook
from schakel.methods.placement.truth import Truth
from schakel.methods.placement.vocabulary import Side, read_facts

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Pairs (index of client, index of place) before and after a change.

    `lost` were possible or had a question open and become impossible, `gained` the other way round;
    `asked` were possible and get a question. `without` are the clients who had a place to go to and have
    none left.
    """

    possible_before: int
    possible_after: int
    lost: Pairs
    gained: Pairs
    asked: Pairs
    without: tuple[int, ...]


def affected(
    rule: Rule,
    clients: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
    rules: Iterable[Rule],
    on: date,
) -> Change:
    """What happens when `rule` takes the place of the rules with its code. Raises VocabularyError."""
    rules = tuple(rules)
    others = [one for one in rules if one.code != rule.code]
    return changed(RuleBook(rules, on), RuleBook([*others, rule], on), clients, places)


def changed(
    before: RuleBook,
    after: RuleBook,
    clients: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
) -> Change:
    """The same between any two books."""
    read = [read_facts(Side.PLACE, one) for one in places]
    columns = Columns([read_facts(Side.CLIENT, one) for one in clients], read)
    old, new = before.required(columns), after.required(columns)
    had, has = (old > Truth.NO).any(axis=1), (new > Truth.NO).any(axis=1)
    return Change(
        possible_before=int((old == Truth.YES).sum()),
        possible_after=int((new == Truth.YES).sum()),
        lost=_pairs((old > Truth.NO) & (new == Truth.NO)),
        gained=_pairs((old == Truth.NO) & (new > Truth.NO)),
        asked=_pairs((old == Truth.YES) & (new == Truth.UNKNOWN)),
        without=tuple(np.flatnonzero(had & ~has).tolist()),
    )


def _pairs(answers: Answers) -> Pairs:
    return tuple((int(one), int(other)) for one, other in zip(*np.nonzero(answers), strict=True))
