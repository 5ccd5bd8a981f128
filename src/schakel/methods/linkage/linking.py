"""A list of records → scored candidate pairs with a decision, and clusters for counting.

Two thresholds, never one: records are joined only where nearly no pair is wrong; persons are counted where
as many are missed as are wrongly joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from schakel.methods.linkage.bulk import Bulk
from schakel.methods.linkage.clustering import clusters
from schakel.methods.linkage.columns import Columns, Ints
from schakel.methods.linkage.comparison import Comparison, compare
from schakel.methods.linkage.keys import candidates
from schakel.methods.linkage.model import Frequencies, Parameters, Scorer, probability
from schakel.methods.linkage.pairing import candidate_pairs
from schakel.methods.linkage.records import Record

AUTO, REVIEW, STATISTICS = 0.97, 0.10, 0.30
# Scores of a second stage are closer to the truth, and persons are counted from higher up.
RERANKED_STATISTICS = 0.45


class Decision(StrEnum):
    """What is proposed for a pair."""

    AUTO = "auto"
    REVIEW = "review"
    NO = "no"


DECISIONS = tuple(Decision)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate pair (places, lower first), its bits, and how it agrees."""

    places: tuple[int, int]
    weight: float
    comparison: Comparison

    @property
    def score(self) -> float:
        """The probability that both are one person, in six decimals."""
        return round(probability(self.weight), 6)

    @property
    def decision(self) -> Decision:
        """Automatic only where given names or a number agree: twins share all the rest."""
        if self.score < REVIEW:
            return Decision.NO
        if self.score >= AUTO and not self.comparison.may_be_twins:
            return Decision.AUTO
        return Decision.REVIEW


@dataclass(frozen=True)
class Links:
    """The candidate pairs of one list, in columns: places (lower first, sorted), bits, and the decision.

    `alone`: nothing in the given names agrees, and no number does: never without a person.
    """

    size: int
    one: Ints
    other: Ints
    weight: np.ndarray
    alone: np.ndarray

    def __len__(self) -> int:
        return len(self.one)

    @cached_property
    def score(self) -> np.ndarray:
        """The probability that both are one person, in six decimals."""
        return np.round(1 / (1 + np.exp2(-np.clip(self.weight, -60, 60))), 6)

    @cached_property
    def decision(self) -> Ints:
        """Places in DECISIONS."""
        found = np.full(len(self), DECISIONS.index(Decision.REVIEW))
        found[(self.score >= AUTO) & ~self.alone] = DECISIONS.index(Decision.AUTO)
        found[self.score < REVIEW] = DECISIONS.index(Decision.NO)
        return found

    def counts(self) -> dict[Decision, int]:
        """Pairs per decision."""
        found = np.bincount(self.decision, minlength=len(DECISIONS)).tolist()
        return dict(zip(DECISIONS, found, strict=True))

    def with_weight(self, weight: np.ndarray) -> "Links":
        """The same pairs, weighed otherwise."""
        return replace(self, weight=weight)


def prepared(records: Sequence[Record], parameters: Parameters) -> Bulk:
    """A list, ready to be weighed."""
    scorer = Scorer(parameters, Frequencies.of(records))
    return Bulk(records, Columns.of(records), scorer)


def link(records: Sequence[Record], parameters: Parameters, bulk: Bulk | None = None) -> Links:
    """Every candidate pair of a list of any length, weighed."""
    bulk = bulk or prepared(records, parameters)
    one, other = candidate_pairs(bulk.columns)
    found = bulk.weigh(one, other)
    return Links(len(records), one, other, found.weight, found.alone)


def score_all(records: Sequence[Record], parameters: Parameters) -> list[Scored]:
    """As `link`, pair by pair and with how they agree: for few records."""
    scorer = Scorer(parameters, Frequencies.of(records))
    found = []
    for one, other in candidates(records):
        compared = compare(records[one], records[other])
        weight = scorer.weight(records[one], records[other], compared)
        found.append(Scored((one, other), weight, compared))
    return found


def cluster(
    links: Links, threshold: float = STATISTICS, apart: Iterable[tuple[int, int]] = ()
) -> np.ndarray:
    """A cluster number per record, joining pairs with a score above the threshold."""
    bits = links.weight - float(np.log2(threshold / (1 - threshold)))
    there = np.flatnonzero(bits > 0)
    pairs = zip(links.one[there].tolist(), links.other[there].tolist(), strict=True)
    joined = dict(zip(pairs, bits[there].tolist(), strict=True))
    return clusters(links.size, joined, apart)[0]
