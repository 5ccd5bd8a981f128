"""S4: what two releases that differ by one batch of records tell about the records in between."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import lsqr

from schakel.methods.attacks.releases import Counts, Release
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.verdicts import Verdict, judged, skipped

Places = NDArray[np.int64]
Floats = NDArray[np.float64]
Rng = np.random.Generator
# Makes a release out of some of the records; how, is not for an attacker to know.
Build = Callable[[Places], Release]
Progress = Callable[[str], None]
SMALLEST_BATCH = 100
_ROOM = 0.05
# Combinations that are looked at again, for each new record.
_LIKELY = 20


@dataclass(frozen=True)
class Pair:
    """Two releases: `difference` (m,) of what they show, and the inner cell of each new record."""

    difference: Counts
    new: Places


@dataclass(frozen=True)
class Records:
    """The truth, and the inner cell (records,) that each record of the file is in."""

    truth: Truth
    cell: Places

    @classmethod
    def of(cls, truth: Truth, rows: list[tuple[str, ...]]) -> "Records":
        index = {row: place for place, row in enumerate(truth.inner)}
        return cls(truth, np.array([index[row] for row in rows], dtype=np.int64))


def compare(
    records: Records,
    build: Build,
    rng: Rng,
    progress: Progress,
    pairs: int = 20,
    batch: int = SMALLEST_BATCH,
    refuses: Callable[[int], bool] | None = None,
) -> Verdict:
    """Passed when new records are identified no oftener than by guessing and 5 points.

    `refuses`: would a release that adds so many records be refused? It must be, below `batch`.
    """
    if len(records.cell) < 2 * batch:
        return skipped("S4", f"Fewer than {2 * batch} records: there is no batch to add to others.")
    made = []
    last = records.truth.shown(build(np.arange(len(records.cell))))
    for number in range(pairs):
        progress(f"S4: pair {number + 1} of {pairs}")
        new = np.sort(rng.permutation(len(records.cell))[:batch])
        old = np.setdiff1d(np.arange(len(records.cell)), new)
        shown = records.truth.shown(build(old))
        made.append(Pair(last - shown, records.cell[new]))
    picks = {name: [pick(records.truth, one) for one in made] for name, pick in STRATEGIES.items()}
    shares = {name: _share(made, found) for name, found in picks.items()}
    best = max((name for name in shares if name != GUESS), key=lambda name: shares[name])
    refused = None if refuses is None else refuses(batch - 1) and not refuses(batch)
    return judged(
        "S4",
        shares[best],
        shares[GUESS] + _ROOM,
        "share of new records identified",
        _named(records.truth, made, picks[best]),
        also=refused is not False,
        pairs=pairs,
        batch=batch,
        strategy=best,
        smaller_batches_refused=refused,
        **{f"share_{name}": round(share, 4) for name, share in shares.items()},
    )


def _share(pairs: list[Pair], picks: list[Places]) -> float:
    """The share of new records whose combination is among as many as were added, as picked."""
    return float(
        np.mean([np.isin(one.new, pick).mean() for one, pick in zip(pairs, picks, strict=True)])
    )


def _named(truth: Truth, pairs: list[Pair], picks: list[Places]) -> str | None:
    """The rarest combination that was found."""
    found = [
        cell
        for one, pick in zip(pairs, picks, strict=True)
        for cell in np.intersect1d(one.new, pick)
    ]
    if not found:
        return None
    rarest = min(found, key=lambda cell: (truth.counts[cell], cell))
    names = zip(truth.coding.dimensions, truth.inner[rarest], strict=True)
    return ", ".join(f"{one.name}={value}" for one, value in names)


def _picked(scores: Floats, truth: Truth, many: int) -> Places:
    """The best `many` by score, the more usual one first where two score the same."""
    return np.lexsort((np.arange(len(scores)), -truth.counts, -scores))[:many]


def _by_guess(truth: Truth, pair: Pair) -> Places:
    return _picked(np.zeros(len(truth.counts)), truth, len(pair.new))


def _by_smallest(truth: Truth, pair: Pair) -> Places:
    """One after another the combination of which every cell grew, and grew most; then taken off."""
    columns, left = _columns(truth), pair.difference.astype(float)
    grown = np.minimum.reduceat(left[columns.indices], columns.indptr[:-1])
    # Taking off makes no score larger, so those that start low need no second look.
    likely = np.sort(_picked(grown, truth, _LIKELY * len(pair.new)))
    columns = columns[:, likely]
    starts, rows = columns.indptr[:-1], columns.indices
    chosen: list[int] = []
    for _ in range(len(pair.new)):
        scores = np.minimum.reduceat(left[rows], starts)
        scores[chosen] -= 0.5
        best = int(np.lexsort((-truth.counts[likely], -scores))[0])
        chosen.append(best)
        left[rows[starts[best] : columns.indptr[best + 1]]] -= 1
    return likely[np.unique(chosen)]


def _by_sum(truth: Truth, pair: Pair) -> Places:
    """What grew in all cells together, the smaller cells weighing more, beside how usual it is."""
    surprise = pair.difference - _expected(truth, pair)
    weights = 1 / np.maximum(truth.cells, 1)
    columns = _columns(truth)
    evidence = columns.T @ (surprise * weights)
    return _picked(_standard(evidence) + _standard(np.log(truth.counts)), truth, len(pair.new))


def _by_solving(truth: Truth, pair: Pair) -> Places:
    """What has to be added to the usual so that the differences fit best."""
    usual = truth.counts * len(pair.new) / truth.records
    surprise = pair.difference - _expected(truth, pair)
    change = lsqr(truth.design.astype(float), surprise.astype(float), damp=3.0, iter_lim=200)[0]
    return _picked(usual + change, truth, len(pair.new))


def _expected(truth: Truth, pair: Pair) -> Floats:
    """How much each cell would grow if the new records were like all others."""
    return np.asarray(truth.cells * (len(pair.new) / truth.records), dtype=np.float64)


def _columns(truth: Truth) -> csc_matrix:
    columns = csc_matrix(truth.design)
    columns.sort_indices()
    return columns


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread or 1.0), dtype=np.float64)


GUESS = "guess"
STRATEGIES: dict[str, Callable[[Truth, Pair], Places]] = {
    GUESS: _by_guess,
    "smallest": _by_smallest,
    "sum": _by_sum,
    "solving": _by_solving,
}
