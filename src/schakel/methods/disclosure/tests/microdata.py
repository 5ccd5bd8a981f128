"""Invented microdata in the shape of a register: eight attributes, skewed and related to each other."""

import numpy as np
from numpy.typing import NDArray

# As kind of reporter, age group, gender, form, nationality, residence status, region and sector would have.
SIZES = (17, 9, 4, 11, 40, 13, 26, 20)
_SORTS = (
    0.4,
    0.25,
    0.2,
    0.1,
    0.05,
)  # latent sorts of records, which give the attributes their relations


def microdata(records: int, seed: int) -> list[NDArray[np.int64]]:
    """Eight columns of codes; the same seed always gives the same records."""
    rng = np.random.default_rng(seed)
    sort = rng.choice(len(_SORTS), records, p=_SORTS)
    columns = []
    for size in SIZES:
        zipf = 1 / np.arange(1, size + 1) ** 1.1
        # Each sort prefers other codes, but rare codes stay rather rare in all of them.
        ranks = [np.argsort(np.argsort(rng.random(size) + 0.25 * np.arange(size))) for _ in _SORTS]
        shares = np.cumsum([(zipf / zipf.sum())[rank] for rank in ranks], axis=1)
        columns.append((rng.random(records)[:, None] > shares[sort][:, :-1]).sum(axis=1))
    return columns
