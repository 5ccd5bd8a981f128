"""A whole delivery taken back by a registrar: every report of it that still counts is withdrawn.

Nothing is deleted. A report that was corrected since has ended already; whether its correction, which came
in by another way, stands or falls is the registrar's choice. Goes by chunks, each of one transaction, and
can be gone on with after a stop.
"""

from collections.abc import Callable, Sequence
from time import monotonic

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState, Status
from schakel.register.intake.deliveries import locked_batch, log_batch
from schakel.register.intake.models import ImportBatch, Report, ReportQuerySet, ReportStatus
from schakel.register.intake.validation import refuse_service_number

CHUNK = 1000
_STEP = 900  # SQLite's oldest limit on parameters is 999


def _nothing(_reports: Sequence[int]) -> None:
    return None


def standing_of(batch: ImportBatch) -> ReportQuerySet:
    """The reports of this delivery that still count."""
    return Report.objects.standing().filter(batch=batch)


def corrections_of(batch: ImportBatch) -> list[int]:
    """Primary keys of the reports that count and correct, directly or further on, one of this delivery."""
    found: set[int] = set()
    older = Report.objects.filter(corrects__batch=batch)
    fresh = set(older.exclude(batch=batch).values_list("pk", flat=True))
    while fresh:
        found |= fresh
        fresh = {pk for part in _parts(fresh) for pk in _correcting(part)} - found
    standing = (Report.objects.standing().filter(pk__in=part) for part in _parts(found))
    return sorted(pk for rows in standing for pk in rows.values_list("pk", flat=True))


def _parts(pks: set[int]) -> list[list[int]]:
    rows = sorted(pks)
    return [rows[start : start + _STEP] for start in range(0, len(rows), _STEP)]


def _correcting(pks: list[int]) -> list[int]:
    return list(Report.objects.filter(corrects__in=pks).values_list("pk", flat=True))


def begin_undo(*, by: Actor, batch: ImportBatch, reason: str, corrections: bool) -> ImportBatch:
    """Decide that a delivery is undone, and whether `corrections` of its reports fall too; then `undo`.

    Raises PermissionDenied, ValueError (no reason), ValidationError (a citizen service number in it) and
    NotPossibleError (not taken in, or undone before).
    """
    require(by, "undo", batch)
    refuse_service_number(reason)
    if not reason.strip():
        raise ValueError("undoing a delivery needs a reason")
    with transaction.atomic():
        locked = locked_batch(batch)
        if locked.state == BatchState.UNDOING or not locked.may_become(BatchState.UNDOING):
            raise NotPossibleError(locked.state.lower())
        locked.state, locked.undo_reason = BatchState.UNDOING, reason.strip()
        locked.undo_corrections = corrections
        locked.save(update_fields=["state", "undo_reason", "undo_corrections"])
        log_batch(by, locked, Event.CHANGE, "undo")
    return locked


def undo(
    *,
    by: Actor,
    batch: ImportBatch,
    seconds: float | None = None,
    follow: Callable[[Sequence[int]], None] = _nothing,
) -> ImportBatch:
    """Withdraw the reports of a delivery that `begin_undo` decided on, or go on with it.

    `follow(reports)` gets the primary keys of each chunk, in its transaction. With `seconds` the work
    pauses after some such time (at least one chunk). Raises PermissionDenied and NotPossibleError.
    """
    require(by, "undo", batch)
    started = monotonic()
    while True:
        with transaction.atomic():
            locked = locked_batch(batch)
            if locked.state == BatchState.UNDONE:
                return locked
            if locked.state != BatchState.UNDOING:
                raise NotPossibleError(locked.state.lower())
            if not _withdraw_chunk(by, locked, follow):
                return _finish(by, locked)
        if seconds is not None and monotonic() - started > seconds:
            return locked


def _withdraw_chunk(by: Actor, batch: ImportBatch, follow: Callable[[Sequence[int]], None]) -> bool:
    """The next chunk, in one transaction; False where nothing was left."""
    rows = list(standing_of(batch).order_by("pk").values_list("pk", "number")[:CHUNK])
    if not rows and batch.undo_corrections:
        left = Report.objects.filter(pk__in=corrections_of(batch)[:_STEP])
        rows = list(left.values_list("pk", "number"))
    now = timezone.now()
    ReportStatus.objects.bulk_create(
        [
            ReportStatus(
                report_id=pk,
                status=Status.WITHDRAWN,
                at=now,
                by=by.actor_id,
                note=batch.undo_reason,
                undone=True,
            )
            for pk, _number in rows
        ],
        batch_size=CHUNK,
    )
    record_many(
        by=by,
        lines=[
            Line(
                event=Event.CHANGE,
                object_type="report",
                object_id=number,
                data=("status",),
                ground="undo",
            )
            for _pk, number in rows
        ],
    )
    follow([pk for pk, _number in rows])
    return bool(rows)


def _finish(by: Actor, batch: ImportBatch) -> ImportBatch:
    batch.state, batch.undone_at, batch.content = BatchState.UNDONE, timezone.now(), None
    batch.save(update_fields=["state", "undone_at", "content"])
    batch.errors.update(value="")
    log_batch(by, batch, Event.CHANGE, "undone")
    return batch
