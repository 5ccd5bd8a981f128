"""What can happen in analysis: a snapshot is made, a table is saved or thrown away, records are looked at."""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.counting import counted
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.models import SavedTable, Snapshot
from schakel.insight.analysis.questions import Question
from schakel.insight.analysis.schema import VERSION
from schakel.register.persons.queries import person_years

Progress = Callable[[int], None]


def make_snapshot(
    *,
    by: Actor,
    cutoff: datetime | None = None,
    reason: str = "",
    progress: Progress = lambda done: None,
) -> Snapshot:
    """Write the register without identities to files, from reports received up to `cutoff` (now).

    Whole or not at all: a stopped process leaves neither a row nor a folder with a number. The same register
    and the same cut-off give the same files. `progress` hears how many reports are done. Raises
    PermissionDenied, and ValueError for a cut-off that is still to come.
    """
    require(by, "make", "analysis.Snapshot")
    now = timezone.now()
    cutoff = cutoff or now
    if cutoff > now:
        raise ValueError("the cut-off of a snapshot lies in the past")
    snapshots = import_module("schakel.insight.analysis.snapshots")  # Arrow: not at the start
    with snapshots.unfinished() as folder:
        # Outside the transaction: reading takes its time, and one question decides what is read.
        files = snapshots.write(folder, person_years(cutoff), counted(cutoff), progress)
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                number=_next_number(now.year),
                cutoff=cutoff,
                made_at=now,
                made_by=by.actor_id,
                schema=VERSION,
                rows=files.rows["reports.parquet"],
                registrations=files.rows["registrations.parquet"],
                digest=files.digest,
                reason=reason,
            )
            record(by=by, event=Event.CREATE, object_type="snapshot", object_id=snapshot.number)
            snapshots.write_manifest(folder, snapshot, files)
            snapshots.put_in_place(folder, snapshot.number)
    return snapshot


def _next_number(year: int) -> str:
    last = Snapshot.objects.filter(number__startswith=f"S-{year}-").order_by("-pk").first()
    return f"S-{year}-{int(last.number[-4:]) + 1 if last else 1:04}"


def save_table(
    *, by: User, name: str, question: Question, snapshot: Snapshot, shared: bool
) -> SavedTable:
    """Keep a question under a name; the owner's table of that name is replaced."""
    require(by, "create", "analysis.SavedTable")
    with transaction.atomic():
        kept = {"definition": question.definition, "snapshot": snapshot, "shared": shared}
        table, _made = SavedTable.objects.update_or_create(
            owner=by, name=name.strip(), defaults={**kept, "saved_at": timezone.now()}
        )
        record(
            by=by,
            event=Event.CHANGE,
            object_type="saved_table",
            object_id=str(table.pk),
            data=tuple(kept),
        )
    return table


def remove_table(*, by: User, table: SavedTable) -> None:
    """Throw a saved table away. Raises PermissionDenied for another's."""
    require(by, "change", table)
    with transaction.atomic():
        record(by=by, event=Event.DELETE, object_type="saved_table", object_id=str(table.pk))
        table.delete()


def show_records(*, by: Actor, kind: str, numbers: Sequence[str], snapshot: Snapshot) -> None:
    """Log that the records behind a number of a table were named. Raises PermissionDenied."""
    require(by, "see", "analysis.Record")
    record_many(
        by=by,
        lines=[
            Line(event=Event.SEARCH, object_type=kind, object_id=number, ground=snapshot.number)
            for number in numbers
        ],
    )
