"""S4: what two releases that differ by one batch of records tell about the records in between."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from schakel.methods.attacks.solving import least_squares
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.verdicts import Verdict, judged, skipped

Places = NDArray[np.int64]
Floats = NDArray[np.float64]
Rng = np.random.Generator
# Makes cells (a string column per dimension, and `count`) out of some of the records; how, is not for an
# attacker to know.
Build = Callable[[Places], pa.Table]
Progress = Callable[[str], None]
SMALLEST_BATCH = 100
_ROOM = 0.05
# Pairs that are solved at a time, in how many steps, and how strongly changes are kept small.
_AT_ONCE, _STEPS, _DAMP = 25, 40, 3.0


@dataclass(frozen=True)
class Pair:
    """Two releases: `difference` (m,) of what they show, and the inner cell of each new record."""

    difference: NDArray[np.int32]
    new: Places


@dataclass(frozen=True)
class Records:
    """The truth, and the inner cell (records,) that each record of the file is in; `total`: the sign for a
    sum in what is built of them."""

    truth: Truth
    cell: Places
    total: str

    @classmethod
    def of(cls, truth: Truth, rows: list[tuple[str, ...]], total: str) -> "Records":
        index = {row: place for place, row in enumerate(truth.inner)}
        return cls(truth, np.array([index[row] for row in rows], dtype=np.int64), total)

    def pairs(self, build: Build, rng: Rng, batch: int, many: int) -> Iterator[Pair]:
        """Releases without `batch` of the records, each beside the one with all of them."""
        everything = np.arange(len(self.cell))
        last = self.truth.shown_in(build(everything), self.total)
        for _ in range(many):
            new = np.sort(rng.permutation(len(self.cell))[:batch])
            old = build(np.setdiff1d(everything, new))
            shown = self.truth.shown_in(old, self.total)
            yield Pair((last - shown).astype(np.int32), self.cell[new])


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
    attacker = Attacker.of(records.truth, batch)
    shares: dict[str, list[float]] = {name: [] for name in STRATEGIES}
    found: dict[str, set[int]] = {name: set() for name in STRATEGIES}
    made: list[Pair] = []
    for number, pair in enumerate(records.pairs(build, rng, batch, pairs), 1):
        progress(f"S4: pair {number} of {pairs}")
        made.append(pair)
        if len(made) == _AT_ONCE or number == pairs:
            for name, pick in STRATEGIES.items():
                for one, cells in zip(made, pick(attacker, made), strict=True):
                    shares[name].append(float(np.isin(one.new, cells).mean()))
                    found[name] |= set(np.intersect1d(one.new, cells).tolist())
            made = []
    means = {name: float(np.mean(each)) for name, each in shares.items()}
    best = max((name for name in means if name != GUESS), key=means.__getitem__)
    refused = None if refuses is None else refuses(batch - 1) and not refuses(batch)
    return judged(
        "S4",
        means[best],
        means[GUESS] + _ROOM,
        "share of new records identified",
        _rarest(records.truth, found[best]),
        also=refused is not False,
        pairs=pairs,
        batch=batch,
        strategy=best,
        smaller_batches_refused=refused,
        **{f"share_{name}": round(share, 4) for name, share in means.items()},
    )


def _rarest(truth: Truth, found: set[int]) -> str | None:
    """The rarest combination that was found."""
    if not found:
        return None
    rarest = min(found, key=lambda cell: (truth.counts[cell], cell))
    names = zip(truth.coding.dimensions, truth.inner[rarest], strict=True)
    return ", ".join(f"{one.name}={value}" for one, value in names)


@dataclass(frozen=True)
class Attacker:
    """What somebody knows beforehand: which combinations exist, the published cells of each (`columns`), how
    many of each a `batch` usually adds (`usual` (n,), and in cells `expected` (m,)); `weights` of cells."""

    truth: Truth
    columns: csc_matrix
    usual: Floats
    expected: Floats
    weights: Floats
    batch: int

    @classmethod
    def of(cls, truth: Truth, batch: int) -> "Attacker":
        columns = csc_matrix(truth.design)
        columns.sort_indices()
        cells, share = truth.cells.astype(np.float64), batch / truth.records
        usual = truth.counts.astype(np.float64) * share
        return cls(truth, columns, usual, cells * share, 1 / np.maximum(cells, 1), batch)

    def best(self, scores: Floats) -> Places:
        """As many as were added, by score, the more usual one first where two score the same."""
        order = np.lexsort((np.arange(len(scores)), -self.truth.counts, -scores))
        return order[: self.batch]

    def surprises(self, pairs: Sequence[Pair]) -> Floats:
        """How much more each cell grew than if the new records were like all others (m, pairs)."""
        return np.stack([one.difference for one in pairs], axis=1) - self.expected[:, None]


Picks = list[Places]


def _by_guess(attacker: Attacker, pairs: Sequence[Pair]) -> Picks:
    return [attacker.best(np.zeros(len(attacker.usual)))] * len(pairs)


def _by_smallest(attacker: Attacker, pairs: Sequence[Pair]) -> Picks:
    """One after another the combination of which every cell grew, and grew most; then taken off."""
    return [_taken_off(attacker, one.difference.copy()) for one in pairs]


def _taken_off(attacker: Attacker, left: NDArray[np.int32]) -> Places:
    starts, rows = attacker.columns.indptr, attacker.columns.indices
    grown = np.minimum.reduceat(left[rows], starts[:-1])
    # Taking off makes no score larger: the best is the first that is still what it was thought to be.
    often = (-attacker.truth.counts).tolist()
    queue = list(zip((-2 * grown).tolist(), often, range(len(grown)), strict=True))
    heapify(queue)
    chosen: set[int] = set()
    for _ in range(attacker.batch):
        while True:
            _before, _often, cell = heappop(queue)
            own = rows[starts[cell] : starts[cell + 1]]
            # One that was taken before comes after others of the same score.
            now = (-2 * int(left[own].min()) + (cell in chosen), often[cell], cell)
            if not queue or now <= queue[0]:
                break
            heappush(queue, now)
        chosen.add(cell)
        left[own] -= 1
        heappush(queue, (-2 * int(left[own].min()) + 1, often[cell], cell))
    return np.array(sorted(chosen), dtype=np.int64)


def _by_sum(attacker: Attacker, pairs: Sequence[Pair]) -> Picks:
    """What grew in all cells together, the smaller cells weighing more, beside how usual it is."""
    evidence = attacker.columns.T @ (attacker.surprises(pairs) * attacker.weights[:, None])
    usual = _standard(np.log(attacker.truth.counts))
    return [attacker.best(_standard(one) + usual) for one in evidence.T]


def _by_solving(attacker: Attacker, pairs: Sequence[Pair]) -> Picks:
    """What has to be added to the usual so that the differences fit best."""
    change = least_squares(attacker.columns, attacker.surprises(pairs), _STEPS, _DAMP)
    return [attacker.best(attacker.usual + one) for one in change.T]


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread or 1.0), dtype=np.float64)


GUESS = "guess"
STRATEGIES: dict[str, Callable[[Attacker, Sequence[Pair]], Picks]] = {
    GUESS: _by_guess,
    "smallest": _by_smallest,
    "sum": _by_sum,
    "solving": _by_solving,
}
