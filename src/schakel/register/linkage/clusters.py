"""Cluster numbers come in: each finds its report, and reports of one cluster are proposed to a registrar.

The unit proposes and a registrar decides, as with any other pair; what a registrar decided stands.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.fields import blind
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.linkage.cluster_rows import ClusterRow
from schakel.register.linkage.encoded import ClusterFetch, EncodedLink
from schakel.register.linkage.unit_pairs import propose_clusters

_AT_ONCE = 500


@transaction.atomic
def take_clusters(
    *, by: Actor, rows: Sequence[ClusterRow], cursor: int, by_file: bool = False
) -> ClusterFetch:
    """Keep what the unit says, all of it or nothing, and propose what follows from it."""
    require(by, "take", "linkage.EncodedLink")
    given = {(_index(row), row.epoch): row for row in rows}
    touched, moved = _store(given)
    touched |= find_reports()
    propose_clusters(touched, moved)
    indexes = {index for index, _epoch in given}
    matched = EncodedLink.objects.about_reports()
    made = ClusterFetch.objects.create(
        by=by.actor_id,
        by_file=by_file,
        cursor=cursor,
        rows=len(rows),
        matched=sum(
            matched.filter(reference__in=some).values("reference").distinct().count()
            for some in _portions(indexes)
        ),
    )
    record(
        by=by,
        event=Event.IMPORT,
        object_type="clusters",
        data=(f"rows:{made.rows}", f"matched:{made.matched}", f"cursor:{cursor}"),
    )
    return made


def _index(row: ClusterRow) -> str:
    return blind(ReportIdentity, "reference_index", row.source, row.local_ref)


def _store(given: dict[tuple[str, str], ClusterRow]) -> tuple[set[str], set[int]]:
    """Bring the links up to date; gives the clusters and the reports that this touches."""
    there = {
        (link.reference, link.epoch): link
        for some in _portions({index for index, _epoch in given})
        for link in EncodedLink.objects.filter(reference__in=some)
    }
    changed = [there[key] for key in there.keys() & given.keys()]
    touched = {link.cluster_no for link in changed}
    reports = {link.report_id for link in changed if link.report_id}
    fresh: list[EncodedLink] = []
    moved: list[EncodedLink] = []
    gone: list[int] = []
    for key, row in given.items():
        link = there.get(key)
        if row.is_withdrawn:
            gone += [link.pk] if link else []
            continue
        touched.add(row.cluster_no)
        if link is None:
            link = EncodedLink(source=row.source, reference=key[0], epoch=row.epoch)
            fresh.append(link)
        else:
            moved.append(link)
        link.cluster_no, link.strength = row.cluster_no, row.strength
    for some in _portions(gone):
        EncodedLink.objects.filter(pk__in=some).delete()
    EncodedLink.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    EncodedLink.objects.bulk_update(moved, ["cluster_no", "strength"], batch_size=_AT_ONCE)
    return touched, reports


def find_reports() -> set[str]:
    """Look for the reports of links without one, and of those whose report was corrected since.

    Gives the cluster numbers that gained a report.
    """
    standing = Report.objects.standing().values("pk")
    lost = list(EncodedLink.objects.exclude(report__in=standing))
    touched = set()
    for links in _portions(lost):
        found = Report.objects.standing().filter(
            identity__reference_index__in={link.reference for link in links}
        )
        by_index = dict(found.order_by("pk").values_list("identity__reference_index", "pk"))
        here = [link for link in links if by_index.get(link.reference, link.report_id)]
        for link in here:
            if by_index.get(link.reference) not in (None, link.report_id):
                link.report_id = by_index[link.reference]
                touched.add(link.cluster_no)
        EncodedLink.objects.bulk_update(here, ["report"], batch_size=_AT_ONCE)
    return touched


def last_cursor() -> int:
    """Up to which change everything is here already."""
    last = ClusterFetch.objects.first()
    return last.cursor if last else 0


def _portions(things: Collection) -> Iterable[list]:
    whole = list(things)
    return (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))
