"""One after another: who changes memberships holds the tally, and counts each change."""

from collections.abc import Iterable

from django.utils import timezone

from schakel.linkage_unit.models import ClusterMember, Tally


def held() -> Tally:
    """The tally, ours until the surrounding transaction ends."""
    Tally.objects.get_or_create(pk=1)
    return Tally.objects.select_for_update().get(pk=1)


def changed(tally: Tally, members: Iterable[ClusterMember]) -> list[ClusterMember]:
    """Give each of them a number of its own and the time; the caller stores them. Wants a held tally."""
    now, numbered = timezone.now(), list(members)
    for member in numbered:
        tally.last += 1
        member.change, member.changed_at = tally.last, now
    tally.save(update_fields=["last"])
    return numbered
