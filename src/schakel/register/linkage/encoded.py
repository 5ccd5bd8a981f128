"""What the linkage unit says of reports whose names were not shared: a cluster number and its strength.

No column holds a code, a key or the sender's reference in clear: the reference stands here as the blind
index by which the register of reports finds it too.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.linkage.choices import ClusterStrength


class EncodedLinkQuerySet(VisibleQuerySet):
    """Links, with what proposals ask of them."""

    def current(self) -> Self:
        """Of every reference the link of its latest epoch; names of epochs sort by time."""
        later = EncodedLink.objects.filter(reference=models.OuterRef("reference"))
        later = later.filter(epoch__gt=models.OuterRef("epoch"))
        return self.filter(~models.Exists(later))

    def about_reports(self) -> Self:
        """Those whose report is here."""
        return self.exclude(report=None)


class EncodedLink(models.Model):
    """To which cluster of the linkage unit a report belongs, in one epoch.

    `report` is None as long as the report itself has not come: codes and reports travel apart.
    """

    report = models.ForeignKey(
        "intake.Report",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="encoded_links",
        verbose_name=_("report"),
    )
    # The number of the organisation that sent both the report and the code.
    source = models.CharField(_("sender"), max_length=16)
    # As `ReportIdentity.reference_index`: keyed, and the same for the same reference of the same sender.
    reference = models.CharField(_("index of the reference"), max_length=32)
    epoch = models.CharField(_("epoch"), max_length=20)
    cluster_no = models.CharField(_("cluster number"), max_length=16)
    strength = models.CharField(_("strength"), max_length=10, choices=ClusterStrength.choices)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    objects = EncodedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link by codes")
        verbose_name_plural = _("links by codes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "epoch"], name="one_encoded_link_per_epoch"
            )
        ]
        indexes = [
            models.Index(fields=["cluster_no"], name="encoded_links_by_cluster"),
            models.Index(
                fields=["reference"], condition=Q(report=None), name="encoded_links_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ClusterFetch(models.Model):
    """One time that cluster numbers came from the unit, and from where the next one goes on."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=80)
    by_file = models.BooleanField(_("by file"), default=False)
    cursor = models.PositiveBigIntegerField(_("up to change"))
    rows = models.PositiveIntegerField(_("rows"))
    matched = models.PositiveIntegerField(_("of which the report is here"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fetch of cluster numbers")
        verbose_name_plural = _("fetches of cluster numbers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class ClusterDoubt(models.Model):
    """Two reports of one person, joined on the unit's word, that the unit no longer holds together.

    Nothing is parted by itself: a registrar looks, and splits the person or leaves it.
    """

    low = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("earlier report")
    )
    high = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("later report")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    seen_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    seen_by = models.CharField(_("looked at by"), max_length=80, blank=True, default="")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt of the linkage unit")
        verbose_name_plural = _("doubts of the linkage unit")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["low", "high"], condition=Q(seen_at=None), name="one_open_doubt_per_pair"
            ),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="doubt_low_first"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} – {self.high_id}"
