"""Parties, epochs, codes, which of them are alike, and the cluster numbers that the centre may have.

No column holds a name, a date of birth, a fact of a report or a key, and none may be added: a test reads
the list of columns.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import (
    BlindIndexField,
    EncryptedBinaryField,
    EncryptedTextField,
)
from schakel.linkage_unit.choices import Kind, Strength


def new_delivery_number() -> str:
    return new_number("K")


def new_deletion_number() -> str:
    return new_number("V")


def as_sent(reference: str) -> str:
    """A reference is compared exactly as the sender wrote it."""
    return reference


class UnitPartner(models.Model):
    """A party at the door. Its tokens belong to its organisation (foundation.accounts)."""

    organisation = models.OneToOneField(
        "accounts.Organisation",
        models.PROTECT,
        related_name="unit_partner",
        verbose_name=_("organisation"),
    )
    # Its number at the centre: with this and its own reference the centre knows the report.
    source = models.CharField(_("number at the centre"), max_length=16, unique=True)
    kind = models.CharField(_("what it does"), max_length=10, choices=Kind.choices)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["organisation__name", "pk"]

    def __str__(self) -> str:
        return self.source


class EpochQuerySet(VisibleQuerySet["Epoch"]):
    """Epochs, newest first."""

    def open(self) -> "EpochQuerySet":
        """Those for which codes are taken today."""
        today = timezone.localdate()
        return self.filter(opened_on__lte=today, closes_on__gte=today, deleted_at=None)


class Epoch(models.Model):
    """As long as one key is used, a year as a rule. Codes of two epochs are never compared."""

    name = models.CharField(_("name"), max_length=20, unique=True)
    # Sixteen hexadecimal digits: which parameters all senders must use.
    parameters = models.CharField(pgettext_lazy("way of encoding", "parameters"), max_length=16)
    # Which key: a fingerprint that tells keys apart and gives none away. Empty: that of the first delivery.
    key = models.CharField(_("fingerprint of the key"), max_length=16, blank=True)
    opened_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    threshold = models.FloatField(_("alike from"))
    # How many codes there were when the threshold was last looked at; at twice as many it is due again.
    calibrated_at = models.PositiveIntegerField(_("codes at the last calibration"), default=0)
    deleted_at = models.DateTimeField(_("codes deleted at"), null=True, blank=True)

    objects = EpochQuerySet.as_manager()

    class Meta:
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opened_on")), name="epoch_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Are codes taken for it today?"""
        return self.deleted_at is None and self.opened_on <= timezone.localdate() <= self.closes_on

    @property
    def is_over(self) -> bool:
        return timezone.localdate() > self.closes_on


