"""The question whether an entry is still right, as it was put to somebody by mail."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.vault.fingerprints import fingerprint

LIFE = timedelta(days=7)


def secret_index(secret: str) -> str:
    """What is kept of the secret in a link: a keyed hash, by which the question is found."""
    return fingerprint("directory.check", secret)


def end_of_link() -> datetime:
    return timezone.now() + LIFE


class CheckRequest(models.Model):
    """One link in one mail: it confirms one entry, once, for a few days, and does nothing else."""

    listing = models.ForeignKey(
        "directory.Listing", models.CASCADE, related_name="checks", verbose_name=_("listing")
    )
    # Empty: sent to the address of the entry itself.
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    secret_index = models.CharField(_("index of the secret"), max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), default=end_of_link)
    # Used, or overtaken: somebody else confirmed the entry, or changed it.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmed by this link"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether an entry is right")
        verbose_name_plural = _("questions whether an entry is right")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.asked_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.expires_at
