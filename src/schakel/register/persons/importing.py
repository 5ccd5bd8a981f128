"""Files of reports, from upload to registered persons: checked as a whole, taken in chunk by chunk.

Each chunk is one transaction with everything that follows from it (reports, persons, registrations, log,
position in the file), so a killed import leaves whole chunks and `run` goes on where it stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import receive_many
from schakel.register.intake.choices import BatchState, FileFormat, OnError
from schakel.register.intake.data import ReportData
from schakel.register.intake.files.checking import CheckedFile, check_file, guess_format
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.files.lists import DEFAULT_SOURCE
from schakel.register.intake.files.rows import FileDefaults
from schakel.register.intake.models import ImportBatch, ImportRowError
from schakel.register.persons.actions import (
    NotPossibleError,
    recount_stale,
    register_many,
)

CHUNK = 1000
_LIST_HEADINGS = ({"person", "persoon"}, {"list", "lijst"})
Progress = Callable[[int, int], None]


class UnusableFileError(Exception):
    """The file is wrong as a whole; `errors` say why and what to do. Nothing was stored."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("; ".join(error.code for error in errors))
        self.errors = list(errors)


@dataclass
class Staged:
    """A checked file: its batch, its good rows, notices for people; `again` if it was half done before."""

    batch: ImportBatch
    rows: list[ReportData] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    again: bool = False


def format_of(name: str, content: bytes) -> str:
    """The kind of file, by its content first; the two columns of a list of persons give it away."""
    guessed = guess_format(name, content)
    first = content[:200].decode("utf-8-sig", errors="replace").partition("\n")[0].strip().lower()
    for delimiter in ",;\t":
        cells = [cell.strip().strip('"') for cell in first.split(delimiter)]
        if len(cells) == 2 and any(
            one in _LIST_HEADINGS[0] and other in _LIST_HEADINGS[1]
            for one, other in (cells, reversed(cells))
        ):
            return FileFormat.LISTS
    return guessed


def stage(
    *,
    by: Actor,
    content: bytes,
    name: str = "",
    format: str = "",
    source: str = "",
    organisation: Organisation | None = None,
    on_error: str = OnError.HOLD,
) -> Staged:
    """Check a whole file and keep it, encrypted, until it is imported; its name is not kept.

    The same file that is half imported is gone on with; one that was held back is checked anew.
    Raises PermissionDenied and UnusableFileError.
    """
    require(by, "create", "intake.ImportBatch")
    kind = format or format_of(name, content)
    if kind == FileFormat.LISTS and not source and organisation is None:
        source = DEFAULT_SOURCE
    same = {
        "sha256": sha256(content).hexdigest(),
        "format": kind,
        "source": source,
        "organisation": organisation,
    }
    half = ImportBatch.objects.filter(
        **same, state__in=(BatchState.STAGED, BatchState.RUNNING)
    ).first()
    if half is not None:
        checked = _check(half, content)
        return Staged(half, _good_rows(half, checked), checked.notices, again=True)
    batch = ImportBatch(**same, on_error=on_error, by=by.actor_id, content=content)
    checked = _check(batch, content)
    if checked.unreadable:
        raise UnusableFileError(checked.errors)
    batch.rows, batch.rejected = checked.total, checked.rejected
    if checked.errors and on_error == OnError.HOLD:
        batch.state = BatchState.HELD
    _keep(by, batch, checked.errors, replaces=same)
    return Staged(batch, checked.rows, checked.notices)


def _check(batch: ImportBatch, content: bytes) -> CheckedFile:
    defaults = FileDefaults(
        organisation=batch.organisation, reporter_type=batch.reporter_type, source=batch.source
    )
    return check_file(content, file_format=batch.format, defaults=defaults)


def _keep(by: Actor, batch: ImportBatch, errors: Sequence[RowError], replaces: dict) -> None:
    with transaction.atomic():
        for old in ImportBatch.objects.filter(**replaces, state=BatchState.HELD):
            discard(by=by, batch=old)
        batch.save()
        _note(batch, errors)
        _log(by, batch, Event.IMPORT, "file")


def _note(batch: ImportBatch, errors: Sequence[RowError]) -> None:
    ImportRowError.objects.bulk_create(
        [
            ImportRowError(
                batch=batch,
                line=error.line,
                column=error.column[:60],
                code=error.code,
                value=error.value,
                hint=error.hint[:120],
            )
            for error in errors
        ],
        batch_size=CHUNK,
    )


def _log(by: Actor, batch: ImportBatch, event: Event, *data: str) -> None:
    record(by=by, event=event, object_type="import", object_id=batch.number, data=data)


