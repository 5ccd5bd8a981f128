"""S3 and S6: every published number by every way in which others add up to it.

A cell is the sum over the categories of one more dimension, the sum of the parts of its group, and what is
left of a larger cell without its other parts. In a release that holds, all ways end at one number; in one
that does not, their average gives the noise away (Asghar & Kaafar 2020).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from schakel.methods.attacks.releases import ALL, HIDDEN, Coding, Counts, Dimension, Keys, Release
from schakel.methods.attacks.solving import blind_guess
from schakel.methods.attacks.truths import Truth, look_up
from schakel.methods.attacks.verdicts import Verdict, judged

Floats = NDArray[np.float64]
_ROOM = 0.05


def parents_of(dimension: Dimension, nodes: tuple[str, ...]) -> NDArray[np.int64]:
    """The place of what each node is a part of: its group, or "*" (place 0) at the top; -1 for "*"."""
    index = {node: place for place, node in enumerate(nodes)}
    above = {}
    for leaf, chain in dimension.parents.items():
        for node, parent in zip((leaf, *chain), (*chain, ALL), strict=False):
            above[node] = parent
    found = [index.get(above.get(node, ALL), 0) for node in nodes]
    return np.array([-1, *found[1:]], dtype=np.int64)


@dataclass(frozen=True)
class Map:
    """The cells of a release by number, and how they hang together."""

    coding: Coding
    keys: Keys
    counts: Counts
    lattice: list[frozenset[int]]

    @classmethod
    def of(cls, release: Release, coding: Coding) -> "Map":
        return cls(coding, coding.keys(release.cells), release.counts, release.lattice)

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        return self.coding.codes(self.keys)

    @cached_property
    def strides(self) -> list[int]:
        sizes = self.coding.sizes
        return [int(np.prod(sizes[place + 1 :], dtype=np.int64)) for place in range(len(sizes))]

    def at(self, keys: Keys) -> Counts:
        return look_up(self.keys, self.counts, keys)

    def parts(self, place: int) -> tuple[Keys, Counts]:
        """For each published part along `place`: the cell that it is a part of, and its number."""
        code = self.codes[:, place]
        parents = parents_of(self.coding.dimensions[place], self.coding.nodes[place])
        part = code > 0
        if self.coding.dimensions[place].always:
            part &= parents[code] > 0
        above = self.keys[part] + (parents[code[part]] - code[part]) * self.strides[place]
        return above, self.counts[part]

    def sums(self, place: int) -> tuple[Keys, Counts, Counts]:
        """Cells that dimension `place` splits into parts: their keys, the sums of the parts, how many."""
        above, counts = self.parts(place)
        keys, where = np.unique(above, return_inverse=True)
        totals: Counts = np.zeros(len(keys), dtype=np.int64)
        np.add.at(totals, where, counts)
        return keys, totals, np.bincount(where, minlength=len(keys)).astype(np.int64)

    def largest_part(self, place: int, keys: Keys) -> Counts:
        """The largest of the parts of each of `keys`."""
        above, counts = self.parts(place)
        found: Counts = np.zeros(len(keys), dtype=np.int64)
        np.maximum.at(found, np.searchsorted(keys, above), counts)
        return found

    def splits(self, place: int) -> Keys:
        """The published cells that have published parts along `place`."""
        dimension, nodes = self.coding.dimensions[place], self.coding.nodes[place]
        groups = np.unique(parents_of(dimension, nodes)[1:])
        code = self.codes[:, place]
        shown = self.codes > 0
        masks = shown @ (1 << np.arange(shown.shape[1]))
        wider = {sum(1 << one for one in table) for table in self.lattice}
        open_ = np.isin(masks | (1 << place), list(wider))
        inside = np.isin(code, groups) & ((code > 0) | open_)
        return self.keys[inside if not dimension.always else inside & (code > 0)]

    def chain(self) -> Iterator[tuple[int, Keys, Counts, Counts]]:
        """For each dimension: the cells that it splits, the sums of their parts, and how many parts."""
        for place in range(len(self.coding.dimensions)):
            keys, totals, many = self.sums(place)
            every = np.union1d(keys, self.splits(place))
            yield place, every, look_up(keys, totals, every), look_up(keys, many, every)


def average(truth: Truth, release: Release) -> Verdict:
    """S3: passed when averages over all ways meet small cells no more often than a guess and 5 points."""
    counts = truth.cells
    small = (counts > 0) & (counts < release.base)
    met = np.rint(averages(truth, release))
    found = np.flatnonzero(small & (met == counts))
    guess = blind_guess(counts[small])
    return judged(
        "S3",
        (met[small] == counts[small]).mean() if small.any() else 0,
        guess + _ROOM,
        "share of small cells met",
        truth.coding.named(int(truth.keys[found[0]])) if len(found) else None,
        small_cells=int(small.sum()),
        guess=round(guess, 4),
    )


def averages(truth: Truth, release: Release) -> Floats:
    """The mean of every way to each cell (m,), each way weighed by how few noisy numbers it takes."""
    found = Map.of(release, truth.coding)
    shown = truth.shown(release).astype(float)
    weight = (shown != HIDDEN).astype(float)
    total = shown * weight
    for place, keys, sums, many in found.chain():
        if truth.coding.dimensions[place].several:
            continue
        here = np.isin(truth.keys, keys)
        parts = look_up(keys, many, truth.keys)
        here &= parts > 0
        total[here] += look_up(keys, sums, truth.keys)[here] / parts[here]
        weight[here] += 1 / parts[here]
        # And down again: a part is the whole without the other parts.
        up = _above(found, truth.keys, place)
        has = np.isin(up, keys) & (up >= 0)
        others = look_up(keys, sums, up) - look_up(found.keys, found.counts, truth.keys)
        left = found.at(up) - others
        more = np.maximum(look_up(keys, many, up), 1)
        total[has] += left[has] / more[has]
        weight[has] += 1 / more[has]
    return total / np.maximum(weight, 1e-9)


def _above(found: Map, keys: Keys, place: int) -> Keys:
    """The cell of which each is a part along `place`; -1 where there is none."""
    code = found.coding.codes(keys)[:, place]
    parents = parents_of(found.coding.dimensions[place], found.coding.nodes[place])
    return np.where(code > 0, keys + (parents[code] - code) * found.strides[place], -1)


@dataclass
class _Faults:
    """What does not agree, counted by kind, and the first cell of each."""

    counted: dict[str, int]
    first: str | None = None

    def add(self, kind: str, number: int, name: str | None = None) -> None:
        self.counted[kind] = self.counted.get(kind, 0) + number
        if number and self.first is None:
            self.first = f"{kind}: {name}" if name else kind

    def add_cells(self, kind: str, coding: Coding, keys: Keys) -> None:
        self.add(kind, len(keys), coding.named(int(keys[0])) if len(keys) else None)


def agree(truth: Truth, release: Release) -> Verdict:
    """S6: passed when nothing at all disagrees and no number is 1..base-1."""
    coding, found = truth.coding, Map.of(release, truth.coding)
    faults = _Faults({})
    order = np.sort(found.keys)
    faults.add_cells("listed twice", coding, order[1:][order[1:] == order[:-1]])
    small = (found.counts > 0) & (found.counts < release.base)
    faults.add_cells("small number", coding, found.keys[small])
    known = np.isin(found.keys, truth.keys)
    faults.add_cells("empty in truth", coding, found.keys[~known & (found.counts > 0)])
    faults.add_cells("no number", coding, found.keys[found.counts == HIDDEN])
    for place, keys, sums, _many in found.chain():
        whole = found.at(keys)
        if coding.dimensions[place].several:
            # A record may be in several parts, so the whole lies between the largest and the sum.
            wrong = (whole > sums) | (whole < found.largest_part(place, keys))
        else:
            wrong = whole != sums
        faults.add_cells("parts do not add up", coding, keys[wrong])
    faults.add_cells("small difference", coding, _small_differences(found, truth, release.base))
    for name, (cells, counts) in release.tables.items():
        differ = found.at(coding.keys(cells)) != counts
        faults.add("table differs from cube", int(differ.sum()), name)
    return judged(
        "S6",
        sum(faults.counted.values()),
        0,
        "disagreements",
        faults.first,
        cells=len(found.keys),
        tables=len(release.tables),
        faults=faults.counted,
    )


def _small_differences(found: Map, truth: Truth, base: int) -> Keys:
    """Cells that lie within another one for whom it is known, and of which it is all but 1..base-1."""
    small = []
    for place, dimension in enumerate(found.coding.dimensions):
        if not dimension.several:
            continue
        for outer, inner in _nested(found.coding, place, truth):
            shift = (outer - inner) * found.strides[place]
            keys = found.keys[found.codes[:, place] == inner]
            left = found.at(keys + shift) - found.at(keys)
            small.append(keys[(left > 0) & (left < base)])
    return np.unique(np.concatenate(small)) if small else np.zeros(0, dtype=np.int64)


def _nested(coding: Coding, place: int, truth: Truth) -> Iterator[tuple[int, int]]:
    """Codes (outer, inner) of which everybody under the second is under the first; "*" is 0."""
    dimension, nodes = coding.dimensions[place], coding.nodes[place]
    sets = [set(dimension.nodes(value)) for value in {row[place] for row in truth.inner}]
    for inner, name in enumerate(nodes):
        holding = [one for one in sets if name in one]
        for outer, other in enumerate(nodes):
            if inner and outer != inner and holding and all(other in one for one in holding):
                yield outer, inner
