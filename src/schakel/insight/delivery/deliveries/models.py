"""Agreements about data, and what was delivered under them. The files themselves are not kept."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries.choices import FIELDS, RECEIVERS


class Agreement(models.Model):
    """Who may receive which columns, of which years, why, and until when."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    receiver = models.CharField(_("receiver"), max_length=12, choices=list(RECEIVERS.items()))
    name = models.CharField(_("name and department of the receiver"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    # Codes of columns, see choices.FIELDS.
    fields = models.JSONField(_("columns"))
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    until = models.DateField(pgettext_lazy("last day", "valid until"))
    joinable = models.BooleanField(_("same pseudonyms in every delivery"), default=False)
    agreed_at = models.DateTimeField(_("agreed at"))
    agreed_by = models.CharField(_("agreed by"), max_length=80)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement on data")
        verbose_name_plural = _("agreements on data")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    def is_in_force(self, on: date) -> bool:
        """Whether anything may be delivered on this day."""
        return self.ended_at is None and on <= self.until

    @property
    def field_labels(self) -> list[str]:
        """The agreed columns in words."""
        return [str(FIELDS[field][0]) for field in self.fields]


class ReceiverKey(models.Model):
    """The public key of a receiver: what is delivered is sealed for it. Only ever added, and ended."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="keys")
    name = models.CharField(_("name of the key"), max_length=64)
    # X25519, 32 bytes in Base64. Public: it opens nothing.
    public = models.CharField(_("public key"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=40)
    added_at = models.DateTimeField(_("added at"))
    # Who compared the fingerprint with the receiver by telephone.
    added_by = models.CharField(_("checked and added by"), max_length=80)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("key of a receiver")
        verbose_name_plural = _("keys of receivers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(ended_at=None),
                name="deliveries_one_key_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint}"


class Delivery(models.Model):
    """What was delivered under an agreement: enough to make the very same again, and to recognise it."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="deliveries")
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=80)
    rows = models.PositiveIntegerField(pgettext_lazy("number", "records"))
    alone = models.PositiveIntegerField(_("records like no other"))
    # SHA-256 of the records, and of the sealed file that left first.
    digest = models.CharField(_("hash of the records"), max_length=64)
    file_digest = models.CharField(_("hash of the sealed file"), max_length=64)
    # The key that it was sealed for; empty: a passphrase.
    key_fingerprint = models.CharField(_("sealed for the key"), max_length=40, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery by agreement")
        verbose_name_plural = _("deliveries by agreement")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def pseudonym_key(self) -> str:
        """What pseudonyms are made for: this delivery alone, or all of the agreement."""
        return self.agreement.number if self.agreement.joinable else self.number
