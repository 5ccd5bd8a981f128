"""Snapshots: what analysis counts, as it was at a moment. The rows themselves lie in files."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet


class Snapshot(models.Model):
    """The register without identities, as known when it was made; triggers keep the row as it is."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    cutoff = models.DateTimeField(_("cut-off"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.CharField(_("made by"), max_length=80)
    schema = models.PositiveSmallIntegerField(_("version of the columns"))
    rows = models.PositiveIntegerField(_("reports counted"))
    registrations = models.PositiveIntegerField(_("registrations counted"))
    # sha256 over the hashes of the files: the same digest is the same content.
    digest = models.CharField(_("hash of the content"), max_length=64)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class SavedTable(models.Model):
    """A question to a snapshot under a name; it holds codes and years, and no numbers."""

    owner = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    # See `questions.Question`.
    definition = models.JSONField(_("definition"))
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot")
    )
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved table")
        verbose_name_plural = _("saved tables")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_table_per_name")
        ]

    def __str__(self) -> str:
        return self.name
