"""A registrar looked at a doubt of the linkage unit; what follows is decided on the page of the person."""

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.linkage.encoded import ClusterDoubt


@transaction.atomic
def look_at_doubt(*, by: Actor, doubt: ClusterDoubt) -> None:
    """Note who looked; twice is once."""
    require(by, "change", doubt)
    fresh = ClusterDoubt.objects.filter(pk=doubt.pk, seen_at=None)
    if fresh.update(seen_at=timezone.now(), seen_by=by.actor_id):
        record(
            by=by,
            event=Event.LINK,
            object_type="report",
            object_id=doubt.low.number,
            data=("unit_doubt", "seen"),
        )
