"""Regions and countries.

Reference data: rows are loaded from this app's own files (`schakel load-reference`) and never deleted,
because reports keep pointing at a municipality after it has merged into another.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.choices import CountryGroup, UnitKind


class ReferenceVersion(models.Model):
    """Which edition of a set of reference data is loaded; process caches compare themselves with it."""

    name = models.CharField(_("set of data"), max_length=20, primary_key=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        verbose_name = _("edition of reference data")
        verbose_name_plural = _("editions of reference data")

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Province(models.Model):
    """One of the twelve provinces."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PoliceUnit(models.Model):
    """A regional unit of the police, the national one, or a district of the border police (KMar)."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind, default=UnitKind.REGIONAL)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("police unit")
        verbose_name_plural = _("police units")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class SafetyRegion(models.Model):
    """One of the 25 safety regions; each lies in one province and in one police unit."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"))
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, verbose_name=_("police unit"))

    class Meta:
        verbose_name = _("safety region")
        verbose_name_plural = _("safety regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ValidQuerySet(models.QuerySet):
    """Rows that begin and end; either date may be open."""

    def valid_on(self, day: date) -> "ValidQuerySet":
        """The rows that existed on `day`; `valid_to` is the first day on which a row no longer does."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
        )


class Municipality(models.Model):
    """A municipality, now or formerly, under its code at Statistics Netherlands (such as ``GM0363``)."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("official name"), max_length=80)
    # What people say: "Den Haag" where the official name is "'s-Gravenhage".
    display_name = models.CharField(_("name"), max_length=80)
    aliases = models.CharField(_("other names"), max_length=200, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"))
    safety_region = models.ForeignKey(SafetyRegion, models.PROTECT, verbose_name=_("safety region"))
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, verbose_name=_("police unit"))
    population = models.PositiveIntegerField(_("inhabitants"), null=True)
    population_on = models.DateField(_("reference date of inhabitants"), null=True)
    longitude = models.FloatField(_("longitude of the centre"), null=True)
    latitude = models.FloatField(_("latitude of the centre"), null=True)
    tile_column = models.SmallIntegerField(_("column on the tile map"), null=True)
    tile_row = models.SmallIntegerField(_("row on the tile map"), null=True)
    # Empty: it existed before these files begin. The end is the first day on which it was no more.
    valid_from = models.DateField(_("exists since"), null=True)
    valid_to = models.DateField(_("ceased to exist on"), null=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def exists_on(self, day: date | None = None) -> bool:
        """Whether this municipality exists on `day` (today)."""
        day = day or timezone.localdate()
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class Country(models.Model):
    """A country or territory of ISO 3166-1."""

    iso2 = models.CharField(_("code of two letters"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("code of three letters"), max_length=3, unique=True)
    name_nl = models.CharField(_("Dutch name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    group = models.CharField(_("group"), max_length=10, choices=CountryGroup)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_nl"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_nl


class Boundary(models.Model):
    """The outline of a municipality in one year, loaded by an operator; the product itself brings none."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="boundaries", verbose_name=_("municipality")
    )
    reference_year = models.PositiveSmallIntegerField(_("reference year"))
    # As drawn (geography.shapes): a path of steps of 100 metres, and the point furthest from its edges.
    path = models.TextField(_("outline"))
    middle_x = models.SmallIntegerField(_("middle, from the west"))
    middle_y = models.SmallIntegerField(_("middle, from the north"))
    room = models.FloatField(_("distance from the middle to the edge"))

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        ordering = ["reference_year", "municipality"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "reference_year"], name="one_boundary_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.reference_year}"
