"""The public directory: organisations, never people, and never a street address."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.geography.models import Municipality
from schakel.network.directory.choices import HIDDEN_PLACE


class ListingQuerySet(VisibleQuerySet):
    """Listings by whether they are public and where they help."""

    def public(self) -> "ListingQuerySet":
        """What everybody may read."""
        return self.filter(is_public=True)

    def helping_in(self, municipality: Municipality) -> "ListingQuerySet":
        """What helps people in `municipality`: there, in its police region, or in the whole country."""
        here = Q(municipality=municipality)
        region = Q(municipality=None, police_unit=municipality.police_unit_id)
        return self.filter(here | region | Q(municipality=None, police_unit=None))


class Listing(models.Model):
    """An organisation that helps.

    Has no address on purpose: where a shelter stands is known only to those who place people there.
    """

    name = models.CharField(_("name"), max_length=160)
    # A code of the list `organisation_kind` (foundation.terms).
    kind = models.CharField(_("kind of organisation"), max_length=40)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("organisation in this system"),
    )
    # Where it helps, not where it stands. Both empty: in the whole country.
    municipality = models.ForeignKey(
        "geography.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("municipality"),
    )
    police_unit = models.ForeignKey(
        "geography.PoliceUnit", models.PROTECT, null=True, blank=True, verbose_name=_("region")
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    opening_hours_nl = models.CharField(_("opening hours in Dutch"), max_length=200, blank=True)
    opening_hours_en = models.CharField(_("opening hours in English"), max_length=200, blank=True)
    # Codes of ISO 639-1 with spaces between them; empty where not known.
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    for_whom_nl = models.TextField(_("for whom, in Dutch"), blank=True)
    for_whom_en = models.TextField(_("for whom, in English"), blank=True)
    offers_nl = models.TextField(_("what it offers, in Dutch"), blank=True)
    offers_en = models.TextField(_("what it offers, in English"), blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    last_checked = models.DateField(_("last checked on"), null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["name", "pk"]
        constraints = [
            # A region is as near as the public may come to a place where people hide.
            models.CheckConstraint(
                condition=~Q(kind__in=HIDDEN_PLACE) | Q(municipality=None),
                name="no_municipality_for_a_hidden_place",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def _in_language(self, name: str) -> str:
        """The text in the language of the page, else the one that there is."""
        dutch, english = getattr(self, f"{name}_nl"), getattr(self, f"{name}_en")
        return (english or dutch) if (get_language() or "").startswith("en") else (dutch or english)

    @property
    def opening_hours(self) -> str:
        return self._in_language("opening_hours")

    @property
    def for_whom(self) -> str:
        return self._in_language("for_whom")

    @property
    def offers(self) -> str:
        return self._in_language("offers")

    @property
    def dial(self) -> str:
        """What a telephone dials."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")

    @property
    def language_names(self) -> list[str]:
        """The languages in the language of the page."""
        return [str(get_language_info(code)["name_translated"]) for code in self.languages.split()]
