"""The table of private addresses under which a calendar fetches somebody's meetings."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.vault.fingerprints import fingerprint


def secret_index(secret: str) -> str:
    """What is kept of the secret in an address: a keyed hash, by which it is found (64 hex digits)."""
    return fingerprint("meetings.calendar-address", secret)


class CalendarAddress(models.Model):
    """The address of one person; a new one takes the place of the old, and withdrawing removes the row."""

    user = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("user"),
    )
    secret_index = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"made {self.made_at:%Y-%m-%d}"
