"""Alike pairs → clusters → numbers. A number is random and stays with those who had it.

In the first run of a new epoch nobody has a number in it yet. A cluster then takes the number that most of
its reports had in the epoch before, known by party and reference: never by comparing codes of two epochs,
which says nothing. A report that its sender does not encode anew keeps the number of the old epoch and
gets none in the new one.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from schakel.foundation.vault.fields import blind
from schakel.linkage_unit.choices import STRONG_FROM, Strength
from schakel.linkage_unit.models import ClusterMember, CodeMessage, CodePair, Epoch, Tally
from schakel.linkage_unit.tallying import changed
from schakel.methods.linkage.clustering import clusters

# A report of a party: key of the party, and its own reference, blind.
Report = tuple[int, str]
_BATCH = 500


def number_clusters(epoch: Epoch, tally: Tally) -> int:
    """Bring the memberships of `epoch` up to date; how many changed. Wants a held tally."""
    messages = list(
        CodeMessage.objects.filter(epoch=epoch)
        .exclude(linked_at=None)
        .only("epoch", "partner", "local_ref")
        .order_by("pk")
    )
    members = _members(epoch)
    reports = [
        (m.partner_id, blind(ClusterMember, "local_ref_index", m.local_ref)) for m in messages
    ]
    labels, strengths = _clusters(epoch, [message.pk for message in messages])
    numbers = _numbers(reports, labels, {**_numbers_before(epoch), **_of(members)})
    fresh: list[ClusterMember] = []
    moved: list[ClusterMember] = []
    for message, report, label, strength in zip(messages, reports, labels, strengths, strict=True):
        wanted = (numbers[label], strength)
        member = members.get(report) or ClusterMember(
            epoch=epoch, partner_id=message.partner_id, local_ref=message.local_ref
        )
        if (member.cluster_no, member.strength) != wanted:
            (moved if member.pk else fresh).append(member)
            member.cluster_no, member.strength = wanted
    ClusterMember.objects.bulk_create(changed(tally, fresh), batch_size=_BATCH)
    columns = ["cluster_no", "strength", "change", "changed_at"]
    ClusterMember.objects.bulk_update(changed(tally, moved), columns, batch_size=_BATCH)
    return len(fresh) + len(moved)


def _members(epoch: Epoch) -> dict[Report, ClusterMember]:
    rows = ClusterMember.objects.filter(epoch=epoch).defer("local_ref")
    return {(member.partner_id, member.local_ref_index): member for member in rows}


def _of(members: Mapping[Report, ClusterMember]) -> dict[Report, str]:
    return {report: member.cluster_no for report, member in members.items() if member.cluster_no}


def _numbers_before(epoch: Epoch) -> dict[Report, str]:
    """What these reports were numbered in the epoch before this one."""
    earlier = Epoch.objects.filter(opened_on__lt=epoch.opened_on).order_by("-opened_on").first()
    return _of(_members(earlier)) if earlier else {}


def _clusters(epoch: Epoch, keys: Sequence[int]) -> tuple[list[int], list[str]]:
    """Per message the label of its cluster, and how strongly it is tied to it."""
    places = {key: place for place, key in enumerate(keys)}
    rows = CodePair.objects.filter(low__epoch=epoch, likeness__gte=epoch.threshold)
    joined: dict[tuple[int, int], float] = {}
    best: dict[int, float] = defaultdict(float)
    for low, high, likeness in rows.values_list("low_id", "high_id", "likeness"):
        joined[places[low], places[high]] = likeness
        for key in (low, high):
            best[key] = max(best[key], likeness)
    labels, _cut = clusters(len(keys), joined)
    return labels.tolist(), [_strength(best.get(key)) for key in keys]


def _strength(likeness: float | None) -> str:
    if likeness is None:
        return Strength.ALONE
    return Strength.STRONG if likeness >= STRONG_FROM else Strength.WEAK


def _numbers(
    reports: Sequence[Report], labels: Sequence[int], before: Mapping[Report, str]
) -> dict[int, str]:
    """A number per cluster: that of most of its reports, else a new one. No two clusters share one.

    Where a cluster falls apart, the part with most reports keeps the number; the oldest where they tie.
    """
    votes: Counter[tuple[int, str]] = Counter()
    for report, label in zip(reports, labels, strict=True):
        if report in before:
            votes[label, before[report]] += 1
    numbers: dict[int, str] = {}
    taken: set[str] = set()
    for (label, number), _count in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if label not in numbers and number not in taken:
            numbers[label] = number
            taken.add(number)
    return {label: numbers.get(label) or secrets.token_hex(8) for label in set(labels)}
