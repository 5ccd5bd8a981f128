"""What the centre fetches: party, reference, epoch, cluster number, strength, and nothing else."""

from typing import Any

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.linkage_unit.choices import Strength
from schakel.linkage_unit.models import ClusterMember, UnitPartner


@transaction.atomic
def fetch(*, by: Actor, partner: UnitPartner, cursor: int, size: int) -> dict[str, Any]:
    """At most `size` changes after `cursor`, in order.

    A cursor says that all before it has arrived: memberships that were withdrawn by then are forgotten.
    """
    require(by, "fetch", partner)
    told = ClusterMember.objects.filter(strength=Strength.WITHDRAWN, change__lte=cursor)
    told.delete()
    rows = list(
        ClusterMember.objects.filter(change__gt=cursor).select_related("partner", "epoch")[
            : size + 1
        ]
    )
    page = rows[:size]
    record(
        by=by,
        event=Event.EXPORT,
        object_type="clusters",
        object_id=partner.source,
        data=(f"after:{cursor}", f"rows:{len(page)}"),
    )
    return {
        "items": [as_told(member) for member in page],
        "next_cursor": page[-1].change if page else cursor,
        "more": len(rows) > size,
    }


def as_told(member: ClusterMember) -> dict[str, str]:
    """One membership as the centre gets it. Wants `partner` and `epoch`."""
    return {
        "source": member.partner.source,
        "local_ref": member.local_ref,
        "epoch": member.epoch.name,
        "cluster_no": member.cluster_no,
        "strength": member.strength,
    }
