"""What wrong links between lists do to an estimate, and what it would be without them.

A missed link counts one person twice, each time on fewer lists; a false link counts two people once. Both
move the overlap between lists, on which everything rests. The error that is known (recall and precision
of the links) is added once more and twice more, and the trend is followed back to no error at all:
simulation extrapolation (Cook and Stefanski, "Simulation-extrapolation estimation in parametric
measurement error models", JASA 89, 1994), here with expected counts in the place of drawn ones. Zult, de
Wolf, Bakker and van der Heijden ("Correcting for linkage errors in the multiple capture-recapture", 2019)
describe what it corrects.
"""

import numpy as np

from schakel.methods.estimation.tables import Table
from schakel.methods.estimation.terms import Floats


def links(counts: Floats) -> float:
    """How many links hold the table together: for somebody on n lists, n - 1."""
    cells = np.arange(1, len(counts) + 1)
    return float(
        sum(n * (int(cell).bit_count() - 1) for cell, n in zip(cells, counts, strict=True))
    )


def with_missed(table: Table, share: float) -> Table:
    """As if this share of the links that were made had been missed; each miss parts one list from the
    others. Whole people: the largest remainders are rounded up."""
    counts = table.counts.astype(float).copy()
    for cell in _by_size(counts):
        several = [at for at in range(table.lists) if cell >> at & 1]
        if len(several) < 2:
            continue
        # Of the n - 1 links of such a person, at least one is missed with this chance.
        parted = counts[cell - 1] * (1 - (1 - share) ** (len(several) - 1))
        counts[cell - 1] -= parted
        for at in several:
            counts[(1 << at) - 1] += parted / len(several)
            counts[(cell & ~(1 << at)) - 1] += parted / len(several)
    return Table(table.names, _whole(counts), table.notes)


def with_false(table: Table, share: float) -> Table:
    """As if false links were added, this share of the links there are: two people, each on one list and
    not on the same, become one on both."""
    counts = table.counts.astype(float).copy()
    alone = np.array([counts[(1 << at) - 1] for at in range(table.lists)])
    pairs = [(one, two) for one in range(table.lists) for two in range(one)]
    weights = np.array([alone[one] * alone[two] for one, two in pairs])
    if not weights.sum():
        return table
    added = min(share * links(counts), alone.sum() / 4) * weights / weights.sum()
    for (one, two), number in zip(pairs, added, strict=True):
        counts[(1 << one) - 1] -= number
        counts[(1 << two) - 1] -= number
        counts[(1 << one | 1 << two) - 1] += number
    return Table(table.names, _whole(np.maximum(counts, 0.0)), table.notes)


def without_error(as_linked: float, once_more: float, twice_more: float) -> float:
    """Where the trend of estimates with one, two and three times the error comes to with none of it.

    The straight line through the logarithms at 1, 2 and 3 by least squares, read at 0. A curve would follow
    the jumps that come of another model being chosen.
    """
    values = np.log([as_linked, once_more, twice_more])
    return float(np.exp(values.mean() - (values[2] - values[0])))


def _by_size(counts: Floats) -> list[int]:
    """Cells with people, those on most lists first, so that the parts of one may part again."""
    met = (np.flatnonzero(counts) + 1).tolist()
    return sorted(met, key=lambda cell: (-cell.bit_count(), cell))


def _whole(counts: Floats) -> Floats:
    """Rounded to whole people with the same total."""
    floor = np.floor(counts)
    left = round(float(counts.sum() - floor.sum()))
    order = np.argsort(-(counts - floor), kind="stable")
    floor[order[:left]] += 1
    return floor
