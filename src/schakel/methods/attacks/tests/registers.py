"""An invented register of 1,200 people with four attributes, and what bad and good protections make of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.methods.attacks.releases import ALL, HIDDEN, Dimension, Names, Release
from schakel.methods.attacks.suite import Box, Case
from schakel.methods.attacks.truths import coding_of, truth_of
from schakel.methods.disclosure.cubes import build
from schakel.methods.disclosure.protecting import protect
from schakel.methods.disclosure.specs import Dimension as Axis
from schakel.methods.disclosure.specs import Spec

SIZES = (5, 3, 9, 11)
PEOPLE = 1_200
DIMENSIONS = tuple(Dimension(name) for name in ("kind", "sex", "age", "form"))
EMPTY = Release(DIMENSIONS, 5, 3, [], np.zeros(0, dtype=np.int64))
Protection = Callable[..., NDArray[np.int64]]


def people(seed: int, many: int = PEOPLE) -> list[Names]:
    """Skewed and related attributes: most people are in a few usual combinations, many are the only one."""
    rng = np.random.default_rng(seed)
    sort = rng.choice(3, many, p=(0.5, 0.3, 0.2))
    columns = []
    for size in SIZES:
        falling = 1 / np.arange(1, size + 1) ** 1.7
        shares = np.array([np.roll(falling, move) for move in rng.integers(0, size, 3)])
        shares = np.cumsum(0.96 * shares / shares.sum(axis=1, keepdims=True) + 0.04 / size, axis=1)
        columns.append((rng.random(many)[:, None] > shares[sort][:, :-1]).sum(axis=1))
    return [
        tuple(f"{letter}{code}" for letter, code in zip("ksaf", row, strict=True))
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]


def exact(inner, design, base=5):
    return design @ inner


def suppressed(inner, design, base=5):
    """Numbers under the base left out, and nothing else."""
    counts = design @ inner
    return np.where((counts > 0) & (counts < base), HIDDEN, counts)


def rounded(inner, design, base=5):
    """Each number by itself to the nearest multiple."""
    return base * ((design @ inner + base // 2) // base)


def scattered(inner, design, base=5):
    """Each number by itself up or down, anew each time."""
    counts = design @ inner
    rest = counts % base
    up = np.random.default_rng(7).random(len(counts)) * base < rest
    return counts - rest + base * up


def released(rows: list[Names], protection: Protection) -> Release:
    """Everything of at most three attributes, as it would stand in a file."""
    truth = truth_of(rows, coding_of([EMPTY], rows), EMPTY.lattice)
    shown = protection(truth.counts, truth.design)
    listed = np.flatnonzero(shown)
    cells = [truth.coding.names(int(truth.keys[row])) for row in listed]
    return replace(EMPTY, cells=cells, counts=shown[listed])


def small_count(rows: list[Names], empty: Release = EMPTY) -> Release:
    """The product's own protection, from the outside."""
    table = pa.table(dict(zip(empty.names, map(list, zip(*rows, strict=True)), strict=True)))
    axes = tuple(Axis(one.name, one.parents, one.several, one.always) for one in empty.dimensions)
    told = protect(build(table, Spec(axes, base=empty.base, ways=empty.ways))).cells.to_pylist()
    cells = [
        tuple(ALL if cell[name] == "*" else cell[name] for name in empty.names) for cell in told
    ]
    return replace(empty, cells=cells, counts=np.array([cell["count"] for cell in told]))


def case(make: Callable[[list[Names]], Release], rows: list[Names]) -> Case:
    def build(places: NDArray[np.int64]) -> pa.Table:
        made = make([rows[place] for place in places])
        columns = zip(*(files_names(cell) for cell in made.cells), strict=True)
        return pa.table(
            {**dict(zip(made.names, map(list, columns), strict=True)), "count": made.counts}
        )

    return Case.of(make(rows), rows, Box(build))


def files_names(cell: Names) -> Names:
    """A cell as files name it."""
    return tuple("*" if code == ALL else code for code in cell)


MAKERS = {
    **{
        one.__name__: partial(released, protection=one)
        for one in (exact, suppressed, rounded, scattered)
    },
    "small_count": small_count,
}
