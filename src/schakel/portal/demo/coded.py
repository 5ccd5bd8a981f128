"""What the linkage unit would say in the demo: two pairs of reports by code that belong together."""

from schakel.foundation.access.actors import Actor
from schakel.register.intake.choices import ENCODED
from schakel.register.intake.models import Report
from schakel.register.linkage.cluster_rows import ClusterRow
from schakel.register.linkage.clusters import take_clusters

# Per pair: strength and cluster number.
_PAIRS = (("STRONG", "64804b3376f13086"), ("WEAK", "6cda6c406502538b"))


def hear_of_codes(by: Actor) -> None:
    """The newest reports by code get a number; those of one pair come from different senders."""
    coded = Report.objects.standing().filter(share_level=ENCODED, identity__reference_index__gt="")
    coded = coded.exclude(organisation=None)
    found = list(
        coded.select_related("organisation", "identity").order_by("-received_at", "-pk")[:60]
    )
    rows = []
    for strength, number in _PAIRS:
        one = found.pop(0) if found else None
        other = next((r for r in found if one and r.organisation_id != one.organisation_id), None)
        if one is None or other is None:
            continue
        found.remove(other)
        rows += [_row(report, strength, number) for report in (one, other)]
    take_clusters(by=by, rows=rows, cursor=len(rows))


def _row(report: Report, strength: str, number: str) -> ClusterRow:
    organisation = report.organisation
    return ClusterRow(
        source=organisation.number if organisation else "",
        local_ref=report.identity.reporter_reference,
        epoch=str(report.received_at.year),
        cluster_no=number,
        strength=strength,
    )
