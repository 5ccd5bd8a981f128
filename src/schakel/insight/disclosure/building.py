"""Counts, protects and attacks: what works with Arrow, NumPy and SciPy. Loaded when it is first needed.

A cube depends on nothing but the snapshot and the rules: the same snapshot gives the same bytes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.vault.fingerprints import fingerprint
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure import shelter
from schakel.insight.disclosure.choices import BASE, METHOD, OTHER_BASES, SHELTER_SINCE, WAYS
from schakel.insight.disclosure.definition import Axis, axes, dimensions, units
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.models import Release, ReleasePeriod
from schakel.insight.disclosure.parts import chapter_of, code_of, part_label, period_of
from schakel.insight.disclosure.preparing import (
    UNIT,
    changed_records,
    microdata,
    records_of,
    shelter_records,
)
from schakel.insight.disclosure.queries import cubes_seen
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.content import Cube
from schakel.methods.attacks.examination import examine
from schakel.methods.disclosure import cubes, protecting, specs
from schakel.methods.disclosure.checks import Verdict

Row = dict[str, Any]
# Pairs of versions that are compared; each takes a whole building.
_PAIRS = 3


@dataclass(frozen=True)
class Built:
    """A protected cube as a file, its hash, and what protection cost: in all, and table by table."""

    cube: bytes
    content_hash: str
    facts: Row
    losses: list[Row]
    checks: list[Row]


def _reports(snapshot: Snapshot | None) -> pa.Table:
    if snapshot is None:
        raise RefusedError("This release has no snapshot.")
    try:
        return snapshots.open(snapshot.number).reports
    except snapshots.Damaged as damage:
        raise RefusedError(str(damage)) from damage


def _records(snapshot: Snapshot | None, code: str) -> pa.Table:
    """The records of a part of a release: of a period of the register, or of first shelter."""
    if chapter_of(code) == Chapter.REGISTER:
        return records_of(_reports(snapshot), period_of(code))
    if snapshot is None:
        raise RefusedError("This release has no snapshot.")
    return shelter_records(_sheltered(snapshot), period_of(code))


def _sheltered(snapshot: Snapshot) -> dict[str, pa.Table]:
    try:
        return {file: snapshots.table(snapshot.number, file) for file in shelter.FILES}
    except snapshots.Damaged as damage:
        raise RefusedError(str(damage)) from damage


def periods_in(snapshot: Snapshot) -> dict[str, int]:
    """What a snapshot has to release, in order, and the reports, or the requests for shelter, in each."""
    found = dict(_by_period(_reports(snapshot)))
    if snapshot.schema >= SHELTER_SINCE:
        requests = _sheltered(snapshot)[shelter.FILES[0]]
        found |= {code_of(Chapter.SHELTER, one): n for one, n in _by_period(requests)}
    return found


def _by_period(table: pa.Table) -> list[tuple[str, int]]:
    counted = pc.value_counts(table["period"].cast(pa.string())).to_pylist()
    return sorted((one["values"], one["counts"]) for one in counted)


def counted(
    snapshot: Snapshot, periods: Sequence[str], before: Mapping[str, Snapshot]
) -> dict[str, tuple[int, int | None]]:
    """By part: the reports or requests in `snapshot`, and how many records changed since `before`.

    Of first shelter only requests: a placement and a stay are about the same people as their request.
    """
    found: dict[str, tuple[int, int | None]] = {}
    for code in periods:
        chapter, records = chapter_of(code), _records(snapshot, code)
        then = before.get(code)
        changed = changed_records(_records(then, code), records, chapter) if then else None
        found[code] = (_weight(records, chapter), changed)
    return found


def _weight(records: pa.Table, chapter: Chapter) -> int:
    if chapter == Chapter.REGISTER:
        return len(records)
    units = records[UNIT].to_pylist()
    return sum(one.startswith(next(iter(shelter.UNITS))) for one in units)


def specification(base: int = BASE, chapter: Chapter = Chapter.REGISTER) -> specs.Spec:
    """The public cube in the terms of the method: the counting unit in every table, and the dimensions."""
    unit = specs.Dimension(UNIT, several=True, always=True)
    return specs.Spec((unit, *map(_dimension, axes(chapter))), base=base, ways=WAYS)


def _dimension(axis: Axis) -> specs.Dimension:
    above = {leaf: (axis.parents[leaf],) if axis.parents[leaf] else () for leaf in axis.leaves}
    flat = not any(above.values())
    return specs.Dimension(axis.code, hierarchy={} if flat else above, several=axis.several)


def protected(snapshot: Snapshot | None, period: str, base: int = BASE) -> protecting.Protected:
    """The cube of one part, protected."""
    chapter = chapter_of(period)
    records = microdata(_records(snapshot, period), chapter)
    return protecting.protect(cubes.build(records, specification(base, chapter)), _secret(period))


def _secret(period: str) -> bytes:
    """What only this installation knows: so nobody can run the method on guesses (see `protecting`)."""
    return fingerprint("disclosure.rounding", period).encode()


def build(snapshot: Snapshot | None, period: str) -> Built:
    """The protected cube of one period, with what that cost."""
    made = protected(snapshot, period)
    verdict = made.verdict
    file = BytesIO()
    pq.write_table(made.cells, file, compression="zstd", version="2.6", use_dictionary=True)
    return Built(
        cube=file.getvalue(),
        content_hash=_hash(period, made.cells),
        facts={
            "cells": verdict.published_cells,
            "small_before": verdict.small_before,
            "changed": verdict.changed_cells,
            "mean_error": verdict.mean_error,
            "largest_error": verdict.largest_error,
            "total_error": verdict.total_error,
        },
        losses=[
            {
                "dimensions": "|".join(name for name in one.dimensions if name != UNIT),
                "cells": one.cells,
                "mean_error": one.mean_error,
                "largest_error": one.largest_error,
            }
            for one in made.utility
        ],
        checks=_checks(verdict),
    )


def other_bases(period: ReleasePeriod) -> list[Row]:
    """What protection would cost at each of the other bases: worked out anew, and not kept."""
    found = []
    for base in OTHER_BASES:
        verdict = protected(period.release.snapshot, period.period, base).verdict
        found.append(
            {
                "base": base,
                "changed": verdict.changed_cells,
                "mean": verdict.mean_error,
                "largest": verdict.largest_error,
                "total": verdict.total_error,
            }
        )
    return found


def _checks(verdict: Verdict) -> list[Row]:
    """What the cube promises of itself: each a number that must be 0."""
    found = {
        "small": verdict.small_cells,
        "sums": verdict.broken_sums,
        "base": verdict.off_base,
        "zeros": verdict.revived_zeros,
    }
    return [
        {"code": code, "measured": measured, "limit": 0, "passed": not measured}
        for code, measured in found.items()
    ]


def _hash(period: str, cells: pa.Table) -> str:
    """SHA-256 of the counts themselves, not of the file, so that anybody can work it out from a download."""
    digest = sha256(f"{METHOD} base {BASE} ways {WAYS} {period}\n".encode())
    columns = [column.cast(pa.string()).to_pylist() for column in cells.columns]
    digest.update(",".join(cells.column_names).encode())
    for row in sorted(zip(*columns, strict=True)):
        digest.update(("\n" + ",".join(row)).encode())
    return digest.hexdigest()


def cells_of(period: ReleasePeriod) -> pa.Table:
    """The protected counts of a period that was built and not published yet."""
    return pq.read_table(BytesIO(bytes(period.cube or b"")))


def cubes_of(release: Release) -> list[Cube]:
    """What is handed down to be published. RefusedError where a cube is not what was built."""
    seen = cubes_seen()
    found = []
    for row in release.periods.order_by("period"):
        cells, chapter = cells_of(row), chapter_of(row.period)
        if _hash(row.period, cells) != row.content_hash:
            raise RefusedError(f"{row.period}: the cube is not what was built.")
        if set(cells.column_names) != {UNIT, "count", *(one.code for one in dimensions(chapter))}:
            raise RefusedError(
                _(
                    "%(period)s was built when figures were divided otherwise. Start the release again."
                )
                % {"period": part_label(row.period)}
            )
        found.append(
            Cube(
                period=period_of(row.period),
                dimensions=dimensions(chapter),
                units=units(chapter),
                base=release.base,
                ways=WAYS,
                release_number=release.number,
                cutoff=timezone.localtime(release.cutoff).date(),
                method=release.method,
                content_hash=row.content_hash,
                change_note={"nl": release.reason_nl, "en": release.reason_en},
                revision=row.period in seen,
                cells=cells,
                chapter=chapter,
            )
        )
    return found


def previews(period: ReleasePeriod, *, english: bool) -> list[Row]:
    """The whole, and each dimension by itself: title, and rows of a label, its depth and a count per unit."""
    cells, chapter = cells_of(period), chapter_of(period.period)
    names = [name for name in cells.column_names if name not in (UNIT, "count")]
    wide = sum(pc.cast(pc.not_equal(cells[name], "*"), pa.int32()).to_numpy() for name in names)
    counts = {
        (row[UNIT], *(row[name] for name in names)): row["count"]
        for row in cells.filter(pa.array(wide <= 1)).to_pylist()
    }
    codes = [unit.code for unit in units(chapter)]
    found: list[Row] = []
    for dimension in dimensions(chapter):
        rows = []
        for category in dimension.categories:
            cell = tuple(category.code if name == dimension.code else "*" for name in names)
            numbers = [counts.get((code, *cell), 0) for code in codes]
            label = category.en if english else category.nl
            rows.append({"label": label, "inside": bool(category.parent), "numbers": numbers})
        title = dimension.en if english else dimension.nl
        found.append({"title": title, "rows": rows})
    whole = [counts.get((code, *("*" for _name in names)), 0) for code in codes]
    named = [unit.en if english else unit.nl for unit in units(chapter)]
    return [{"units": list(zip(named, whole, strict=True))}, *found]


def attack(period: ReleasePeriod, attacks: Collection[str]) -> list[Row]:
    """What each of `attacks` found in a built period; code that shares nothing with the protection."""
    chapter = chapter_of(period.period)
    spec, secret = specification(chapter=chapter), _secret(period.period)
    found = examine(
        cells_of(period),
        microdata(_records(period.release.snapshot, period.period), chapter),
        _plain(spec),
        only=attacks,
        protect=lambda records: protecting.protect(cubes.build(records, spec), secret).cells,
        pairs=_PAIRS,
    )
    return [
        {
            "code": one.code,
            "measured": one.measured,
            "limit": one.limit,
            "passed": one.passed,
            "note": one.note,
            # What follows the name of the cell is its true count, which is not kept.
            "worst_cell": (one.worst_cell or "").split(":")[0][:300],
        }
        for one in found
    ]


def _plain(spec: specs.Spec) -> Row:
    """The specification in plain values, for those who did not write the protection."""
    dimensions = [
        {
            "name": one.name,
            "hierarchy": {leaf: list(above) for leaf, above in one.hierarchy.items()},
            "several": one.several,
            "always": one.always,
        }
        for one in spec.dimensions
    ]
    return {"dimensions": dimensions, "base": spec.base, "ways": spec.ways}
