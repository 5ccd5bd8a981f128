"""A release as a folder of files: whole, or not there; what stays in the house lies beside it."""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from re import sub
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from schakel.methods.disclosure.arrays import codes_of, picked, whole
from schakel.methods.disclosure.microdata import content_of, read
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.releases import Period, Release
from schakel.methods.disclosure.specs import CELL_KEY, Spec

# The cells of each table, by the names of its dimensions.
Tables = Sequence[tuple[tuple[str, ...], pa.Table]]

FORMAT = "schakel-protect/1"
CUBE, REPORT = "cube.csv", "report.json"
_HOUSE = ".not-for-publication.json"
_LONGEST_NAME = 60
_HUGE = 2**62


def house_path(folder: Path) -> Path:
    """Where a release keeps what is not published: beside its folder, which may be handed on whole."""
    return folder.with_name(folder.name + _HOUSE)


def files_of(release: Release, spec: Spec, *, keyed: bool = False) -> dict[str, bytes]:
    """Every file of the folder, by its name in it; the report, last, says whether it was `keyed`."""
    files = {CUBE: _csv(release.cells)}
    tables = _tables(release.cells, spec)
    for names, cells in tables:
        files[_free(f"tables/{_slug(names)}.csv", files)] = _csv(cells)
    report = report_of(release, spec, files, tables)
    files[REPORT] = _json({**report, "keyed": keyed})
    return files


def report_of(
    release: Release, spec: Spec, files: Mapping[str, bytes], tables: Tables
) -> dict[str, Any]:
    """What may be told beside the figures: how they were made, and nothing that they do not say."""
    smallest = int(whole(release.cells.column("count")).min(initial=_HUGE)) % _HUGE
    checks: dict[str, Any] = {"passed": release.passed, "smallest_count": smallest}
    if spec.method != CELL_KEY:
        verdicts = [period.verdict for period in release.periods.values() if period.verdict]
        for name in ("small_cells", "broken_sums", "off_base", "revived_zeros"):
            checks[name] = sum(getattr(verdict, name) for verdict in verdicts)
    return {
        "format": FORMAT,
        "method": spec.method,
        "base": spec.base,
        "ways": spec.ways,
        "spec": spec.told(),
        "records": _records(tables, spec),
        "cells": release.cells.num_rows,
        "periods": {name: period.origin for name, period in release.periods.items()},
        "verdict": checks,
        "sha256": {name: sha256(content).hexdigest() for name, content in files.items()},
    }


def house_of(release: Release, read: Mapping[str, bytes]) -> dict[str, Any]:
    """What the next release and the officer need, and what would tell small counts to others.

    `read`: by name, the files that the release was made of and the cube that came of them.
    """
    return {
        "note": "Stays in the house: exact numbers of records, and what protection changed.",
        "sha256": {name: sha256(content).hexdigest() for name, content in read.items()},
        "records": sum(period.records for period in release.periods.values()),
        "periods": {name: _told(period) for name, period in release.periods.items()},
    }


def _told(period: Period) -> dict[str, Any]:
    verdict, cells = period.verdict, sum(loss.cells for loss in period.utility)
    errors = sum(loss.cells * loss.mean_error for loss in period.utility)
    return {
        "records": period.records,
        "passed": period.passed,
        "non_empty_cells": cells,
        "mean_error": round(errors / cells, 4) if cells else 0,
        "largest_error": max((loss.largest_error for loss in period.utility), default=0),
        "total_error": verdict.total_error if verdict else None,
        "tables": [
            {
                "dimensions": list(loss.dimensions),
                "cells": loss.cells,
                "mean_error": round(loss.mean_error, 4),
                "largest_error": loss.largest_error,
            }
            for loss in period.utility
        ],
    }


def _records(tables: Tables, spec: Spec) -> int | dict[str, int]:
    """The protected number of records; of each unit, where units are always shown."""
    always = tuple(one.name for one in spec.dimensions if one.always)
    rows: list[dict[str, Any]] = next(
        (cells.to_pylist() for names, cells in tables if names == always), []
    )
    rows = [row for row in rows if not spec.period or row[spec.period] == spec.total]
    if always:
        return {" ".join(row[name] for name in always): row["count"] for row in rows}
    return sum(row["count"] for row in rows)