class CodeDelivery(models.Model):
    """One message of a sender as it came in: how many rows, and what became of them."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_delivery_number)
    epoch = models.ForeignKey(Epoch, models.PROTECT, verbose_name=_("epoch"))
    partner = models.ForeignKey(UnitPartner, models.PROTECT, verbose_name=_("party"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    new = models.PositiveIntegerField(_("new"))
    known = models.PositiveIntegerField(_("already there"))
    replaced = models.PositiveIntegerField(_("replaced"))
    # The sender says how many reports it could make no code of; they count, and are linked to nobody.
    not_encodable = models.PositiveIntegerField(_("not encodable"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery of codes")
        verbose_name_plural = _("deliveries of codes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class CodeMessage(models.Model):
    """The codes of one report of one sender. What is sent anew takes the place of what was there."""

    epoch = models.ForeignKey(Epoch, models.PROTECT, verbose_name=_("epoch"))
    partner = models.ForeignKey(UnitPartner, models.PROTECT, verbose_name=_("party"))
    # The sender's own mark for the report: it says nothing to the unit, and is given back with the number.
    local_ref = EncryptedTextField(_("reference of the sender"))
    local_ref_index = BlindIndexField(sources=("local_ref",), normalise=as_sent)
    codes = EncryptedBinaryField(_("codes"))
    # Keyed hash of reference and codes: a delivery that comes twice is known again.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    linked_at = models.DateTimeField(_("compared at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("code message")
        verbose_name_plural = _("code messages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["epoch", "partner", "local_ref_index"], name="one_message_per_reference"
            )
        ]
        indexes = [models.Index(fields=["epoch", "linked_at"], name="unit_to_compare")]

    def __str__(self) -> str:
        return str(self.pk)


class CodePair(models.Model):
    """Two messages of one epoch that are alike; goes with either of them."""

    low = models.ForeignKey(
        CodeMessage,
        models.CASCADE,
        related_name="+",
        verbose_name=pgettext_lazy("of a pair", "one"),
    )
    high = models.ForeignKey(
        CodeMessage,
        models.CASCADE,
        related_name="+",
        verbose_name=pgettext_lazy("of a pair", "other"),
    )
    likeness = models.FloatField(_("likeness"))

    class Meta:
        verbose_name = _("alike pair of codes")
        verbose_name_plural = _("alike pairs of codes")
        ordering = ["low", "high"]
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="one_pair_of_codes"),
            models.CheckConstraint(
                condition=Q(low__lt=models.F("high")), name="pair_of_codes_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}–{self.high_id}"


class ClusterMember(models.Model):
    """Which cluster number a report of a sender has in an epoch: all that the centre can fetch.

    A cluster is a computation and has no row: its number is random and means nothing elsewhere.
    """

    epoch = models.ForeignKey(Epoch, models.PROTECT, verbose_name=_("epoch"))
    partner = models.ForeignKey(UnitPartner, models.PROTECT, verbose_name=_("party"))
    local_ref = EncryptedTextField(_("reference of the sender"))
    local_ref_index = BlindIndexField(sources=("local_ref",), normalise=as_sent)
    cluster_no = models.CharField(_("cluster number"), max_length=16, blank=True)
    strength = models.CharField(_("strength"), max_length=10, choices=Strength.choices)
    # The change that it was last part of; the centre asks for what came after the last it knows.
    change = models.PositiveBigIntegerField(_("change"), unique=True)
    changed_at = models.DateTimeField(_("changed at"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster membership")
        verbose_name_plural = _("cluster memberships")
        ordering = ["change"]
        constraints = [
            models.UniqueConstraint(
                fields=["epoch", "partner", "local_ref_index"], name="one_membership_per_reference"
            )
        ]
        indexes = [models.Index(fields=["epoch", "cluster_no"], name="unit_cluster")]

    def __str__(self) -> str:
        return str(self.change)


class Tally(models.Model):
    """The one row that counts changes: who holds it may change memberships."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField(_("last change"), default=0)

    class Meta:
        verbose_name = _("count of changes")
        verbose_name_plural = _("count of changes")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="unit_one_tally")]

    def __str__(self) -> str:
        return str(self.last)


class UnitRun(models.Model):
    """One time that codes were compared."""

    epoch = models.ForeignKey(Epoch, models.PROTECT, verbose_name=_("epoch"))
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    compared = models.PositiveIntegerField(_("new codes"), default=0)
    against = models.PositiveIntegerField(_("codes in all"), default=0)
    alike = models.PositiveIntegerField(_("new alike pairs"), default=0)
    changed = models.PositiveIntegerField(_("changed memberships"), default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of the linkage unit")
        verbose_name_plural = _("runs of the linkage unit")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class CodeDeletion(models.Model):
    """The proof that the codes of an epoch are gone: what went, and what was counted afterwards."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_deletion_number)
    epoch = models.OneToOneField(
        Epoch, models.PROTECT, related_name="deletion", verbose_name=_("epoch")
    )
    at = models.DateTimeField(_("deleted at"))
    by = models.CharField(_("deleted by"), max_length=80)
    messages = models.PositiveIntegerField(_("messages deleted"))
    pairs = models.PositiveIntegerField(_("alike pairs deleted"))
    # SHA-256 over the fingerprints of what went, in order: says of which messages, and not what they held.
    digest = models.CharField(_("digest"), max_length=64)
    left = models.PositiveIntegerField(_("messages left"))
    line = models.PositiveBigIntegerField(_("line of the log"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion of codes")
        verbose_name_plural = _("deletions of codes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number
