"""How good the pairs are, where the truth about some of them is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

Pair = tuple[str, str]
THRESHOLDS = (0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Quality:
    """Pairwise precision, recall and their harmonic mean at one threshold; None: nothing to divide by."""

    threshold: float
    pairs: int
    precision: float | None
    recall: float | None
    f1: float | None

    def as_dict(self) -> dict[str, float | None]:
        return asdict(self)


def quality(found: Collection[Pair], true: Collection[Pair], threshold: float = 0.0) -> Quality:
    """Of the pairs found and those that are true; a pair is written lower identifier first."""
    right = len(set(found) & set(true))
    both = len(found) + len(true)
    return Quality(
        threshold=threshold,
        pairs=len(found),
        precision=round(right / len(found), 4) if found else None,
        recall=round(right / len(true), 4) if true else None,
        f1=round(2 * right / both, 4) if both else None,
    )


def by_threshold(
    scores: Mapping[Pair, float], true: Collection[Pair], thresholds: Sequence[float] = THRESHOLDS
) -> list[Quality]:
    """Quality at several thresholds of probability. Pairs without a label count as wrong."""
    return [
        quality([pair for pair, score in scores.items() if score >= threshold], true, threshold)
        for threshold in thresholds
    ]
