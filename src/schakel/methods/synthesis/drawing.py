"""Rows out of noisy tables: column by column, every pair with an earlier column kept.

For a new column, each row gets a distribution over its values such that, summed over the rows drawn so
far, every measured table with an earlier column comes out (the log-linear model of most entropy, found by
proportional fitting over rows with the same earlier values). Unlike a tree of pairs with one parent each,
this keeps all measured pairs, whatever circles they form.

One value is then drawn per row. Rows in the same cells are neighbours in the order of drawing, and the
places on their distributions are spread evenly (a Kronecker sequence, its own irrational step per column)
instead of at random: chance moves counts far less, and no count is fixed that the tables do not fix.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from schakel.methods.synthesis.measuring import Model

Codes = NDArray[np.int64]
Shares = NDArray[np.float32]

# Sweeps of the fitting, at most; and the part of the rows that may then still be elsewhere.
_SWEEPS, _NEAR = 12, 0.01
_SWEEPS_APART = 3
_LARGEST_STEP = np.float32(10)
_TINY = 1e-9
# Keys of combined columns are counted anew before they grow beyond this.
_LARGEST_KEY = 2**62
# Rows are taken together when they are fewer kinds than this part of them.
_WORTH_GROUPING = 0.7
# Earlier columns that a column is fitted to, at most; the strongest.
_MOST_PARENTS = 16


def drawn(model: Model, rows: int, rng: np.random.Generator, rarest: float = 0.0) -> Codes:
    """`rows` rows as codes, an array of rows by columns.

    Two values that would be met together fewer than `rarest` times among the rows are kept apart.
    """
    sizes = model.sizes
    # Long lists first: they then have few columns to be fitted to, which costs less and loses nothing.
    order = sorted(range(len(sizes)), key=lambda column: (-sizes[column], column))
    steps = _irrational(len(sizes))
    codes = np.zeros((rows, len(sizes)), dtype=np.int64)
    for place, column in enumerate(order):
        earlier = order[:place]
        parents = _parents(model, column, earlier)
        sorted_rows, kinds = _neighbours(codes, parents, earlier, sizes, rng)
        shares = _fitted(model, codes, column, parents, kinds)
        if rarest and earlier:
            shares = _kept_apart(shares, codes, earlier, parents, sizes, rarest)
        places = np.empty(rows, dtype=np.float32)
        places[sorted_rows] = (rng.random() + np.arange(rows) * steps[place]) % 1
        codes[:, column] = _values(shares, places)
    return codes


@dataclass(frozen=True)
class _Kinds:
    """Rows with the same values of some columns: a row of each kind, the kind of each row, their number.

    `of_rows` is None where nearly every row is its own kind, and taking them together saves nothing.
    """

    first: Codes
    of_rows: Codes | None
    count: Shares


def _neighbours(
    codes: Codes,
    parents: Sequence[int],
    earlier: Sequence[int],
    sizes: Sequence[int],
    rng: np.random.Generator,
) -> tuple[Codes, _Kinds]:
    """The rows in an order in which alike ones are neighbours (chance decides among equals), and kinds."""
    mixed = rng.permutation(len(codes))
    major, largest = _key(codes, parents, sizes)
    minor, most = _key(codes, [other for other in earlier if other not in parents], sizes)
    if largest * most < _LARGEST_KEY:
        found = mixed[np.argsort((major * most + minor)[mixed], kind="stable")]
    else:
        found = mixed[np.lexsort((minor[mixed], major[mixed]))]
    inner = major[found]
    fresh = np.concatenate([[True], inner[1:] != inner[:-1]])
    starts = np.flatnonzero(fresh)
    if len(starts) > _WORTH_GROUPING * len(codes):
        alone = np.ones(len(codes), dtype=np.float32)
        return found, _Kinds(np.arange(len(codes)), None, alone)
    of_rows = np.empty(len(codes), dtype=np.int64)
    of_rows[found] = np.cumsum(fresh) - 1
    count = np.diff(starts, append=len(codes)).astype(np.float32)
    return found, _Kinds(found[starts], of_rows, count)


def _key(codes: Codes, columns: Sequence[int], sizes: Sequence[int]) -> tuple[Codes, int]:
    """(a number per row that is equal where all of `columns` are, a bound on those numbers)."""
    key, largest = np.zeros(len(codes), dtype=np.int64), 1
    for column in columns:
        if largest * sizes[column] > _LARGEST_KEY:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            largest = len(key)
        key, largest = key * sizes[column] + codes[:, column], largest * sizes[column]
    return key, largest


def _irrational(count: int) -> list[float]:
    """Steps that have no whole-number relation: the square roots of primes."""
    primes: list[int] = []
    number = 2
    while len(primes) < count:
        if all(number % prime for prime in primes):
            primes.append(number)
        number += 1
    return [prime**0.5 % 1 for prime in primes]


def _parents(model: Model, column: int, earlier: Sequence[int]) -> list[int]:
    """The earlier columns that this one is fitted to: measured ones first, the strongest of all first.

    Beside measured columns, a column that was found to be independent is fitted as such: otherwise the
    two would be tied through a third.
    """
    scores = {
        other: model.scores.get((min(column, other), max(column, other)), -np.inf)
        for other in earlier
    }
    if not any(score > -np.inf for score in scores.values()):
        return []
    return sorted(scores, key=lambda other: (-scores[other], other))[:_MOST_PARENTS]


def _fitted(
    model: Model, codes: Codes, column: int, parents: Sequence[int], kinds: _Kinds
) -> Shares:
    """A distribution over the values of `column` for each row: an array of rows by values."""
    base = (model.ones[column] / model.ones[column].sum()).astype(np.float32)
    if not parents:
        return np.tile(base, (len(codes), 1))
    wanted = {
        parent: _conditional(model, parent, column, base)
        * np.bincount(codes[:, parent], minlength=model.sizes[parent])[:, None]
        for parent in parents
    }
    own = {parent: codes[kinds.first, parent] for parent in parents}
    into = {parent: _summing(own[parent], model.sizes[parent], kinds.count) for parent in parents}
    # The first relation as it is: steps are bounded after that, so that tables that disagree stay sane.
    shares = _conditional(model, parents[0], column, base).astype(np.float32)[own[parents[0]]]
    for _sweep in range(_SWEEPS if len(parents) > 1 else 0):
        away = 0.0
        for parent in parents:
            present = into[parent] @ shares
            away = max(away, float(np.abs(wanted[parent] - present).sum()))
            ratio = wanted[parent] / np.maximum(present, _TINY)
            step = np.clip(ratio, 1 / _LARGEST_STEP, _LARGEST_STEP).astype(np.float32)
            shares *= step[own[parent]]
        shares = _normal(shares, base)
        if away < _NEAR * len(codes):
            break
    return shares if kinds.of_rows is None else shares[kinds.of_rows]


def _conditional(model: Model, parent: int, column: int, base: Shares) -> NDArray[np.float64]:
    """The distribution of `column` for each value of `parent`."""
    table = model.pairs.get((min(parent, column), max(parent, column)))
    if table is None:
        return np.tile(base.astype(np.float64), (model.sizes[parent], 1))
    table = table if parent < column else table.T
    sums = table.sum(axis=1, keepdims=True)
    return np.where(sums > 0, table / np.where(sums > 0, sums, 1), base)


def _summing(codes: Codes, size: int, weights: NDArray[np.float32]) -> sparse.csr_matrix:
    """The matrix that sums rows by their code, each with its weight: size by rows."""
    rows = len(codes)
    return sparse.csr_matrix((weights, codes, np.arange(rows + 1)), shape=(rows, size)).T.tocsr()


def _normal(shares: Shares, base: Shares) -> Shares:
    sums = shares.sum(axis=1, keepdims=True)
    return np.where(sums > _TINY, shares / np.maximum(sums, _TINY), base)


def _kept_apart(
    shares: Shares,
    codes: Codes,
    earlier: Sequence[int],
    parents: Sequence[int],
    sizes: Sequence[int],
    rarest: float,
) -> Shares:
    """`shares` without what would be rare beside any earlier column; the sums of before are kept."""
    into = {
        other: _summing(codes[:, other], sizes[other], np.ones(len(codes), dtype=np.float32))
        for other in earlier
    }
    allowed = np.ones(shares.shape, dtype=bool)
    for other in earlier:
        allowed &= (into[other] @ shares >= rarest)[codes[:, other]]
    left = shares * allowed
    left = np.where(left.sum(axis=1, keepdims=True) > 1e-6, left, shares)
    wanted, whole = {parent: into[parent] @ shares for parent in parents}, shares.sum(axis=0)
    for _sweep in range(_SWEEPS_APART):
        for parent in parents:
            ratio = wanted[parent] / np.maximum(into[parent] @ left, _TINY)
            left = left * np.minimum(ratio, _LARGEST_STEP)[codes[:, parent]]
        left = left * (whole / np.maximum(left.sum(axis=0), _TINY))
        left = _normal(left, shares)
    return left


def _values(shares: Shares, places: NDArray[np.float32]) -> Codes:
    """The value at each row's place (0 to 1) on its distribution."""
    heights = np.cumsum(shares, axis=1)
    found = (heights < (places * heights[:, -1])[:, None]).sum(axis=1)
    return np.minimum(found, shares.shape[1] - 1)
