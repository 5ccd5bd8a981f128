"""How strongly the machine holds that two sides are one person; one number per pair of reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from schakel.register.linkage.pairs import Pair
from schakel.register.linkage.proposals import Proposal
from schakel.register.linkage.versions import ModelVersion


@dataclass(frozen=True)
class Strength:
    """The strongest pair of reports: its probability (None: never compared), model and levels."""

    score: float | None = None
    version: ModelVersion | None = None
    levels: tuple[str, ...] = ()

    @property
    def percent(self) -> float | None:
        """The probability as people read it; never shown as certain."""
        return None if self.score is None else min(99.9, 100 * self.score)


def strength_of(pair: Pair, proposal: Proposal | None = None) -> Strength:
    """Of the proposal at hand, else of the strongest kept one with a report on either side."""
    found = proposal if proposal is not None and _between(pair, proposal) else _strongest(pair)
    if found is None:
        return Strength()
    return Strength(found.score, found.version, tuple(_in_order(found.levels)))


def _sides(pair: Pair) -> tuple[list[int], list[int]]:
    low, high = ([one.report_id for one in side.members] for side in (pair.low, pair.high))
    return low, high


def _between(pair: Pair, proposal: Proposal) -> bool:
    low, high = map(set, _sides(pair))
    ends = {proposal.low_id, proposal.high_id}
    return bool(ends & low and ends & high)


def _strongest(pair: Pair) -> Proposal | None:
    low, high = _sides(pair)
    between = Q(low__in=low, high__in=high) | Q(low__in=high, high__in=low)
    rows = Proposal.objects.filter(between).select_related("version")
    return rows.order_by("-score", "pk").first()


def _in_order(levels: Mapping[str, str]) -> list[str]:
    """Levels as "topic: level"; names only, no values."""
    return [f"{topic}:{level}" for topic, level in sorted(levels.items())]
