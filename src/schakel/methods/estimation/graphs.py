"""Bayesian model averaging over decomposable graphs.

Madigan and York ("Bayesian methods for estimation of the size of a closed population", Biometrika 84,
1997): every decomposable graph over the lists is a model; with a hyper-Dirichlet prior the evidence for a
graph and a number of unseen people has a closed form. Nothing is drawn at random, so that results are
exact on the grid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import gammaln, logsumexp

from schakel.methods.estimation.terms import Floats, Whole

MOST_LISTS = 5
# The grid of unseen people: this many values, from 1 to this many times the people seen.
_STEPS, _FURTHEST = 1000, 30
_LEVELS = (0.025, 0.5, 0.975)


@dataclass(frozen=True)
class Graph:
    """A decomposable graph: the sets of lists that are cliques, and those that part them."""

    cliques: tuple[int, ...]
    separators: tuple[int, ...]


@dataclass(frozen=True)
class Averaged:
    """Everybody at 2.5 %, 50 % and 97.5 %; `graphs` with their `weights`; `unseen` (g,) with `chances`
    (g,)."""

    low: int
    median: int
    high: int
    graphs: tuple[Graph, ...]
    weights: Floats
    unseen: Whole
    chances: Floats


def average(counts: Floats, lists: int, weight: float | None = None) -> Averaged:
    """Average over all decomposable graphs on `counts` (c,), the cells of `lists` lists.

    `weight`: the prior count of each cell; 2 to the power of minus the number of lists by default. The
    prior of the number of people is one over it. ValueError with more than five lists: there are too many
    graphs.
    """
    if lists > MOST_LISTS:
        raise ValueError(f"averaging over graphs takes at most {MOST_LISTS} lists")
    weight = 2.0**-lists if weight is None else weight
    people = int(counts.sum())
    unseen = np.unique(np.rint(np.linspace(1, _FURTHEST * people, _STEPS)).astype(np.int64))
    graphs = tuple(decomposable(lists))
    table = np.concatenate([[0.0], counts])
    wanted = {part for graph in graphs for part in (*graph.cliques, *graph.separators)}
    parts = {part: _evidence(table, part, lists, weight, unseen) for part in sorted(wanted)}
    every = people + unseen
    whole = _normaliser(lists, weight, every)
    prior = gammaln(every + 1) - gammaln(unseen + 1) - np.log(every)
    logs = np.array(
        [
            prior
            + whole
            + sum(parts[one] for one in graph.cliques)
            - sum(parts[one] for one in graph.separators)
            for graph in graphs
        ]
    )
    chances = np.exp(logs - logsumexp(logs))
    share = chances.sum(axis=0)
    low, median, high = (int(every[np.searchsorted(share.cumsum(), level)]) for level in _LEVELS)
    return Averaged(low, median, high, graphs, chances.sum(axis=1), unseen, share)


def _normaliser(lists: int, weight: float, every: Whole) -> Floats:
    """The constant that `_evidence` leaves out."""
    total = weight * 2**lists
    return gammaln(total) - gammaln(total + every)


def _evidence(table: Floats, part: int, lists: int, weight: float, unseen: Whole) -> Floats:
    """(g,): the logarithm of the evidence of the table of some lists alone, for each number of unseen
    people.

    Without the constant for the number of all people, which is the same for every part, the empty one
    too: a graph has one clique more than it has separators, so that `_normaliser` adds it once.
    """
    cells = np.arange(1 << lists)
    seen = np.bincount(cells & part, weights=table, minlength=1 << lists)
    inside = np.flatnonzero(np.isin(cells, cells & part))
    prior = weight * 2 ** (lists - part.bit_count())
    known = inside[inside != 0]
    fixed = (gammaln(seen[known] + prior)).sum() - len(inside) * gammaln(prior)
    found: Floats = fixed + gammaln(seen[0] + unseen + prior)
    return found


def decomposable(lists: int) -> Iterator[Graph]:
    """Every decomposable (chordal) graph over so many lists."""
    pairs = list(combinations(range(lists), 2))
    for number in range(1 << len(pairs)):
        near = [0] * lists
        for bit, (one, two) in enumerate(pairs):
            if number >> bit & 1:
                near[one] |= 1 << two
                near[two] |= 1 << one
        graph = _graph(near, lists)
        if graph:
            yield graph


def _graph(near: list[int], lists: int) -> Graph | None:
    """Take lists away whose neighbours all know each other, one by one; None where that gets stuck.

    Each list taken away leaves a clique of itself and its neighbours; what a clique shares with the rest
    parts it.
    """
    left = (1 << lists) - 1
    cliques: list[int] = []
    parting: list[int] = []
    while left:
        gone = next(
            (one for one in range(lists) if left >> one & 1 and _simple(near, one, left)), None
        )
        if gone is None:
            return None
        around = near[gone] & left
        clique = around | 1 << gone
        if not any(clique & bigger == clique for bigger in cliques):
            cliques.append(clique)
            parting.append(around)
        left &= ~(1 << gone)
    return _parted(cliques)


def _simple(near: list[int], one: int, left: int) -> bool:
    around = near[one] & left
    others = [two for two in range(around.bit_length()) if around >> two & 1]
    return all(around & ~(1 << two) & ~near[two] == 0 for two in others)


def _parted(cliques: list[int]) -> Graph:
    """The separators of a chordal graph: a largest spanning tree of its cliques by what they share."""
    inside, outside = [cliques[0]], list(cliques[1:])
    separators = []
    while outside:
        shared, next_one = max(
            ((one & two, two) for two in outside for one in inside),
            key=lambda pair: pair[0].bit_count(),
        )
        separators.append(shared)
        outside.remove(next_one)
        inside.append(next_one)
    return Graph(tuple(cliques), tuple(separators))