def _tables(cells: pa.Table, spec: Spec) -> Tables:
    """The cells of each table by the names of its dimensions, narrowest first."""
    key = np.zeros(cells.num_rows, dtype=np.int64)
    for number, name in enumerate(spec.names):
        values, codes = codes_of(cells.column(name))
        key += np.array([value != spec.total for value in values], dtype=np.int64)[codes] << number
    order = np.argsort(key, kind="stable")
    ordered, key = picked(cells, order), key[order]
    ends = np.flatnonzero(np.r_[key[1:] != key[:-1], True][: len(key)]) + 1
    found = []
    for start, end in zip([0, *ends[:-1]], ends, strict=False):
        names = tuple(name for number, name in enumerate(spec.names) if key[start] >> number & 1)
        wanted = [*([spec.period] if spec.period else []), *names, "count"]
        found.append((names, ordered.slice(start, end - start).select(wanted)))
    return found


def _slug(names: tuple[str, ...]) -> str:
    return "-".join(sub(r"[^\w]+", "_", name)[:_LONGEST_NAME] for name in names) or "total"


def _free(name: str, taken: Mapping[str, bytes]) -> str:
    """The name, numbered when two come out alike, also on a disk that does not tell capitals apart."""
    used = {one.lower() for one in taken}
    found, number = name, 1
    while found.lower() in used:
        number += 1
        found = name.removesuffix(".csv") + f"-{number}.csv"
    return found


def _csv(cells: pa.Table) -> bytes:
    head = StringIO()
    csv.writer(head, lineterminator="\n").writerow(cells.column_names)
    try:
        body = _lines(cells, "none")
    except pa.ArrowInvalid:
        # A name holds a comma, a quote or a line break.
        body = _lines(cells, "needed")
    return head.getvalue().encode() + body


def _lines(cells: pa.Table, quotes: str) -> bytes:
    body = BytesIO()
    options = arrow_csv.WriteOptions(include_header=False, quoting_style=quotes)
    arrow_csv.write_csv(cells, body, options)
    return body.getvalue()


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def require_free(out: Path) -> None:
    """Refused where `out`, or the place beside it, holds something that is not a release of ours."""
    if out.is_dir() and any(out.iterdir()) and not (out / REPORT).is_file():
        raise Refused("not_free", where=str(out))
    if out.exists() and not out.is_dir():
        raise Refused("not_free", where=str(out))
    house = house_path(out)
    if house.exists() and not (house.is_file() and b'"periods"' in content_of(house)):
        raise Refused("not_free", where=str(house))


def write(out: Path, files: Mapping[str, bytes], house: Mapping[str, Any]) -> None:
    """Write beside the place first; `out` is there whole afterwards, or is as it was. Raises OSError.

    What stays in the house comes last: it names the cube that it belongs to.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        fill(part / "new", files)
        _put(part / "house", _json(house), 0o600)
        if out.is_dir():
            out.rename(part / "old")
        (part / "new").rename(out)
        (part / "house").replace(house_path(out))
    finally:
        if not out.exists() and (part / "old").exists():
            (part / "old").rename(out)
        shutil.rmtree(part, ignore_errors=True)


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write into a folder that is not there yet. Raises OSError."""
    (folder / "tables").mkdir(parents=True)
    for name, content in files.items():
        _put(folder / name, content, 0o644, synced="/" not in name)


def _put(path: Path, content: bytes, mode: int, synced: bool = True) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        if synced:
            file.flush()
            os.fsync(file.fileno())


def read_release(folder: Path, spec: Spec) -> Release:
    """A release that was written here, to publish the next one after it.

    Refused where it is none, was changed since, or was made to another specification.
    """
    report = _read_json(folder / REPORT)
    house = _read_json(house_path(folder))
    content = content_of(folder / CUBE)
    if report.get("format") != FORMAT or "periods" not in house:
        raise Refused("no_release", where=str(folder))
    if {report["sha256"].get(CUBE), house["sha256"].get(CUBE)} != {sha256(content).hexdigest()}:
        raise Refused("changed", where=str(folder))
    if report["spec"] != json.loads(json.dumps(spec.told())):
        raise Refused("other_spec", where=str(folder))
    names = [*([spec.period] if spec.period else []), *spec.names]
    texts = read(content, [*names, "count"], CUBE)
    columns = {name: texts.column(name).cast(pa.string()) for name in names}
    cells = pa.table({**columns, "count": texts.column("count").cast(pa.string()).cast(pa.int64())})
    periods = {
        name: Period(told["records"], told["passed"], report["periods"][name])
        for name, told in house["periods"].items()
    }
    return Release(cells.combine_chunks(), periods)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(content_of(path))
    except ValueError as problem:
        raise Refused("no_release", where=str(path.parent)) from problem
    return found if isinstance(found, dict) else {}
