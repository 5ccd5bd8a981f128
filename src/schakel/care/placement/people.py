"""Who needs a place: groups that stay together, their people, and what these need."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import Kin
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.answers import UNKNOWN
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from schakel.care.placement.models import Placement


def new_group_number() -> str:
    return new_number("G")


class Group(models.Model):
    """People who are placed together and never split by a default: one woman, or a mother and her child."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_group_number)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    # Where the request came with a report; the person follows from it.
    report = models.ForeignKey(
        "intake.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("report"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def has_place(self) -> bool:
        """Are they placed somewhere now, there or expected?"""
        return self.present_place() is not None

    def present_place(self) -> "Placement | None":
        """The placement that lasts, whether they are there or expected."""
        rows = self.placements.filter(occupancy__until=None).select_related("occupancy", "care")
        found: Placement | None = rows.order_by("-placed_at", "-pk").first()
        return found


class Client(models.Model):
    """One person of a group. Names are opened for a shelter only once it accepted."""

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="clients", verbose_name=_("group")
    )
    kin = models.CharField(_("who in the group"), max_length=8, choices=Kin.choices)
    gender = models.CharField(_("gender"), max_length=20, default=UNKNOWN)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    # A code of the list of nationalities (ISO 3166, or an answer such as UNKNOWN).
    nationality = models.CharField(_("nationality"), max_length=12, default=UNKNOWN)
    surname = EncryptedTextField(_("surname"), blank=True)
    given_names = EncryptedTextField(_("given names"), blank=True)
    date_of_birth = EncryptedTextField(_("date of birth"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.kin}"


class Needs(models.Model):
    """What was known of a client at one moment, in the vocabulary of `methods.placement`. Appended.

    One sealed document: these are facts of health and safety, and nothing is counted by them.
    """

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="needs", verbose_name=_("client")
    )
    facts = EncryptedTextField(_("facts"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["client", "-id"], name="needs_of_client")]

    def __str__(self) -> str:
        return f"{self.client_id} ({self.at:%Y-%m-%d})"