def _good_rows(batch: ImportBatch, checked: CheckedFile) -> list[ReportData]:
    """The rows still to take in. A row once listed as wrong stays out; one that became wrong is listed."""
    listed = set(batch.errors.values_list("line", flat=True))
    fresh = [one for one in checked.errors if one.line >= batch.next_line]
    fresh = [one for one in fresh if one.line not in listed]
    if fresh:
        _note(batch, fresh)
        listed |= {one.line for one in fresh}
        batch.rejected = len(listed)
        ImportBatch.objects.filter(pk=batch.pk).update(rejected=batch.rejected)
    return [row for row in checked.rows if row.line not in listed and row.line >= batch.next_line]


def run(
    *,
    by: Actor,
    batch: ImportBatch,
    rows: list[ReportData] | None = None,
    progress: Progress | None = None,
    seconds: float | None = None,
) -> ImportBatch:
    """Take in the rows of a staged file, or go on with it; returns the batch as it then is.

    `progress(done, total)` is called after every chunk, in rows; what it raises stops the import
    between two chunks. With `seconds` the work pauses after some such time (at least one chunk).
    Raises PermissionDenied and NotPossibleError ("held", "discarded").
    """
    require(by, "create", "intake.ImportBatch")
    started = monotonic()
    batch = _begin(batch)
    if batch.state == BatchState.DONE:
        return batch
    if rows is None:
        rows = _good_rows(batch, _check(batch, _content(batch)))
    if seconds is not None:  # reading a large file again each time must not cost more than the work
        seconds = max(seconds, 2 * (monotonic() - started))
    total, queue = len(rows), list(rows)
    while queue and batch.state == BatchState.RUNNING:
        chunk, queue = queue[:CHUNK], queue[CHUNK:]
        batch = _take_in(by, batch, chunk)
        if progress is not None:
            progress(total - len(queue), total)
        if seconds is not None and monotonic() - started > seconds:
            break
    return batch if queue else _finish(by, batch)


def _content(batch: ImportBatch) -> bytes:
    """The file, which is kept until the import is done or discarded."""
    if batch.content is None:
        raise NotPossibleError(batch.state.lower())
    return batch.content


def _begin(batch: ImportBatch) -> ImportBatch:
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state == BatchState.DONE:
            return locked
        if not locked.may_become(BatchState.RUNNING) or locked.state == BatchState.HELD:
            raise NotPossibleError(locked.state.lower())
        locked.state = BatchState.RUNNING
        ImportBatch.objects.filter(pk=locked.pk).update(state=BatchState.RUNNING)
    return locked


def _take_in(by: Actor, batch: ImportBatch, chunk: list[ReportData]) -> ImportBatch:
    """One transaction; rows that another worker took in meanwhile are passed over."""
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        chunk = [row for row in chunk if row.line >= locked.next_line]
        if not chunk or locked.state != BatchState.RUNNING:
            return locked
        received = receive_many(by=by, rows=chunk, batch=locked, channel=_channel(locked))
        registered = register_many(by=by, reports=received.reports)
        locked.reports += len(received.reports)
        locked.unchanged += len(received.unchanged)
        locked.persons += registered.persons_created
        locked.next_line = chunk[-1].line + 1
        locked.save(update_fields=["reports", "unchanged", "persons", "next_line"])
    return locked


def _channel(batch: ImportBatch) -> str:
    return "LISTS" if batch.format == FileFormat.LISTS else "FILE"


def _finish(by: Actor, batch: ImportBatch) -> ImportBatch:
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        if locked.state != BatchState.RUNNING:
            return locked
        locked.state, locked.finished_at = BatchState.DONE, timezone.now()
        locked.content = None
        locked.save(update_fields=["state", "finished_at", "content"])
        recount_stale(by=by)
        _log(by, locked, Event.IMPORT, "reports", "persons")
    return locked


def keep_good(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Let the good rows of a file that was held back be taken in after all; then `run` it."""
    require(by, "create", "intake.ImportBatch")
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        if locked.state != BatchState.HELD:
            raise NotPossibleError(locked.state.lower())
        locked.state, locked.on_error = BatchState.RUNNING, OnError.KEEP
        locked.save(update_fields=["state", "on_error"])
        _log(by, locked, Event.CHANGE, "on_error")
    return locked


def discard(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Throw a file away that is not being taken in, with the values of its wrong cells."""
    require(by, "discard", "intake.ImportBatch")
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)
        if not locked.may_become(BatchState.DISCARDED):
            raise NotPossibleError(locked.state.lower())
        locked.state, locked.finished_at = BatchState.DISCARDED, timezone.now()
        locked.content = None
        locked.save(update_fields=["state", "finished_at", "content"])
        locked.errors.update(value="")
        _log(by, locked, Event.DELETE, "file")
    return locked
