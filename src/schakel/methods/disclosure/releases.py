"""What is published at one time: a protected cube per period, beside what was published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.methods.disclosure.arrays import codes_of, named, numbers, picked, whole
from schakel.methods.disclosure.cellkeys import UNIT
from schakel.methods.disclosure.checks import Verdict
from schakel.methods.disclosure.cubes import Cube, build, column
from schakel.methods.disclosure.keys import Keys
from schakel.methods.disclosure.lattices import observed
from schakel.methods.disclosure.protecting import Loss, losses, protect, told
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.specs import CELL_KEY, Spec

Counts = NDArray[np.int64]

# A release over the same period that adds fewer tells who was added (docs/reference/protect.md).
FEWEST_NEW = 100


@dataclass(frozen=True)
class Period:
    """What is known of the cube of one period; for the house, but for `cells` and `passed`.

    `origin`: "new", "revised", or "kept" as it was published before.
    """

    records: int
    passed: bool
    origin: str = "new"
    verdict: Verdict | None = None
    utility: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Release:
    """`cells`: as `protecting.Protected.cells`, after a column for the period where there is one."""

    cells: pa.Table
    periods: Mapping[str, Period] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(period.passed for period in self.periods.values())


def release(
    table: pa.Table,
    spec: Spec,
    previous: Release | None = None,
    revision: bool = False,
    keys: Keys | None = None,
) -> Release:
    """Protect `table`, period by period, and keep of `previous` what was published before.

    Refused where it adds too few records to what the same period held before. With `revision` periods that
    were published before are made anew.
    """
    made: dict[str, tuple[pa.Table, Period]] = {}
    for name, records in _parts(table, spec).items():
        kept = spec.period and previous and name in previous.periods and not revision
        if not kept:
            made[name] = _protected(records, spec, name, keys)
    if previous:
        made = _after(previous, made, spec)
    parts = {name: cells for name, (cells, _period) in sorted(made.items())}
    cells = _over_periods(parts, spec) if spec.period else parts[""]
    return Release(cells, {name: period for name, (_cells, period) in sorted(made.items())})


def _parts(table: pa.Table, spec: Spec) -> dict[str, pa.Table]:
    """The records of each period, by its name."""
    if not spec.period:
        return {"": table}
    values, codes = column(table, spec.period, spec)
    if spec.total in values:
        raise Refused("total_is_value", name=spec.period, value=spec.total)
    return {
        value: picked(table, np.flatnonzero(codes == number)) for number, value in enumerate(values)
    }


def _protected(
    records: pa.Table, spec: Spec, period: str, keys: Keys | None
) -> tuple[pa.Table, Period]:
    cube = build(records, spec)
    if spec.method == CELL_KEY and keys and keys.perturbation:
        true = cube.published @ cube.counts
        shown = keys.perturbation.perturb(
            true, cube.published @ _inner_keys(cube, keys.secret, period) % UNIT
        )
        # Only sums of nobody are told as they are.
        sound = not bool((shown[true == 0] != 0).any())
        return told(cube, shown), Period(cube.records, sound, utility=losses(cube, true, shown))
    done = protect(cube, keys.secret + period.encode() if keys else b"")
    found = Period(cube.records, done.verdict.passed, verdict=done.verdict, utility=done.utility)
    return done.cells, found


def _inner_keys(cube: Cube, secret: bytes, period: str) -> Counts:
    """The sum of the record keys in each inner cell.

    A record's key follows from what it holds and how many alike came before it: so it stays the same in
    another order, and when other records are added.
    """
    found = np.zeros(len(cube.counts), dtype=np.int64)
    names = [axis.values for axis in cube.axes]
    for place, (codes, count) in enumerate(
        zip(cube.codes.tolist(), cube.counts.tolist(), strict=True)
    ):
        held = [values[code] for values, code in zip(names, codes, strict=True)]
        text = "\x1f".join([period, *held]).encode()
        keyed = blake2b(text, key=secret, digest_size=8)
        total = 0
        for number in range(count):
            one = keyed.copy()
            one.update(b"\x1e%d" % number)
            total += int.from_bytes(one.digest(), "big") % UNIT
        found[place] = total % UNIT
    return found


def _after(
    previous: Release, made: dict[str, tuple[pa.Table, Period]], spec: Spec
) -> dict[str, tuple[pa.Table, Period]]:
    """`made` beside what `previous` held and is not made anew; Refused where too little was added."""
    result, added = {}, 0
    for name, before in previous.periods.items():
        cells = _cells_of(previous, name, spec)
        if name not in made or made[name][0].equals(cells):
            result[name] = (cells, replace(before, origin="kept"))
    for name, (cells, period) in made.items():
        if name not in result:
            old = previous.periods.get(name)
            added += period.records - (old.records if old else 0)
            result[name] = (cells, replace(period, origin="revised" if old else "new"))
    changed = any(period.origin != "kept" for _cells, period in result.values())
    if changed and added < FEWEST_NEW:
        raise Refused("too_few_new", least=FEWEST_NEW)
    return result


def _cells_of(release: Release, period: str, spec: Spec) -> pa.Table:
    if not spec.period:
        return release.cells
    values, codes = codes_of(release.cells.column(spec.period))
    here = np.flatnonzero(codes == values.index(period)) if period in values else codes[:0]
    return picked(release.cells, here).drop_columns(spec.period)


def _over_periods(parts: Mapping[str, pa.Table], spec: Spec) -> pa.Table:
    """The cells of all periods together, and those of each, in the order of their names."""
    blocks = {spec.total: _summed(pa.concat_tables(parts.values()), spec.names), **parts}
    return pa.concat_tables(
        cells.add_column(0, spec.period, named([name], np.zeros(cells.num_rows, dtype=np.int64)))
        for name, cells in blocks.items()
    )


def _summed(cells: pa.Table, names: tuple[str, ...]) -> pa.Table:
    """Cells of the same name added up, in the order of their names."""
    values, columns = [], []
    for name in names:
        raw, codes = codes_of(cells.column(name))
        ordered = sorted(str(value) for value in raw)
        place = {value: number for number, value in enumerate(ordered)}
        values.append(ordered)
        columns.append(np.array([place[str(value)] for value in raw], dtype=np.int64)[codes])
    found, _times, which = observed(columns, [len(one) for one in values])
    counts = np.bincount(which, weights=whole(cells.column("count"))).astype(np.int64)
    told_as = {name: named(values[n], found[:, n]) for n, name in enumerate(names)}
    return pa.table({**told_as, "count": numbers(counts)})
