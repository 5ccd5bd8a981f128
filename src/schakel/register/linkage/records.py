"""What linkage keeps of every report: the standardised record (encrypted), and keys to find it by.

Nothing stands here in clear. A key is 64 bits of a keyed fingerprint, so that whoever has the disk but not
the index key can neither read a name nor try one; that many reports share a key remains to be seen.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.vault.fields import EncryptedBinaryField


class LinkRecord(models.Model):
    """A report as linkage compares it; empty where the report says nothing to compare."""

    report = models.OneToOneField(
        "intake.Report",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("report"),
    )
    packed = EncryptedBinaryField(_("standardised record"), blank=True)
    # By which version of `standardising` it was made; an older one is made anew by `index-reports`.
    standardiser = models.SmallIntegerField(_("version of the standardiser"))
    # Null: kept, but not compared with the others yet.
    compared_at = models.DateTimeField(_("compared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("record for linkage")
        verbose_name_plural = _("records for linkage")
        indexes = [
            models.Index(
                fields=["report"],
                condition=models.Q(compared_at=None),
                name="record_not_compared",
            )
        ]

    def __str__(self) -> str:
        return str(self.report_id)


class LinkKey(models.Model):
    """Something that a report shares with those it may belong with."""

    report = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("report")
    )
    key = models.BigIntegerField(_("key"))

    class Meta:
        verbose_name = _("key for linkage")
        verbose_name_plural = _("keys for linkage")
        indexes = [models.Index(fields=["key", "report"], name="reports_by_key")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.key}"


class LinkFrequency(models.Model):
    """In how many reports a part of a name, a year or a nationality occurs; what is rare says more."""

    key = models.BigIntegerField(_("key"), primary_key=True)
    reports = models.IntegerField(_("reports"))

    class Meta:
        verbose_name = _("frequency for linkage")
        verbose_name_plural = _("frequencies for linkage")

    def __str__(self) -> str:
        return f"{self.key}: {self.reports}"
