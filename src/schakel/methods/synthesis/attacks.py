"""Who was in the register? Tried from the synthetic records alone.

The attacker has the full records of some people and wants to know which of them were in the register. She
takes those for members whose record stands closest to a synthetic one (distance to the closest record,
the number of columns that differ; as in Houssiau et al. 2022 and Yao et al. 2025).
"""

import numpy as np
from numpy.typing import NDArray

from schakel.methods.synthesis.tabulating import Codes

# Cells compared at a time.
_AT_ONCE = 20_000_000


def closest(records: Codes, synthetic: Codes) -> NDArray[np.int64]:
    """For each record, the number of columns that differ from the synthetic record nearest to it."""
    columns = records.shape[1]
    wide = np.int32 if max(records.max(initial=0), synthetic.max(initial=0)) > 255 else np.uint8
    targets, others = records.astype(wide), np.unique(synthetic, axis=0).astype(wide)
    best = np.full(len(records), columns, dtype=np.int64)
    step = max(1, _AT_ONCE // max(1, len(others)))
    for start in range(0, len(targets), step):
        some = targets[start : start + step]
        differ = np.zeros((len(some), len(others)), dtype=np.uint8)
        for column in range(columns):
            differ += some[:, column, None] != others[None, :, column]
        best[start : start + step] = differ.min(axis=1, initial=columns)
    return best


def area_under_curve(members: NDArray[np.int64], others: NDArray[np.int64]) -> float:
    """The chance that a member scores above another; half for equal scores (0.5: blind guessing)."""
    both = np.concatenate([members, others])
    values, place, count = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place] if len(values) else both
    won = ranks[: len(members)].sum() - len(members) * (len(members) + 1) / 2
    return float(won / (len(members) * len(others)))


def membership(members: Codes, others: Codes, synthetic: Codes) -> float:
    """How well the attacker tells `members` from `others`: the area under her curve."""
    return area_under_curve(-closest(members, synthetic), -closest(others, synthetic))
