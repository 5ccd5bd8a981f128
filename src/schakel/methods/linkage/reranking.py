"""The second stage: what people decided about pairs of a list teaches to weigh its other pairs better.

Learns from how pairs agree, never from where, when or by whom they were reported. A pair with a label gets
its score from trees that saw no pair of its person: figures about labelled pairs are about unseen pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from schakel.methods.linkage.boosting import Tree, added, boost
from schakel.methods.linkage.bulk import Bulk
from schakel.methods.linkage.clustering import clusters
from schakel.methods.linkage.columns import Ints
from schakel.methods.linkage.linking import STATISTICS, Links

FOLDS = 5
# Fewer labels, or fewer of one kind, teach nothing that would hold.
LEAST, LEAST_OF_A_KIND = 200, 40
# More labels change nothing but the time: those nearest to doubt are taken.
MOST = 10_000
# Pairs below this many bits are no pairs, whatever a second stage would say; and the same for a third record.
_FLOOR, _WEAK = -16.0, -6.0
# How far (natural log odds) labels may lie off the stored scores and still be taken as drawn blindly.
_DRAWN = 1.0


@dataclass(frozen=True)
class Second:
    """Trees per fold, and what labels lie off the stored scores as a whole (natural log odds)."""

    folds: tuple[tuple[Tree, ...], ...]
    offset: float

    @property
    def shift(self) -> float:
        """What is added to every score. Labels of which one kind was drawn more often shift nothing."""
        return self.offset if abs(self.offset) <= _DRAWN else 0.0


@dataclass(frozen=True)
class Reranked:
    """Links as a second stage weighs them; `used` labels, or `why` there is none."""

    links: Links
    used: int = 0
    why: str = ""


def rerank(bulk: Bulk, links: Links, known: Mapping[int, bool]) -> Reranked:
    """Links weighed again by what is `known` about some of them (place among the links → one person?)."""
    labelled = _worth_learning(links, known)
    true = np.array([known[place] for place in labelled.tolist()], dtype=bool)
    kinds = int(true.sum()), int((~true).sum())
    if len(labelled) < LEAST or min(kinds) < LEAST_OF_A_KIND:
        return Reranked(
            links,
            why=f"{kinds[0]} true and {kinds[1]} false pairs among the candidates; "
            f"it takes {LEAST} together and {LEAST_OF_A_KIND} of each",
        )
    open_pairs = np.flatnonzero(links.weight > _FLOOR)
    rows = _rows(bulk, links, open_pairs)
    fold = _folds(links, labelled[true])
    start = links.weight[open_pairs] * log(2)
    at = np.searchsorted(open_pairs, labelled)
    ends = fold[links.one[labelled]], fold[links.other[labelled]]
    second = _learn(rows[at], true, start[at], ends)
    more = np.stack([added(trees, rows) for trees in second.folds])
    told = more.mean(axis=0)
    told[at] = more[ends[0], at]
    weight = links.weight.copy()
    weight[open_pairs] = (start + second.shift + told) / log(2)
    return Reranked(links.with_weight(weight), used=len(labelled))


def _worth_learning(links: Links, known: Mapping[int, bool]) -> Ints:
    """Places of labelled pairs that are in doubt at all; the nearest to doubt where there are many."""
    places = np.array(sorted(known), dtype=np.int64)
    places = places[links.weight[places] > _FLOOR]
    if len(places) > MOST:
        doubt = np.argsort(np.abs(links.weight[places]), kind="stable")
        places = np.sort(places[doubt[:MOST]])
    return places


def _rows(bulk: Bulk, links: Links, pairs: Ints) -> np.ndarray:
    """How each pair agrees, and how a third record agrees with both."""
    details = bulk.details(links.one[pairs], links.other[pairs])
    return np.column_stack([details, _thirds(links, pairs)])


def _thirds(links: Links, pairs: Ints) -> np.ndarray:
    """Per pair, the strongest third record: (bits of the weaker of its two links, of its strongest one)."""
    near: dict[int, dict[int, float]] = {}
    strong = np.flatnonzero(links.weight > _WEAK)
    columns = (links.one[strong], links.other[strong], links.weight[strong])
    for one, other, bits in zip(*(column.tolist() for column in columns), strict=True):
        near.setdefault(one, {})[other] = bits
        near.setdefault(other, {})[one] = bits
    ends = zip(links.one[pairs].tolist(), links.other[pairs].tolist(), strict=True)
    return np.array([_third(near, one, other) for one, other in ends]).reshape(-1, 2)


def _third(near: dict[int, dict[int, float]], one: int, other: int) -> tuple[float, float]:
    ours, theirs = near.get(one, {}), near.get(other, {})
    both = [min(bits, theirs[third]) for third, bits in ours.items() if third in theirs]
    rivals = [bits for third, bits in ours.items() if third != other]
    rivals += [bits for third, bits in theirs.items() if third != one]
    return max(both, default=_WEAK), max(rivals, default=_WEAK)


def _folds(links: Links, true: Ints) -> Ints:
    """A fold per record, so that a person, as far as anybody can tell, is in one fold."""
    joined = links.weight > np.log2(STATISTICS / (1 - STATISTICS))
    joined[true] = True
    there = np.flatnonzero(joined)
    pairs = zip(links.one[there].tolist(), links.other[there].tolist(), strict=True)
    return clusters(links.size, dict.fromkeys(pairs, 1.0))[0] % FOLDS


def _learn(
    rows: np.ndarray, true: np.ndarray, start: np.ndarray, ends: tuple[Ints, Ints]
) -> Second:
    offset = _offset(true, start)
    folds = []
    for fold in range(FOLDS):
        seen = (ends[0] != fold) & (ends[1] != fold)
        folds.append(tuple(boost(rows[seen], true[seen], start[seen] + offset)))
    return Second(tuple(folds), offset)


def _offset(true: np.ndarray, start: np.ndarray) -> float:
    """What must be added to all scores for as many true pairs to be expected as there are."""
    low, high = -20.0, 20.0
    for _step in range(60):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-(start + middle)))).sum() < true.sum():
            low = middle
        else:
            high = middle
    return round((low + high) / 2, 9)
