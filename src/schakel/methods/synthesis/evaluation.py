"""How much of a register its synthetic counterpart keeps: distances of tables, relations, inventions.

All of it compares with the truth and costs privacy if it is published: it is for whoever decides about
a release, inside the register, and not part of the release.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.synthesis.tabulating import Codes, Tables

# Beyond this many cells the tables of three columns are left out.
_MOST_CELLS = 60_000_000


@dataclass(frozen=True)
class Kept:
    """Measures over all tables of one, two and three columns; the third may be missing.

    `tvd_k` is the mean total variation distance between the tables of k columns (0: equal, 1: nothing in
    common), `invented_k` the part of the synthetic combinations of k values that no true record has,
    `cramers_v` the largest change of Cramér's V over all pairs of columns.
    """

    tvd_1: float
    tvd_2: float
    tvd_3: float | None
    invented_2: float
    invented_3: float | None
    cramers_v: float
    cramers_v_pair: tuple[int, int] | None

    def rounded(self) -> dict[str, object]:
        """For a report."""
        return {
            name: round(value, 5) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def kept(true: Codes, synthetic: Codes, sizes: Sequence[int]) -> Kept:
    """Compare two arrays of rows by columns that have the same codes."""
    distance = {}
    for ways in (1, 2, 3):
        distance[ways] = _distance(true, synthetic, Tables(sizes, ways))
    pair, change = _cramers_change(true, synthetic, sizes)
    return Kept(
        tvd_1=distance[1][0] or 0.0,
        tvd_2=distance[2][0] or 0.0,
        tvd_3=distance[3][0],
        invented_2=distance[2][1] or 0.0,
        invented_3=distance[3][1],
        cramers_v=change,
        cramers_v_pair=pair,
    )


def _distance(true: Codes, synthetic: Codes, tables: Tables) -> tuple[float | None, float | None]:
    """(mean total variation distance, part of the synthetic combinations that is invented)."""
    if not tables.cells or tables.cells > _MOST_CELLS:
        return None, None
    real, made = tables.counts(true), tables.counts(synthetic)
    away = np.abs(real / len(true) - made / len(synthetic)).sum() / 2 / len(tables.sets)
    present = made > 0
    return float(away), float((present & (real == 0)).sum() / max(present.sum(), 1))


def _cramers_change(
    true: Codes, synthetic: Codes, sizes: Sequence[int]
) -> tuple[tuple[int, int] | None, float]:
    """(the pair of columns whose Cramér's V changes most, by how much)."""
    tables = Tables(sizes, 2)
    real, made = tables.counts(true), tables.counts(synthetic)
    worst: tuple[tuple[int, int] | None, float] = (None, 0.0)
    for place, (one, other) in enumerate(tables.sets):
        cells = slice(tables.starts[place], tables.ends[place])
        shape = sizes[one], sizes[other]
        change = abs(cramers_v(real[cells].reshape(shape)) - cramers_v(made[cells].reshape(shape)))
        if change > worst[1]:
            worst = ((one, other), change)
    return worst


def cramers_v(table: NDArray[np.int64]) -> float:
    """Cramér's V of a table of counts (0: independent, 1: one value tells the other); 0 where undefined."""
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0].astype(np.float64)
    least = min(table.shape)
    if least < 2:
        return 0.0
    whole = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / whole
    squares = ((table - expected) ** 2 / expected).sum()
    return float(np.sqrt(squares / whole / (least - 1)))
