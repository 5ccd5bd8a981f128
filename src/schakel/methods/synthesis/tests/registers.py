"""Invented registers of several kinds, as Arrow tables of texts; the same seed gives the same records."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

# Twelve columns of 2 to 60 values, as sex, age group, form, region, nationality and the like would have.
SIZES = (2, 3, 4, 4, 5, 6, 7, 9, 11, 17, 30, 60)
_FORMS = (0.42, 0.25, 0.15, 0.10, 0.08)
_WOMEN = (0.85, 0.30, 0.60, 0.75, 0.50)


def register(
    records: int,
    seed: int,
    sizes: Sequence[int] = SIZES,
    strength: float = 0.6,
    skew: float = 1.05,
) -> pa.Table:
    """Skewed columns that hang together through the form of exploitation and the sex of each person.

    `skew` is the exponent of Zipf's law for the values, `strength` (0: independent) how far each of the
    ten kinds of person is away from it.
    """
    rng = np.random.default_rng(seed)
    form = rng.choice(len(_FORMS), records, p=_FORMS)
    kind = form * 2 + (rng.random(records) < np.array(_WOMEN)[form])
    columns = []
    for size in sizes:
        base = 1 / np.arange(1, size + 1) ** skew
        shares = base * np.exp(strength * rng.standard_normal((2 * len(_FORMS), size)))
        heights = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
        columns.append((rng.random(records)[:, None] > heights[kind][:, :-1]).sum(axis=1))
    return as_table(columns)


def chained(records: int, seed: int, sizes: Sequence[int] = (60, 25, 12, 6, 3, 2)) -> pa.Table:
    """Each column nearly follows from the one before (as region, province, part of the country)."""
    rng = np.random.default_rng(seed)
    base = 1 / np.arange(1, sizes[0] + 1)
    columns = [rng.choice(sizes[0], records, p=base / base.sum())]
    for size in sizes[1:]:
        follows = rng.integers(size, size=columns[-1].max() + 1)[columns[-1]]
        columns.append(
            np.where(rng.random(records) < 0.03, rng.integers(size, size=records), follows)
        )
    return as_table(columns)


def circled(records: int, seed: int) -> pa.Table:
    """Relations of three columns at once: the third is the sum of two that are independent."""
    rng = np.random.default_rng(seed)
    one, two, other = (rng.integers(size, size=records) for size in (3, 4, 5))
    return as_table([one, two, (one + two) % 6, other, np.zeros(records, dtype=np.int64)])


def as_table(columns: Sequence[NDArray[np.int64]]) -> pa.Table:
    """Codes as texts: column c3 has the values c3-00, c3-01 …"""
    return pa.table(
        {
            f"c{place}": pa.array([f"c{place}-{code:02d}" for code in column])
            for place, column in enumerate(columns)
        }
    )
