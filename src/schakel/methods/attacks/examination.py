"""The attacks on a release that is still in memory, for the officer who must decide about it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from schakel.methods.attacks.records import records_of
from schakel.methods.attacks.releases import ALL, Release, release_of
from schakel.methods.attacks.suite import Box, Case, Settings, run
from schakel.methods.attacks.updates import Build, Places
from schakel.methods.attacks.verdicts import Verdict

Protect = Callable[[pa.Table], pa.Table]
# What can be asked without files; comparing releases needs the protecting function as well.
ASKED = ("S1", "S2", "S3", "S4", "S6", "S7")


def examine(
    cells: pa.Table,
    records: pa.Table,
    spec: dict[str, Any],
    *,
    protect: Protect | None = None,
    only: Collection[str] = ASKED,
    seed: int = 1,
    pairs: int = 10,
) -> list[Verdict]:
    """The verdicts on `cells` (a string column per dimension, "*" where summed over, and `count`).

    `records`: what they were made of, a column per dimension. `spec`: its dimensions (name, hierarchy,
    several, always), base and ways, in plain values, as in report.json. `protect`: makes cells of some
    records, to be run again.
    """
    empty = release_of({"spec": spec})
    columns = {name: _texts(records.column(name)) for name in records.column_names}
    release, rows = records_of(columns, _filled(empty, cells))
    box = Box(_builder(protect, records)) if protect else None
    case = Case.of(release, rows, box)
    return list(run(case, Settings(only=only, seed=seed, pairs=pairs)))


def _builder(protect: Protect, records: pa.Table) -> Build:
    def build(places: Places) -> pa.Table:
        return protect(records.take(pa.array(places)))

    return build


def _filled(empty: Release, cells: pa.Table) -> Release:
    columns = [_texts(cells.column(name)) for name in empty.names]
    names = [
        tuple(ALL if code == empty.total else code for code in cell)
        for cell in zip(*columns, strict=True)
    ]
    counts = cells.column("count").to_numpy().astype(np.int64)
    return replace(empty, cells=names, counts=counts)


def _texts(column: pa.ChunkedArray) -> list[str]:
    return ["" if value is None else str(value) for value in column.to_pylist()]
