"""Compare what came in with everything of its epoch, and number the clusters. May stop at any moment.

A message that was compared says so in the same transaction that keeps its alike pairs, so the next run
goes on where this one stopped.
"""

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.linkage_unit.choices import KEPT_FROM
from schakel.linkage_unit.codes import unpack
from schakel.linkage_unit.models import CodeMessage, CodePair, Epoch, UnitRun
from schakel.linkage_unit.numbering import number_clusters
from schakel.linkage_unit.tallying import held
from schakel.methods.encoding.bits import Codes
from schakel.methods.encoding.comparison import alike_across

# So many new codes are compared, and their pairs kept, at a time.
BATCH = 500


def link(*, by: Actor, epoch: Epoch) -> UnitRun:
    """Compare every code of `epoch` that was not compared yet, then number the clusters anew."""
    require(by, "start", "linkage_unit.UnitRun")
    run = UnitRun.objects.create(epoch=epoch, started_at=timezone.now())
    known = _compared(epoch)
    while fresh := _waiting(epoch):
        run.alike += _compare(epoch, known, fresh)
        run.compared += len(fresh)
    _finish(by, run)
    return run


@transaction.atomic
def _finish(by: Actor, run: UnitRun) -> None:
    run.changed = number_clusters(run.epoch, held())
    run.against = CodeMessage.objects.filter(epoch=run.epoch).count()
    run.ended_at = timezone.now()
    run.save()
    # The threshold that comes with the parameters counts as looked at for what is there first.
    Epoch.objects.filter(pk=run.epoch_id, calibrated_at=0).update(calibrated_at=run.against)
    record(
        by=by,
        event=Event.LINK,
        object_type="epoch",
        object_id=run.epoch.name,
        data=(f"compared:{run.compared}", f"alike:{run.alike}", f"changed:{run.changed}"),
    )


def _compared(epoch: Epoch) -> dict[int, Codes]:
    """The codes that were compared already, by key of their row."""
    rows = (
        CodeMessage.objects.filter(epoch=epoch).exclude(linked_at=None).only("codes").order_by("pk")
    )
    return {row.pk: unpack(row.codes) for row in rows.iterator(chunk_size=BATCH)}


def _waiting(epoch: Epoch) -> dict[int, Codes]:
    rows = CodeMessage.objects.filter(epoch=epoch, linked_at=None).only("codes").order_by("pk")
    return {row.pk: unpack(row.codes) for row in rows[:BATCH]}


def _compare(epoch: Epoch, known: dict[int, Codes], fresh: dict[int, Codes]) -> int:
    """Keep the alike pairs of `fresh` with `known` and among themselves; `known` then holds both."""
    known.update(fresh)
    new, all_ = list(fresh), list(known)
    places = alike_across(list(fresh.values()), list(known.values()), KEPT_FROM)
    found = {
        (min(new[row], all_[column]), max(new[row], all_[column])): likeness
        for row, column, likeness in places
        if new[row] != all_[column]
    }
    with transaction.atomic():
        held()
        # A sender may have taken something back meanwhile.
        there = set(CodeMessage.objects.filter(epoch=epoch).values_list("pk", flat=True))
        pairs = [
            CodePair(low_id=low, high_id=high, likeness=likeness)
            for (low, high), likeness in sorted(found.items())
            if low in there and high in there
        ]
        CodePair.objects.bulk_create(pairs, batch_size=BATCH, ignore_conflicts=True)
        CodeMessage.objects.filter(pk__in=new).update(linked_at=timezone.now())
    return len(pairs)
