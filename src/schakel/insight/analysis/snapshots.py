"""The files of a snapshot: written whole or not at all, and read only when they are what was written."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.counting import Counted
from schakel.insight.analysis import shelter
from schakel.insight.analysis.faults import Damaged as Damaged
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.schema import COLUMNS as OF_REGISTER
from schakel.insight.analysis.schema import FLAGS, IDS, NUMBERS, VERSION, Row, rows_of
from schakel.register.persons.queries import PersonYear

MANIFEST = "manifest.json"
COLUMNS = {**OF_REGISTER, **shelter.COLUMNS}
# Which files a snapshot of each version has.
_FILES = {1: tuple(OF_REGISTER), VERSION: tuple(COLUMNS)}
Progress = Callable[[int], None]
_BATCH = 20_000
_UNFINISHED = ".unfinished-"
_ABANDONED = 24 * 3600  # seconds
_DIMENSION = pa.dictionary(pa.int32(), pa.string())
_TYPES = {
    **dict.fromkeys(IDS, pa.string()),
    **dict.fromkeys(NUMBERS, pa.int32()),
    **dict.fromkeys(FLAGS, pa.bool_()),
}


@dataclass(frozen=True)
class Files:
    """What was written: rows and sha256 by file, and one digest over all."""

    rows: dict[str, int]
    hashes: dict[str, str]
    version: int = VERSION

    @property
    def digest(self) -> str:
        """sha256 over the version of the columns and the hash of each file; says whether two are alike."""
        lines = [
            f"schema:{self.version}",
            *(f"{name}:{self.hashes[name]}" for name in sorted(self.hashes)),
        ]
        return sha256("\n".join(lines).encode()).hexdigest()


def path_of(number: str) -> Path:
    """The folder of a snapshot."""
    return Path(settings.SCHAKEL_SNAPSHOTS) / number


def schema_of(file: str) -> pa.Schema:
    """The columns of a file, dimensions dictionary-encoded."""
    return pa.schema([(name, _TYPES.get(name, _DIMENSION)) for name in COLUMNS[file]])


@contextmanager
def unfinished() -> Iterator[Path]:
    """A folder to write in, on the disk of the snapshots; whatever is left in it goes.

    What a killed process left behind goes too, once it is certain that nobody writes in it any more.
    """
    home = Path(settings.SCHAKEL_SNAPSHOTS)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in home.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(mkdtemp(prefix=_UNFINISHED, dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(
    folder: Path, people: Iterable[PersonYear], sheltered: Counted, progress: Progress
) -> Files:
    """Write the files of a snapshot in `folder`; the same people and placements give the same bytes."""
    tables: dict[str, list[pa.Table]] = {file: [] for file in COLUMNS}
    waiting: dict[str, list[Row]] = {file: [] for file in COLUMNS}
    waiting |= shelter.rows_of_shelter(sheltered)
    done = 0
    for person in people:
        for file, found in rows_of(person).items():
            rows = waiting[file]
            rows.extend(found)
            if len(rows) >= _BATCH:
                tables[file].append(_table(file, rows))
                rows.clear()
        done += len(person.reports)
        progress(done)
    hashes = {}
    for file, rows in waiting.items():
        table = _sorted(pa.concat_tables([*tables[file], _table(file, rows)]))
        path = folder / f"{file}.parquet"
        with path.open("xb") as sink:
            pq.write_table(table, sink, compression="zstd")
            sink.flush()
            os.fsync(sink.fileno())
        hashes[path.name] = _sha256(path)
        tables[file] = [table]
    return Files({f"{file}.parquet": tables[file][0].num_rows for file in COLUMNS}, hashes)


def _table(file: str, rows: list[Row]) -> pa.Table:
    schema = schema_of(file)
    columns = zip(*rows, strict=True) if rows else [() for _name in schema]
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _sorted(table: pa.Table) -> pa.Table:
    """By pseudonym, so that the order tells nothing of who came first; codes anew in that order."""
    first = table.column_names[0]
    table = table.unify_dictionaries().sort_by([(first, "ascending"), ("year", "ascending")])
    plain = pa.schema(
        [
            field.with_type(pa.string()) if field.type == _DIMENSION else field
            for field in table.schema
        ]
    )
    return table.cast(plain).combine_chunks().cast(table.schema)


def write_manifest(folder: Path, snapshot: Snapshot, files: Files) -> None:
    """What a snapshot is, for whoever finds the folder without the database."""
    manifest = {
        "number": snapshot.number,
        "cutoff": snapshot.cutoff.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "schema": VERSION,
        "rows": files.rows,
        "hashes": files.hashes,
        "digest": files.digest,
        "software": version("schakel"),
    }
    with (folder / MANIFEST).open("x", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def put_in_place(folder: Path, number: str) -> None:
    """Give a finished folder its name. A folder of that name belongs to a snapshot that never came to be."""
    target = path_of(number)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    folder.mkdir()


class Opened:
    """The files of a snapshot, checked; tables are read when they are asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def path(self, file: str) -> Path:
        """One of the files, after its hash was found right. Raises Damaged where this one had none yet."""
        if file not in _FILES[self.snapshot.schema]:
            raise Damaged(
                _("Snapshot %(number)s is older than this count. Make a new snapshot.")
                % {"number": self.snapshot.number}
            )
        return path_of(self.snapshot.number) / f"{file}.parquet"

    @cached_property
    def reports(self) -> pa.Table:
        """A row per report that counts."""
        return _read(self.path("reports"))

    @cached_property
    def registrations(self) -> pa.Table:
        """A row per person and year."""
        return _read(self.path("registrations"))


def open(number: str) -> Opened:
    """The snapshot with this number. Raises Snapshot.DoesNotExist, and Damaged where a file was changed."""
    snapshot = Snapshot.objects.get(number=number)
    folder = path_of(number)
    hashes = {}
    for file in _FILES[snapshot.schema]:
        path = folder / f"{file}.parquet"
        try:
            state = path.stat()
            hashes[path.name] = _remembered(path, state.st_size, state.st_mtime_ns, state.st_ino)
        except OSError:
            raise Damaged(
                _("Snapshot %(number)s: the file %(file)s cannot be read. Make a new snapshot.")
                % {"number": number, "file": path.name}
            ) from None
    if Files({}, hashes, snapshot.schema).digest != snapshot.digest:
        raise Damaged(
            _(
                "Snapshot %(number)s: its files are not what was written (the sha256 differs). It is "
                "not used; make a new snapshot."
            )
            % {"number": number}
        )
    return Opened(snapshot)


def table(number: str, file: str) -> pa.Table:
    """One of the files of a snapshot. Raises what `open` raises, and Damaged where it has no such file."""
    return _read(open(number).path(file))


def _read(path: Path) -> pa.Table:
    return pq.read_table(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@cache
def _remembered(path: Path, _size: int, _changed: int, _inode: int) -> str:
    """The hash of a file that has not changed since it was last read whole."""
    return _sha256(path)
