"""Is a protected table what it promises to be? The answer is stored with the release."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.disclosure.designs import Design

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Verdict:
    """What `check` found; the first four must be zero. Errors are in counted units."""

    small_cells: int  # published cells of 1..base-1
    broken_sums: int  # published cells that are not the sum of their inner cells
    off_base: int  # inner cells that were changed to something else than a multiple of the base
    revived_zeros: int  # published cells that were empty and are not any more
    published_cells: int
    changed_cells: int
    small_before: int
    mean_error: float
    largest_error: int
    total_error: int  # protected minus true sum of the inner cells

    @property
    def passed(self) -> bool:
        return not (self.small_cells or self.broken_sums or self.off_base or self.revived_zeros)


def check(
    inner: Counts,
    protected: Counts,
    published: Design,
    base: int = 5,
    shown: Counts | None = None,
) -> Verdict:
    """Judge `protected` (n,) against the true `inner` (n,) over the published cells (m, n).

    `shown` (m,): the numbers as they will be printed, where they were stored rather than summed.
    """
    sums = published @ protected
    after = sums if shown is None else np.asarray(shown)
    return judge(inner, protected, published @ inner, sums, after, base)


def judge(
    inner: Counts, protected: Counts, before: Counts, sums: Counts, after: Counts, base: int
) -> Verdict:
    """As `check`, of the published cells (m,) before protection, as sums of `protected`, and as printed."""
    changed = protected != inner
    errors = np.abs(after - before)
    return Verdict(
        small_cells=_small(after, base),
        broken_sums=int((after != sums).sum()),
        off_base=int((protected[changed] % base != 0).sum()) + _unrounded(before, after, base),
        revived_zeros=int(((before == 0) & (after != 0)).sum()),
        published_cells=len(after),
        changed_cells=int((after != before).sum()),
        small_before=_small(before, base),
        mean_error=float(errors.mean()) if len(errors) else 0.0,
        largest_error=int(errors.max(initial=0)),
        total_error=int(protected.sum() - inner.sum()),
    )


def _small(values: Counts, base: int) -> int:
    return int(((values > 0) & (values < base)).sum())


def _unrounded(before: Counts, after: Counts, base: int) -> int:
    """Cells that were small before and do not keep to the base afterwards, totals among them."""
    return int(((before > 0) & (before < base) & (after % base != 0)).sum())
