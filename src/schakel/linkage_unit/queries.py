"""What the pages show: counts, and nothing about a report."""

from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from schakel.linkage_unit.choices import Kind, Strength
from schakel.linkage_unit.models import (
    ClusterMember,
    CodeDelivery,
    CodeMessage,
    Epoch,
    EpochQuerySet,
    UnitPartner,
)


def epochs_with_counts() -> EpochQuerySet:
    """Epochs with `codes`, `waiting` (not compared yet) and `numbered` (clusters)."""
    return Epoch.objects.annotate(
        codes=_count(CodeMessage.objects.filter(epoch=OuterRef("pk")), "pk"),
        waiting=_count(CodeMessage.objects.filter(epoch=OuterRef("pk"), linked_at=None), "pk"),
        numbered=_count(
            ClusterMember.objects.filter(epoch=OuterRef("pk")).exclude(cluster_no=""), "cluster_no"
        ),
    )


def _count(rows: QuerySet, column: str) -> Coalesce:
    counted = rows.order_by().values("epoch").annotate(n=Count(column, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def partners_with_counts() -> QuerySet[UnitPartner]:
    """Parties with the time of their last delivery."""
    rows = UnitPartner.objects.order_by("organisation__name", "pk").select_related("organisation")
    return rows.annotate(last_delivery=Max("codedelivery__received_at"))


@dataclass(frozen=True)
class Share:
    """One sender in one epoch: codes now, and those of the epoch before that were not encoded anew."""

    partner: UnitPartner
    codes: int
    missing: int
    not_encodable: int


def shares(epoch: Epoch) -> list[Share]:
    """Every sender's part of an epoch, whoever still has to encode anew first."""
    earlier = Epoch.objects.filter(opened_on__lt=epoch.opened_on).first()
    now = _by_partner(CodeMessage.objects.filter(epoch=epoch))
    numbered = ClusterMember.objects.exclude(strength=Strength.WITHDRAWN)
    before = _by_partner(numbered.filter(epoch=earlier)) if earlier else {}
    again = _again(epoch, earlier)
    left_out = dict(_last_deliveries(epoch))
    rows = [
        Share(
            partner,
            now.get(partner.pk, 0),
            before.get(partner.pk, 0) - again.get(partner.pk, 0),
            left_out.get(partner.pk, 0),
        )
        for partner in UnitPartner.objects.filter(kind=Kind.SENDER).select_related("organisation")
    ]
    return sorted(rows, key=lambda share: -share.missing)


def still_to_encode(epoch: Epoch) -> int:
    """How many of its reports were not encoded for the epoch after it; all, where there is none."""
    later = Epoch.objects.filter(opened_on__gt=epoch.opened_on).order_by("opened_on").first()
    if later is None:
        return ClusterMember.objects.filter(epoch=epoch, cluster_no__gt="").count()
    return sum(max(share.missing, 0) for share in shares(later))


def _by_partner(rows: QuerySet) -> dict[int, int]:
    counted = rows.order_by().values("partner").annotate(n=Count("pk"))
    return dict(counted.values_list("partner", "n"))


def _again(epoch: Epoch, earlier: Epoch | None) -> dict[int, int]:
    """How many reports that were numbered in the earlier epoch are numbered in this one, by party."""
    if earlier is None:
        return {}
    here = ClusterMember.objects.filter(epoch=epoch, partner=OuterRef("partner"))
    here = here.filter(local_ref_index=OuterRef("local_ref_index"), cluster_no__gt="")
    rows = ClusterMember.objects.filter(epoch=earlier, cluster_no__gt="").order_by()
    rows = rows.annotate(now=Subquery(here.values("pk")[:1])).exclude(now=None)
    return dict(rows.values("partner").annotate(n=Count("pk")).values_list("partner", "n"))


def _last_deliveries(epoch: Epoch) -> QuerySet:
    last = CodeDelivery.objects.filter(epoch=epoch, partner=OuterRef("partner")).order_by("-pk")
    rows = CodeDelivery.objects.filter(epoch=epoch, pk=Subquery(last.values("pk")[:1]))
    return rows.values_list("partner", "not_encodable")


def wants_calibration(epoch: Epoch) -> bool:
    """Has the number of codes doubled since the threshold was last looked at?

    The threshold that suits depends on how many are compared: the more strangers, the more look alike.
    """
    if epoch.deleted_at or not epoch.calibrated_at:
        return False
    return CodeMessage.objects.filter(epoch=epoch).count() >= 2 * epoch.calibrated_at


def cluster_facts(epoch: Epoch) -> dict[str, int]:
    """How many clusters hold one, or more reports; how many memberships are strong and weak."""
    rows = ClusterMember.objects.filter(epoch=epoch).exclude(cluster_no="")
    sizes = rows.order_by().values("cluster_no").annotate(n=Count("pk"))
    strengths = rows.aggregate(
        strong=Count("pk", filter=Q(strength=Strength.STRONG)),
        weak=Count("pk", filter=Q(strength=Strength.WEAK)),
    )
    return {
        "clusters": sizes.count(),
        "shared": sizes.filter(n__gt=1).count(),
        "strong": strengths["strong"],
        "weak": strengths["weak"],
    }
