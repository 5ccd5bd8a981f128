"""What can happen in analysis: a snapshot is made."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.schema import VERSION
from schakel.register.persons.queries import person_years


def make_snapshot(
    *,
    by: Actor,
    cutoff: datetime | None = None,
    reason: str = "",
    progress: snapshots.Progress = lambda done: None,
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
    with snapshots.unfinished() as folder:
        # Outside the transaction: reading takes its time, and one question decides what is read.
        files = snapshots.write(folder, person_years(cutoff), progress)
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
