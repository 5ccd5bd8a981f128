"""From a cube of true counts to the one that may be published, with what that cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b, sha256

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.methods.disclosure.arrays import named, numbers
from schakel.methods.disclosure.checks import Verdict, judge
from schakel.methods.disclosure.cubes import Cube
from schakel.methods.disclosure.rounding import round_small_counts

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Loss:
    """What protection did to one table: how many cells it has, and the mean and largest change of a count."""

    dimensions: tuple[str, ...]
    cells: int
    mean_error: float
    largest_error: int


@dataclass(frozen=True)
class Protected:
    """A cube that may be published.

    `cells`: a string column per dimension in the order of the specification, `total` where it is summed
    over, and `count`; only counts above zero, so that an absent cell is empty or was small. `verdict` and
    `utility` compare with the truth: for the house, not for the public.
    """

    cells: pa.Table
    verdict: Verdict
    utility: tuple[Loss, ...]


def protect(cube: Cube, secret: bytes = b"") -> Protected:
    """Round the small counts of `cube`; same cube and same secret, same bytes.

    The method is public. Without a `secret`, whoever knows all records but one can run it on every guess
    about the last and see which gives what was published. With one, the search meets the inner cells in an
    order that nobody else knows, and so ends elsewhere among what is about as good.
    """
    base = cube.spec.base
    order = _order(cube, secret)
    rounded = np.empty_like(cube.counts)
    rounded[order] = round_small_counts(
        cube.counts[order],
        cube.published.only(order),
        base,
        cube.totals,
    )
    true, shown = cube.published @ cube.counts, cube.published @ rounded
    verdict = judge(cube.counts, rounded, true, shown, shown, base)
    return Protected(told(cube, shown), verdict, losses(cube, true, shown))


def _order(cube: Cube, secret: bytes) -> Counts:
    """The inner cells in an order of their own for each secret; as they are without one."""
    if not secret:
        return np.arange(len(cube.counts))
    key = sha256(secret).digest()
    digests = [blake2b(row.tobytes(), key=key, digest_size=8).digest() for row in cube.codes]
    return np.array(sorted(range(len(digests)), key=digests.__getitem__), dtype=np.int64)


def told(cube: Cube, shown: Counts) -> pa.Table:
    """The cells of `cube` whose protected count is above zero."""
    kept = np.flatnonzero(shown > 0)
    place = {axis.dimension.name: number for number, axis in enumerate(cube.axes)}
    columns = {}
    for name in cube.spec.names:
        names = [*cube.axes[place[name]].nodes, cube.spec.total]
        columns[name] = named(names, cube.cells[kept, place[name]].astype(np.int64))
    return pa.table({**columns, "count": numbers(shown[kept])})


def losses(cube: Cube, true: Counts, shown: Counts) -> tuple[Loss, ...]:
    """What each table lost, narrowest first."""
    errors = np.abs(shown - true)
    return tuple(
        Loss(
            tuple(name for name in cube.spec.names if name in names),
            len(part),
            float(part.mean()),
            int(part.max()),
        )
        for names, part in _by_table(cube, errors)
    )


def _by_table(cube: Cube, errors: Counts) -> Iterable[tuple[set[str], Counts]]:
    """The errors of each table's cells, which stand together."""
    shown = cube.cells >= 0
    starts = np.flatnonzero(np.r_[True, (shown[1:] != shown[:-1]).any(axis=1)])
    for start, end in zip(starts, [*starts[1:], len(shown)], strict=True):
        inside = np.flatnonzero(shown[start])
        yield {cube.axes[one].dimension.name for one in inside}, errors[start:end]
