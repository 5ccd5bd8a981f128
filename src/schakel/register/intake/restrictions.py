"""Reports that one registrar keeps out of the sight of all others: who, since when, why, and how it ended.

Appended, never changed: lifting and handing over are rows of their own.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.vault.fields import EncryptedTextField
from schakel.register.intake.choices import RestrictionEnding, RestrictionReason


class RestrictionQuerySet(VisibleQuerySet):
    """Restrictions, past and present."""

    def standing(self) -> Self:
        """Those that hold now."""
        return self.filter(end=None)


class ReportRestriction(models.Model):
    """A report is for its keeper alone, among the centre's people. It counts as before.

    Every version of a report (what it corrects, what corrects it) has a row of its own.
    """

    report = models.ForeignKey(
        "intake.Report",
        models.CASCADE,
        related_name="restrictions",
        verbose_name=_("report"),
    )
    keeper = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("keeper")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=RestrictionReason.choices)
    note = EncryptedTextField(_("note"), blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction of a report")
        verbose_name_plural = _("restrictions of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.reason}"

    @property
    def until(self) -> datetime | None:
        """When it ended; None as long as it holds. Wants `end`."""
        end = getattr(self, "end", None)
        return end.at if end else None


class RestrictionEnd(models.Model):
    """A restriction ended, or went on with another keeper."""

    restriction = models.OneToOneField(
        ReportRestriction, models.CASCADE, related_name="end", verbose_name=_("restriction")
    )
    how = models.CharField(_("how it ended"), max_length=12, choices=RestrictionEnding.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("end of a restriction")
        verbose_name_plural = _("ends of restrictions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.restriction_id}: {self.how}"
