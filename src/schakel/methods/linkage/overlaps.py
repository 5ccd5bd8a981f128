"""How many persons are on which lists, and how much of that is the error of linkage.

A table of overlaps rests on who was taken for one person. Here it is counted at several thresholds, and again
many times with each doubtful pair joined by chance, as often as such pairs are true: the spread of those
counts is what linkage leaves open. It grows with the doubt, and is no error of sampling.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.methods.linkage.clustering import clusters
from schakel.methods.linkage.linking import AUTO, REVIEW

Pair = tuple[int, int]
Lists = frozenset[str]
_TAILS = (2.5, 97.5)
# Surer pairs are joined in every draw, more doubtful ones in none: drawn one by one, the many that are hardly
# ever true would chain strangers into crowds that no register holds.
_LEAST, _MOST = REVIEW, AUTO


@dataclass(frozen=True, slots=True)
class Spread:
    """A count at the threshold, and between which counts it lies in 95 % of the draws."""

    count: int
    low: int
    high: int


def overlaps(people: Sequence[int], lists: Sequence[str]) -> Counter[Lists]:
    """How many persons are on exactly which lists. `people` and `lists`: one of each per report."""
    of: dict[int, set[str]] = {}
    for person, name in zip(people, lists, strict=True):
        of.setdefault(int(person), set()).add(name)
    return Counter(frozenset(names) for names in of.values())


def spread(
    lists: Sequence[str],
    alike: Iterable[Pair],
    probabilities: Mapping[Pair, float],
    *,
    settled: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    draws: int = 200,
    seed: int = 1,
) -> dict[Lists, Spread]:
    """Every combination of lists that occurs, with its count and what linkage leaves open.

    `lists`: per report the list it came on. `alike`: pairs of places that the count takes for one person.
    `probabilities`: how likely each pair is one person, for the draws. `settled` and `apart`: pairs on which
    people decided, joined or parted throughout. Counts are of persons; the same input and seed give the
    same answer. ValueError: a probability outside 0-1.
    """
    if any(not 0 <= share <= 1 for share in probabilities.values()):
        raise ValueError("a probability lies between 0 and 1")
    decided = {*map(_sorted, settled)}
    parted = {*map(_sorted, apart)}
    known = decided | parted
    best = _count(lists, decided, (pair for pair in alike if pair not in known), parted)
    open_ones = {pair: share for pair, share in sorted(probabilities.items()) if pair not in known}
    doubtful = [pair for pair, share in open_ones.items() if _LEAST <= share < _MOST]
    sure = [pair for pair, share in open_ones.items() if share >= _MOST]
    chances = np.array([open_ones[pair] for pair in doubtful])
    chance = np.random.default_rng(seed)
    seen: dict[Lists, list[int]] = {}
    for place in range(draws):
        joined = chance.random(len(doubtful)) < chances
        chosen = [doubtful[one] for one in np.flatnonzero(joined)]
        for names, count in _count(lists, decided, [*sure, *chosen], parted).items():
            seen.setdefault(names, [0] * draws)[place] = count
    found = {}
    for names in sorted({*best, *seen}, key=lambda each: (len(each), sorted(each))):
        low, high = np.percentile(seen.get(names, [best[names]]), _TAILS)
        ends = min(int(low), best[names]), max(int(np.ceil(high)), best[names])
        found[names] = Spread(best[names], *ends)
    return found


def persons(
    reports: int, settled: Iterable[Pair], joined: Iterable[Pair], apart: Iterable[Pair]
) -> np.ndarray:
    """Per report the number of a person: pairs that people settled and pairs alike, but for those apart."""
    # A decision holds against any number of likenesses when something has to be cut.
    weights = dict.fromkeys(joined, 1.0) | dict.fromkeys(settled, 1000.0)
    return clusters(reports, weights, apart)[0]


def _count(
    lists: Sequence[str], decided: Iterable[Pair], joined: Iterable[Pair], apart: Iterable[Pair]
) -> Counter[Lists]:
    return overlaps(persons(len(lists), decided, joined, apart).tolist(), lists)


def _sorted(pair: Pair) -> Pair:
    return (min(pair), max(pair))
