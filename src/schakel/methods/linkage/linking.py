"""A list of records → scored candidate pairs with a decision, and clusters for counting.

Two thresholds, never one: records are joined only where nearly no pair is wrong; persons are counted where
as many are missed as are wrongly joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from schakel.methods.linkage.clustering import clusters
from schakel.methods.linkage.comparison import Comparison, compare
from schakel.methods.linkage.keys import candidates
from schakel.methods.linkage.model import Frequencies, Parameters, Scorer, probability
from schakel.methods.linkage.records import Record

AUTO, REVIEW, STATISTICS = 0.98, 0.10, 0.30


class Decision(StrEnum):
    """What is proposed for a pair."""

    AUTO = "auto"
    REVIEW = "review"
    NO = "no"


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


def score_all(records: Sequence[Record], parameters: Parameters) -> list[Scored]:
    """Every candidate pair, in the order of places."""
    scorer = Scorer(parameters, Frequencies.of(records))
    found = []
    for one, other in candidates(records):
        compared = compare(records[one], records[other])
        weight = scorer.weight(records[one], records[other], compared)
        found.append(Scored((one, other), weight, compared))
    return found


def cluster(
    size: int,
    scored: Iterable[Scored],
    threshold: float = STATISTICS,
    apart: Iterable[tuple[int, int]] = (),
) -> np.ndarray:
    """A cluster number per record, joining pairs with a score above the threshold."""
    floor = float(np.log2(threshold / (1 - threshold)))
    joined = {one.places: one.weight - floor for one in scored if one.weight > floor}
    return clusters(size, joined, apart)[0]
