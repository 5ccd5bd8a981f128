"""Partner organisations abroad and the networks that join them: whom to call about a country."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.network.directory.choices import CHECK_DAYS


class Network(models.TextChoices):
    """Networks of which the centre is a member."""

    LA_STRADA = "LA_STRADA", "La Strada International"
    GAATW = "GAATW", "GAATW"
    EU_CIVIL_SOCIETY = "EU_CIVIL_SOCIETY", _("EU Civil Society Platform")


class PartnerWords(models.Model):
    """What is known of a partner: as it stands, and as it stood."""

    name = models.CharField(_("name"), max_length=160)
    # Empty: the office of a network, for all its countries.
    country = models.ForeignKey(
        "geography.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    # Codes of `Network` with spaces between them.
    networks = models.CharField(_("networks"), max_length=100, blank=True)
    # Codes of ISO 639-1 with spaces between them; empty where not known.
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    helps_with = models.TextField(_("what it helps with"), blank=True, max_length=500)
    valid_from = models.DateField(_("partner since"), null=True, blank=True)
    valid_to = models.DateField(_("partner until"), null=True, blank=True)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        abstract = True

    @property
    def dial(self) -> str:
        """What a telephone dials."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")

    @property
    def network_names(self) -> list[str]:
        return [str(Network(code).label) for code in self.networks.split()]

    @property
    def language_names(self) -> list[str]:
        """The languages in the language of the page."""
        return [str(get_language_info(code)["name_translated"]) for code in self.languages.split()]


class Partner(PartnerWords):
    """An organisation abroad that helps people there, or where a network itself is reached; no persons."""

    is_invented = models.BooleanField(_("invented"), default=False)
    last_checked = models.DateField(_("last checked on"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner abroad")
        verbose_name_plural = _("partners abroad")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(country=None) | ~Q(networks=""), name="partner_of_a_country_or_network"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_due(self, on: date) -> bool:
        """Nobody looked for half a year whether all of it is still right."""
        return self.last_checked is None or self.last_checked + timedelta(days=CHECK_DAYS) <= on


class PartnerVersion(PartnerWords):
    """What was written down of a partner at a moment. Appended, never changed."""

    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="versions", verbose_name=_("partner abroad")
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a partner abroad")
        verbose_name_plural = _("versions of partners abroad")
        ordering = ["partner", "pk"]

    def __str__(self) -> str:
        return self.name


# What is known of a partner; all else of a version is when and by whom.
KNOWN = tuple(
    field.attname for field in PartnerWords._meta.local_fields if field.name not in ("at", "by")
)
