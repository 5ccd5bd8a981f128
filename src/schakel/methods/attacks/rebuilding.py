"""S5, S7, S8 and S9: what the same records give when they are protected again, and at what cost."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.methods.attacks.releases import ALL, HIDDEN, Names, Release
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.updates import Build, Progress, Rng
from schakel.methods.attacks.verdicts import Verdict, judged

Places = NDArray[np.int64]
# Writes the published files made of some of the records into a folder.
Write = Callable[[Places, Path], None]
Files = dict[str, bytes]

# Records, and the most CPU seconds for protecting them.
_SECONDS = ((1_200, 0.3), (20_000, 1.5), (200_000, 10.0))
# However slow or fast the machine is: so many times the bare counting of the same tables.
_TIMES = 25.0
_NEAR = 1e-3
# Beyond the records that the mark was set for, more cells hold few: it rises to that of the benchmarks.
_MANY, _MEAN_MANY = (20_000, 200_000), 4.2
# Marks for errors at base 5, in counted units, and up to how many records the sharper one holds.
_MEAN_SMALL, _MEAN, _LARGEST, _TOTAL, _SMALL = 2.1, 2.9, 30, 4, 1_200
CUBE, REPORT = "cube.csv", "report.json"


@dataclass(frozen=True)
class Folder:
    """A published folder and the file that it was made of."""

    path: Path
    microdata: Path

    def files(self) -> Files:
        return files_of(self.path)


def files_of(folder: Path) -> Files:
    """What is written for publication, by name."""
    paths = [folder / CUBE, folder / REPORT, *sorted((folder / "tables").glob("*.csv"))]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}


def repeat(
    published: Files, write: Write, records: int, rng: Rng, progress: Progress, builds: int = 4
) -> Verdict:
    """S5: passed when every build gives the published bytes, in whatever order the records come.

    The report may tell of the file that it was made of, so after the first build it is left aside.
    """
    differing: set[str] = set()
    count = 0
    for number in range(builds):
        progress(f"S5: build {number + 1} of {builds}")
        order = np.arange(records) if number == 0 else rng.permutation(records)
        again = _written(write, order)
        different = {
            name
            for name in published.keys() | again.keys()
            if published.get(name) != again.get(name) and (number == 0 or name != REPORT)
        }
        count += bool(different)
        differing |= different
    return judged(
        "S5",
        count,
        0,
        "builds that differ",
        min(differing, default=None),
        builds=builds,
        files=sorted(differing),
    )


def _written(write: Write, order: Places) -> Files:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "release"
        write(order, path)
        return files_of(path)


def useful(truth: Truth, release: Release) -> Verdict:
    """S7: passed when the mean and largest error and that of the totals stay under their marks.

    The sharper mark is for a small register of plain columns; groups, several codes and several units add
    cells that the same few people must fill.
    """
    shown, true = truth.shown(release), truth.cells
    seen = shown != HIDDEN
    errors = np.where(seen, np.abs(shown - true), 0)
    by_base = release.base / 5
    plain = not any(one.several or one.parents for one in release.dimensions)
    rising = float(np.interp(np.log(truth.records), np.log(_MANY), (_MEAN, _MEAN_MANY)))
    limit = (_MEAN_SMALL if plain and truth.records <= _SMALL else rising) * by_base
    totals = np.where(_totals(truth), errors, 0)
    largest, total = int(errors.max(initial=0)), int(totals.max(initial=0))
    fair = total <= _TOTAL * by_base
    worst = int(np.argmax(errors if fair else totals)) if len(errors) else None
    return judged(
        "S7",
        float(errors[seen].mean()) if seen.any() else 0.0,
        limit,
        "mean error",
        None
        if worst is None
        else f"{truth.coding.named(int(truth.keys[worst]))}: {errors[worst]} off",
        also=largest <= _LARGEST * by_base and fair and bool(seen.all()),
        largest_error=largest,
        largest_allowed=_LARGEST * by_base,
        total_error=total,
        total_allowed=_TOTAL * by_base,
        suppressed=int((~seen).sum()),
        cells=len(shown),
    )


def _totals(truth: Truth) -> NDArray[np.bool_]:
    """Cells that sum over everything that may be summed over."""
    codes = truth.coding.codes(truth.keys)
    free = [not one.always for one in truth.coding.dimensions]
    return np.asarray((codes[:, free] == 0).all(axis=1))


def fast(rows: list[Names], release: Release, build: Build, progress: Progress) -> Verdict:
    """S8: passed within the CPU seconds for so many records, or within so many bare countings."""
    progress("S8: counting bare, then protecting")
    bare = _bare_counting(rows, release)
    seconds = _seconds(lambda: build(np.arange(len(rows))))
    allowed = _allowed(len(rows))
    ratio = seconds / max(bare, 1e-4)
    return judged(
        "S8",
        seconds,
        max(allowed, _TIMES * bare),
        "CPU seconds",
        bare_counting=round(bare, 4),
        ratio=round(ratio, 2),
        allowed_seconds=round(allowed, 3),
        allowed_ratio=_TIMES,
        records=len(rows),
    )


def _bare_counting(rows: list[Names], release: Release) -> float:
    """CPU seconds to count the same tables with Arrow, without protecting anything."""
    names = release.names
    columns = [
        pa.array([row[place] for row in rows]).dictionary_encode() for place in range(len(names))
    ]
    table = pa.table(dict(zip(names, columns, strict=True)))

    def count() -> None:
        for chosen in release.lattice:
            table.group_by([names[place] for place in sorted(chosen)]).aggregate(
                [([], "count_all")]
            )

    return _seconds(count)


def _seconds(work: Callable[[], Any]) -> float:
    """CPU seconds of the second time: the first also loads libraries."""
    work()
    start = time.process_time()
    work()
    return time.process_time() - start


def _allowed(records: int) -> float:
    sizes, seconds = zip(*_SECONDS, strict=True)
    return float(np.interp(records, sizes, seconds))


@dataclass(frozen=True)
class Told:
    """Something in the published files that is no protected number."""

    what: str
    where: str


def nothing_more(
    folder: Folder, release: Release, truth: Truth, rows: list[Names], write: Write | None
) -> Verdict:
    """S9: passed when files tell nothing that protected numbers do not tell."""
    told = [*_zeros(release), *_fingerprints(folder), *_numbers(release, truth)]
    if write is not None:
        told += _hidden_change(truth, rows, write)
    return judged(
        "S9",
        len(told),
        0,
        "things told beside protected numbers",
        f"{told[0].where}: {told[0].what}" if told else None,
        found=[f"{one.where}: {one.what}" for one in told],
        changes_tried=write is not None,
    )


def _zeros(release: Release) -> list[Told]:
    """A listed zero tells that there is something to be listed."""
    zeros = int((release.counts == 0).sum())
    found = [Told(f"{zeros} cells of 0 are listed", CUBE)] if zeros else []
    for name, (cells, counts) in release.tables.items():
        # A table with all of its cells tells nothing by listing a zero; one with some does.
        if (counts == 0).any() and not _full(cells, release):
            found.append(Told("some cells of 0 are listed and others are not", name))
    return found


def _full(cells: list[Names], release: Release) -> bool:
    """Does a table list every combination of the codes of the cube?"""
    used = [
        place for place in range(len(release.names)) if {cell[place] for cell in cells} != {ALL}
    ]
    known = [len({cell[place] for cell in release.cells} - {ALL}) for place in used]
    return len(set(cells)) >= int(np.prod(known))


def _fingerprints(folder: Folder) -> list[Told]:
    """A hash of the records lets anybody who guesses the last unknown one see that it is right."""
    digest = sha256(folder.microdata.read_bytes()).hexdigest().encode()
    return [
        Told("holds the SHA-256 of the microdata", str(path.relative_to(folder.path)))
        for path in sorted(folder.path.rglob("*"))
        if path.is_file() and digest in path.read_bytes().lower()
    ]


def _numbers(release: Release, truth: Truth) -> list[Told]:
    """Numbers about errors, given exactly, are equations in the true counts."""
    shown, true = truth.shown(release), truth.cells
    error = np.abs(shown - true)
    secret = {
        "mean_error": float(error.mean()) if len(error) else 0.0,
        "small_before": int(((true > 0) & (true < release.base)).sum()),
        "changed_cells": int((shown != true).sum()),
    }
    told = []
    for path, value in _leaves(release.report):
        name = path.rsplit(".", 1)[-1]
        known = secret.get(name, 0)
        if known and isinstance(value, int | float) and abs(value - known) < _NEAR:
            told.append(Told(f"{path} is told to the last digit", REPORT))
    return told


def _leaves(found: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(found, dict):
        return [leaf for key, value in found.items() for leaf in _leaves(value, f"{path}.{key}")]
    return [(path.lstrip("."), found)]


def _hidden_change(truth: Truth, rows: list[Names], write: Write) -> list[Told]:
    """A second record like a single one: if all numbers stay the same, so must everything else."""
    order = np.arange(len(rows))
    index = {row: place for place, row in enumerate(truth.inner)}
    alone = [place for place, row in enumerate(rows) if truth.counts[index[row]] == 1]
    before = _written(write, order)
    for place in alone[:10]:
        after = _written(write, np.append(order, place))
        if after.get(CUBE) == before.get(CUBE):
            return [
                Told("differs when a 1 becomes a 2 and no protected number does", name)
                for name in before.keys() | after.keys()
                if _without_size(before.get(name)) != _without_size(after.get(name))
            ]
    return []


def _without_size(content: bytes | None) -> bytes | None:
    """A report without what it says of its own size: the number of records is known to who adds one."""
    try:
        told = json.loads(content or b"")
    except ValueError:
        return content
    if isinstance(told, dict):
        told.pop("records", None)
    return json.dumps(told, sort_keys=True).encode()
