"""Files of reports from upload to decision: checked as a whole, kept encrypted, discarded in time.

A registrar's file (`stage`) is taken in at once if it is good. A partner's file (`deliver`) is only checked;
its sender then decides. How the rows come in is in `receiving`; that they become persons is decided above.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState, FileFormat, OnError
from schakel.register.intake.data import ReportData
from schakel.register.intake.files.checking import CheckedFile, check_file, guess_format
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.files.lists import DEFAULT_SOURCE
from schakel.register.intake.files.rows import FileDefaults
from schakel.register.intake.models import ImportBatch, ImportRowError
from schakel.register.intake.retention import RETENTION

PERIOD = timedelta(days=RETENTION["import_file"].days)
_ERRORS = 1000
_LIST_HEADINGS = ({"person", "persoon"}, {"list", "lijst"})


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
        "waits": False,
    }
    half = _half(same)
    if half is not None:
        checked = check(half, content)
        return Staged(half, good_rows(half, checked), checked.notices, again=True)
    batch = ImportBatch(**same, on_error=on_error, by=by.actor_id, content=content)
    checked = check(batch, content)
    if checked.unreadable:
        raise UnusableFileError(checked.errors)
    batch.rows, batch.rejected = checked.total, checked.rejected
    if checked.errors and on_error == OnError.HOLD:
        batch.state = BatchState.HELD
    with transaction.atomic():
        _replace(by, same, BatchState.HELD)
        _keep(by, batch, checked.errors)
    return Staged(batch, checked.rows, checked.notices)


def deliver(*, by: Actor, content: bytes, name: str = "", organisation: Organisation) -> Staged:
    """Check a partner's own file, and take nothing in; the file is kept, encrypted, for `PERIOD`.

    A file with a citizen service number anywhere in it is not kept at all, only what is wrong with it.
    The same file again takes the place of the one that was only checked; one that is half taken in is
    gone on with. Raises PermissionDenied and UnusableFileError.
    """
    same = {
        "sha256": sha256(content).hexdigest(),
        "format": guess_format(name, content),
        "source": "",
        "organisation": organisation,
        "waits": True,
    }
    batch = ImportBatch(
        **same,
        by=by.actor_id,
        content=content,
        state=BatchState.CHECKED,
        expires_at=timezone.now() + PERIOD,
    )
    require(by, "deliver", batch)
    half = _half(same)
    if half is not None:
        return Staged(half, again=True)
    checked = check(batch, content, thorough=True)
    if checked.unreadable:
        raise UnusableFileError(checked.errors)
    batch.rows, batch.rejected = checked.total, checked.rejected
    batch.unchanged = checked.known
    if checked.service_number:
        batch.content = None
    with transaction.atomic():
        # One delivery of an organisation at a time: a double click makes one batch, not two.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _replace(by, same, BatchState.CHECKED)
        _keep(by, batch, checked.errors)
    return Staged(batch, checked.rows, checked.notices)


def check(batch: ImportBatch, content: bytes, *, thorough: bool = False) -> CheckedFile:
    """The rows of the file as they are now judged; `thorough` as `files.checking.check_file` has it."""
    defaults = FileDefaults(
        organisation=batch.organisation,
        reporter_type=batch.reporter_type,
        source=batch.source,
        own=batch.waits,
    )
    return check_file(content, file_format=batch.format, defaults=defaults, thorough=thorough)


def good_rows(batch: ImportBatch, checked: CheckedFile) -> list[ReportData]:
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


def _half(same: dict[str, Any]) -> ImportBatch | None:
    unfinished = (BatchState.STAGED, BatchState.RUNNING)
    return ImportBatch.objects.filter(**same, state__in=unfinished).first()


def _replace(by: Actor, same: dict[str, Any], state: BatchState) -> None:
    for old in ImportBatch.objects.filter(**same, state=state).defer("content"):
        _discard(by, old)


def _keep(by: Actor, batch: ImportBatch, errors: Sequence[RowError]) -> None:
    batch.save()
    _note(batch, errors)
    log_batch(by, batch, Event.IMPORT, "file")


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
        batch_size=_ERRORS,
    )


def log_batch(by: Actor, batch: ImportBatch, event: Event, *data: str) -> None:
    """One line in the audit log about a file, by its number."""
    record(by=by, event=event, object_type="import", object_id=batch.number, data=data)


def keep_good(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Let the good rows of a file that was held back be taken in after all; then `run` it."""
    require(by, "create", "intake.ImportBatch")
    return _release(by, batch, BatchState.HELD)


def take_in(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Let the good rows of a delivery be taken in; then `run` it. A second click finds it going on.

    Raises PermissionDenied and NotPossibleError ("discarded", or whatever else became of it).
    """
    require(by, "deliver", batch)
    return _release(by, batch, BatchState.CHECKED)


def _release(by: Actor, batch: ImportBatch, state: BatchState) -> ImportBatch:
    with transaction.atomic():
        locked = locked_batch(batch)
        kept = ImportBatch.objects.filter(pk=batch.pk, content__isnull=False).exists()
        if locked.waits and locked.state in (BatchState.RUNNING, BatchState.DONE):
            return locked
        if locked.state != state or not kept:
            raise NotPossibleError(locked.state.lower())
        locked.state, locked.on_error, locked.unchanged = BatchState.RUNNING, OnError.KEEP, 0
        locked.save(update_fields=["state", "on_error", "unchanged"])
        log_batch(by, locked, Event.CHANGE, "on_error")
    return locked


def locked_batch(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now, without its file; nobody else changes it in this transaction."""
    return ImportBatch.objects.select_for_update().defer("content").get(pk=batch.pk)


def discard(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Throw a file away that is not being taken in, with the values of its wrong cells."""
    require(by, "deliver" if batch.waits else "discard", batch)
    with transaction.atomic():
        return _discard(by, locked_batch(batch))


def _discard(by: Actor, locked: ImportBatch) -> ImportBatch:
    if not locked.may_become(BatchState.DISCARDED):
        raise NotPossibleError(locked.state.lower())
    locked.state, locked.finished_at = BatchState.DISCARDED, timezone.now()
    locked.content = None
    locked.save(update_fields=["state", "finished_at", "content"])
    locked.errors.update(value="")
    log_batch(by, locked, Event.DELETE, "file")
    return locked


def delete_expired_files(*, by: Actor, now: datetime | None = None) -> int:
    """Delete the files of deliveries whose period is over; returns how many. A second run finds none.

    A delivery that was only checked is discarded. One that was taken in stays; its file and the values
    of its wrong cells go. One that is half taken in keeps its file: it can still be gone on with.
    """
    require(by, "discard", "intake.ImportBatch")
    old = ImportBatch.objects.filter(waits=True, expires_at__lte=now or timezone.now())
    with transaction.atomic():
        checked = list(old.filter(state=BatchState.CHECKED).defer("content").select_for_update())
        for batch in checked:
            _discard(by, batch)
        kept = old.exclude(state=BatchState.RUNNING).filter(content__isnull=False)
        done = dict(kept.select_for_update().values_list("pk", "number"))
        ImportRowError.objects.filter(batch__in=done).update(value="")
        ImportBatch.objects.filter(pk__in=done).update(content=None)
        lines = [
            Line(
                event=Event.DELETE,
                object_type="import",
                object_id=number,
                data=("file",),
                ground="retention",
            )
            for number in done.values()
        ]
        record_many(by=by, lines=lines)
    return len(checked) + len(done)
