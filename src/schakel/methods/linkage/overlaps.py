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
    if len(people) != len(lists):
        raise ValueError("one person and one list per report")
    numbered = np.unique(np.asarray(people, dtype=np.int64), return_inverse=True)[1]
    return _combinations(numbered, _Lists.of(lists))


@dataclass(frozen=True, slots=True)
class _Lists:
    """Which list each report came on, as a place among the names of all lists."""

    names: list[str]
    places: np.ndarray

    @classmethod
    def of(cls, lists: Sequence[str]) -> "_Lists":
        names = sorted(set(lists))
        place = {name: number for number, name in enumerate(names)}
        return cls(names, np.array([place[name] for name in lists], dtype=np.int64))


def _combinations(people: np.ndarray, lists: _Lists) -> Counter[Lists]:
    """A row of switches per person (0, 1, 2 and so on), one for each list; equal rows are counted."""
    if not len(people):
        return Counter()
    on = np.zeros((int(people.max()) + 1, len(lists.names)), dtype=bool)
    on[people, lists.places] = True
    packed = np.packbits(on, axis=1)
    words = np.zeros((len(on), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    # Numbers are sorted sooner than bytes; more than 64 lists take more than one.
    one = words.shape[1] == 8
    rows = words.view(np.uint64 if one else f"V{words.shape[1]}").ravel()
    _kinds, first, counts = np.unique(rows, return_index=True, return_counts=True)
    return Counter(
        {
            frozenset(lists.names[place] for place in np.flatnonzero(on[one])): count
            for one, count in zip(first.tolist(), counts.tolist(), strict=True)
        }
    )


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
    coded = _Lists.of(lists)
    best = _count(coded, decided, (pair for pair in alike if pair not in known), parted)
    open_ones = {pair: share for pair, share in sorted(probabilities.items()) if pair not in known}
    doubtful = [pair for pair, share in open_ones.items() if _LEAST <= share < _MOST]
    sure = [pair for pair, share in open_ones.items() if share >= _MOST]
    chances = np.array([open_ones[pair] for pair in doubtful])
    chance = np.random.default_rng(seed)
    seen: dict[Lists, list[int]] = {}
    for place in range(draws):
        joined = chance.random(len(doubtful)) < chances
        chosen = [doubtful[one] for one in np.flatnonzero(joined)]
        for names, count in _count(coded, decided, [*sure, *chosen], parted).items():
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
    lists: _Lists, decided: Iterable[Pair], joined: Iterable[Pair], apart: Iterable[Pair]
) -> Counter[Lists]:
    return _combinations(persons(len(lists.places), decided, joined, apart), lists)


def _sorted(pair: Pair) -> Pair:
    return (min(pair), max(pair))
