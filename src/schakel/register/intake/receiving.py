"""The rows of a checked file, taken in chunk by chunk.

Each chunk is one transaction with everything that follows from it (reports, log, position in the file, and
what an app above does with the new reports), so a killed import leaves whole chunks and `run` goes on where
it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may, require
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError, receive_many
from schakel.register.intake.choices import BatchState, FileFormat
from schakel.register.intake.data import ReportData
from schakel.register.intake.deliveries import check, good_rows, locked_batch, log_batch
from schakel.register.intake.models import ImportBatch, Report

CHUNK = 1000
Progress = Callable[[int, int], None]


def _nobody(_reports: list[Report]) -> int:
    return 0


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Follow:
    """What follows in the same transaction: `chunk` on new reports (gives new persons), `end` at the end."""

    chunk: Callable[[list[Report]], int] = _nobody
    end: Callable[[], None] = _nothing
    data: tuple[str, ...] = ("reports",)


JUST_RECEIVE = Follow()


def run(
    *,
    by: Actor,
    batch: ImportBatch,
    rows: list[ReportData] | None = None,
    progress: Progress | None = None,
    seconds: float | None = None,
    follow: Follow = JUST_RECEIVE,
) -> ImportBatch:
    """Take in the rows of a file, or go on with it; returns the batch as it then is.

    `progress(done, total)` is called after every chunk, in rows; what it raises stops the import
    between two chunks. With `seconds` the work pauses after some such time (at least one chunk).
    Raises PermissionDenied and NotPossibleError ("held", "checked", "discarded").
    """
    if not (batch.waits and may(by, "deliver", batch)):
        require(by, "create", "intake.ImportBatch")
    started = monotonic()
    batch = _begin(batch)
    if batch.state == BatchState.DONE:
        return batch
    if rows is None:
        rows = good_rows(batch, check(batch, _content(batch)))
    if seconds is not None:  # reading a large file again each time must not cost more than the work
        seconds = max(seconds, 2 * (monotonic() - started))
    total, queue = len(rows), list(rows)
    while queue and batch.state == BatchState.RUNNING:
        chunk, queue = queue[:CHUNK], queue[CHUNK:]
        batch = _take_in(by, batch, chunk, follow)
        if progress is not None:
            progress(total - len(queue), total)
        if seconds is not None and monotonic() - started > seconds:
            break
    return batch if queue else _finish(by, batch, follow)


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
        if locked.state not in (BatchState.STAGED, BatchState.RUNNING):
            raise NotPossibleError(locked.state.lower())
        locked.state = BatchState.RUNNING
        ImportBatch.objects.filter(pk=locked.pk).update(state=BatchState.RUNNING)
    return locked


def _take_in(by: Actor, batch: ImportBatch, chunk: list[ReportData], follow: Follow) -> ImportBatch:
    """One transaction; rows that another worker took in meanwhile are passed over."""
    with transaction.atomic():
        locked = locked_batch(batch)
        chunk = [row for row in chunk if row.line >= locked.next_line]
        if not chunk or locked.state != BatchState.RUNNING:
            return locked
        received = receive_many(by=by, rows=chunk, batch=locked, channel=_channel(locked))
        locked.persons += follow.chunk(received.reports)
        locked.reports += len(received.reports)
        locked.unchanged += len(received.unchanged)
        locked.next_line = chunk[-1].line + 1
        locked.save(update_fields=["reports", "unchanged", "persons", "next_line"])
    return locked


def _channel(batch: ImportBatch) -> str:
    return "LISTS" if batch.format == FileFormat.LISTS else "FILE"


def _finish(by: Actor, batch: ImportBatch, follow: Follow) -> ImportBatch:
    with transaction.atomic():
        locked = locked_batch(batch)
        if locked.state != BatchState.RUNNING:
            return locked
        locked.state, locked.finished_at = BatchState.DONE, timezone.now()
        columns = ["state", "finished_at"]
        if not (
            locked.waits and locked.rejected
        ):  # its sender repairs the wrong rows beside the file
            locked.content = None
            columns.append("content")
        locked.save(update_fields=columns)
        follow.end()
        log_batch(by, locked, Event.IMPORT, *follow.data)
    return locked
