"""Who belongs together: connected pairs, cut where a person said "not the same".

SciPy loads at the first clusters: most that imports this never asks for any.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

Pair = tuple[int, int]
# Weights become whole capacities for the cut: thousandths of a bit.
_SCALE = 1000
_GRAPHS = "scipy.sparse.csgraph"


def clusters(
    size: int, joined: Mapping[Pair, float], apart: Iterable[Pair] = ()
) -> tuple[np.ndarray, list[Pair]]:
    """Cluster number per record (0 … , in order of first record), and the joins that were cut.

    `joined`: pair of places → weight in bits above the threshold (> 0). `apart`: pairs that must not end
    up together; the cheapest joins that hold them together are cut (minimum cut), one pair at a time in
    sorted order. Raises ValueError where a weight is not positive.
    """
    if any(weight <= 0 for weight in joined.values()):
        raise ValueError("a join needs a positive weight")
    kept = dict(sorted(joined.items()))
    cut: list[Pair] = []
    for one, other in sorted(tuple(sorted(pair)) for pair in apart):
        labels = _components(size, kept)
        if labels[one] == labels[other]:
            inside = {pair: bits for pair, bits in kept.items() if labels[pair[0]] == labels[one]}
            gone = _minimum_cut(size, inside, one, other)
            cut += gone
            for pair in gone:
                del kept[pair]
    return _in_order(_components(size, kept)), cut


def _graph(size: int, joined: Mapping[Pair, float], both_ways: bool) -> Any:
    """A sparse matrix of SciPy: weights in whole capacities."""
    pairs = np.array(list(joined), dtype=np.int32).reshape(-1, 2)
    bits = np.array([max(1, round(weight * _SCALE)) for weight in joined.values()], dtype=np.int32)
    rows, columns = pairs[:, 0], pairs[:, 1]
    if both_ways:
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, pairs[:, 0]])
        bits = np.concatenate([bits, bits])
    return import_module("scipy.sparse").csr_array((bits, (rows, columns)), shape=(size, size))


def _components(size: int, joined: Mapping[Pair, float]) -> np.ndarray:
    graph = _graph(size, joined, both_ways=False)
    labels: np.ndarray = import_module(_GRAPHS).connected_components(graph, directed=False)[1]
    return labels


def _minimum_cut(size: int, joined: Mapping[Pair, float], one: int, other: int) -> list[Pair]:
    """The joins between what can still be reached from `one` at maximum flow and the rest."""
    graph = _graph(size, joined, both_ways=True)
    residual = graph - import_module(_GRAPHS).maximum_flow(graph, one, other).flow
    reached = {one}
    frontier = [one]
    while frontier:
        row = residual[[frontier.pop()], :].tocoo()
        fresh = [int(place) for place, left in zip(row.col, row.data, strict=True) if left > 0]
        frontier += [place for place in fresh if place not in reached]
        reached.update(fresh)
    return [pair for pair in joined if (pair[0] in reached) != (pair[1] in reached)]


def _in_order(labels: np.ndarray) -> np.ndarray:
    """Numbers by first appearance, so that equal input gives equal numbers."""
    _values, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]
