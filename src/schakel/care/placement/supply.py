"""What there is: sites and their units. Where a site stands is a secret that most pages never load."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import Safety, Scheme, Sexes
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField


def new_site_number() -> str:
    return new_number("S")


def new_unit_number() -> str:
    return new_number("E")


class Site(models.Model):
    """A shelter of an organisation under one scheme. Its region may be known, its address may not."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_site_number)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme.choices)
    police_unit = models.ForeignKey(
        "geography.PoliceUnit", models.PROTECT, related_name="+", verbose_name=_("region")
    )
    address = EncryptedTextField(_("address"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["scheme", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(VisibleQuerySet):
    """Units by whether somebody can go there."""

    def in_use(self) -> Self:
        """Those that may be offered at all."""
        return self.filter(active=True, site__active=True)

    def shown_free(self) -> Self:
        """Those that `queries.units` found free."""
        return self.filter(is_free=True)

    def free(self, at: datetime | None = None) -> Self:
        """Those that nobody stays in or holds, and that are open, at `at` (now)."""
        at = at or timezone.now()
        then = Q(until=None) | Q(until__gt=at)
        taken = Occupancy.objects.filter(then, unit=OuterRef("pk"), since__lte=at)
        return self.in_use().filter(~Exists(taken))


class Unit(models.Model):
    """A room or bed that one group has to itself at a time."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_unit_number)
    site = models.ForeignKey(Site, models.PROTECT, related_name="units", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=80)
    beds = models.PositiveSmallIntegerField(_("beds"), default=1)
    sexes = models.CharField(_("for"), max_length=8, choices=Sexes.choices, default=Sexes.ANY)
    min_age = models.PositiveSmallIntegerField(_("from which age"), default=18)
    max_age = models.PositiveSmallIntegerField(_("up to which age"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("places for children"), default=0)
    wheelchair = models.BooleanField(_("wheelchair"), default=False)
    pets = models.BooleanField(_("pets"), default=False)
    safety = models.PositiveSmallIntegerField(
        _("safety level"), choices=Safety.choices, default=Safety.WATCHED
    )
    # None: not known, so somebody has to ask.
    takes_addiction = models.BooleanField(
        _("takes people with an addiction"), null=True, blank=True
    )
    takes_psychiatric = models.BooleanField(
        _("takes people with psychiatric problems"), null=True, blank=True
    )
    takes_aggression = models.BooleanField(
        _("takes people who may be aggressive"), null=True, blank=True
    )
    takes_lvb = models.BooleanField(
        _("takes people with a mild intellectual disability"), null=True, blank=True
    )
    takes_pregnant = models.BooleanField(_("takes pregnant women"), null=True, blank=True)
    # Codes of ISO 639-1 with spaces between them: what staff speak.
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    night_intake = models.BooleanField(_("takes people in at night"), default=False)
    active = models.BooleanField(_("in use"), default=True)

    # On rows from `queries.units` only.
    is_free: bool
    busy: str | None
    confirmed_at: datetime | None

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["site", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(beds__gte=1), name="unit_has_a_bed"),
            models.CheckConstraint(condition=Q(safety__lte=3), name="safety_level_is_known"),
            models.UniqueConstraint(fields=["site", "name"], name="one_unit_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Occupancy(models.Model):
    """A unit is not free from `since` up to `until` (None: until further notice).

    Holds, stays and closures stand in one calendar, so that the database itself can refuse two at once
    (`calendars`). A hold ends by itself: its `until` is when it expires. Only `until` may change.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="occupancies", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=8)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="occupancy_ends_after_it_began",
            )
        ]
        indexes = [models.Index(fields=["unit", "until"], name="occupancy_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.kind}"

    @property
    def now(self) -> bool:
        """Does it hold at this moment?"""
        return self.since <= timezone.now() and (self.until is None or self.until > timezone.now())


class Confirmation(models.Model):
    """A site said how it stands: the weekly occupancy list. Appended, never changed."""

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="confirmations", verbose_name=_("site")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    free_units = models.PositiveSmallIntegerField(_("free units"))
    changed = models.BooleanField(_("with changes"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of occupancy")
        verbose_name_plural = _("confirmations of occupancy")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "-at"], name="confirmation_of_site")]

    def __str__(self) -> str:
        return f"{self.site_id} ({self.at:%Y-%m-%d})"
