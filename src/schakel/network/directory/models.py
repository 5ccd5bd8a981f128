"""The public directory: organisations, never people, and never a street address.

What an organisation says of itself stands in versions, each from a day on; where it helps, whom and who
takes over during holidays stand in rows that begin and end. So every page can be shown as on a date.
"""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.network.directory.asked import CheckRequest as CheckRequest  # so that Django finds it
from schakel.network.directory.choices import CHECK_DAYS, GRACE_DAYS, HIDDEN_PLACE, Accessibility
from schakel.network.directory.hours import Hours, read_hours
from schakel.network.directory.partners import Partner as Partner
from schakel.network.directory.partners import PartnerVersion as PartnerVersion


class DatedQuerySet(VisibleQuerySet):
    """Rows that begin and end; either may be open, and the end is the first day on which it is no more."""

    def valid_on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
        )

    def not_over_on(self, day: date) -> Self:
        """The rows that hold on `day` or will begin after it; none that was called off."""
        open_end = Q(valid_to=None) | Q(valid_to__gt=day)
        return self.filter(open_end).exclude(valid_from=F("valid_to"))


class ListingQuerySet(DatedQuerySet):
    """Listings by whether they are public and when they were last confirmed."""

    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(is_public=True)

    def last_checked_by(self, day: date) -> Self:
        """Those that nobody confirmed after `day`."""
        return self.filter(Q(last_checked=None) | Q(last_checked__lte=day))


class Listing(models.Model):
    """An organisation that helps: what does not change. All else stands in `ListingVersion`.

    Has no address on purpose: where a shelter stands is known only to those who place people there.
    """

    # What other directories know it by (Open Referral asks for a UUID).
    uid = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4, editable=False)
    # A code of the list `organisation_kind` (foundation.terms).
    kind = models.CharField(_("kind of organisation"), max_length=40)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation in this system"),
    )
    is_public = models.BooleanField(_("public"), default=False)
    is_invented = models.BooleanField(_("invented"), default=False)
    valid_from = models.DateField(_("helps since"), null=True, blank=True)
    valid_to = models.DateField(_("ended on"), null=True, blank=True)
    last_checked = models.DateField(_("last checked on"), null=True, blank=True)
    # Of the row and of all that belongs to it.
    changed_at = models.DateTimeField(_("last changed at"), default=timezone.now, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["pk"]
        indexes = [models.Index(fields=["is_public", "last_checked"], name="listing_due")]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def due_on(self) -> date | None:
        """From when on it is asked whether all is still right; None: at once."""
        if self.last_checked is None:
            return None
        return self.last_checked + timedelta(days=CHECK_DAYS)

    def is_due(self, on: date) -> bool:
        return self.due_on is None or self.due_on <= on

    def is_stale(self, on: date) -> bool:
        """Nobody confirmed it in time: whoever reads it should know."""
        return self.due_on is None or self.due_on + timedelta(days=GRACE_DAYS) <= on


class ListingVersion(models.Model):
    """What a listing says from a day on, until a version from a later day. Appended, never changed."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="versions", verbose_name=_("listing")
    )
    # Empty: since before this directory was kept.
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=160)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    # As `hours` spells it; empty where not known.
    hours = models.CharField(_("opening hours"), max_length=300, blank=True)
    open_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    opening_hours_nl = models.CharField(
        _("about opening hours, in Dutch"), max_length=200, blank=True
    )
    opening_hours_en = models.CharField(
        _("about opening hours, in English"), max_length=200, blank=True
    )
    # Codes of ISO 639-1 with spaces between them; empty where not known.
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    # Codes of `exploitation_form` with spaces between them; empty: for all forms.
    forms = models.CharField(_("forms of exploitation"), max_length=200, blank=True)
    # Codes of `Accessibility` with spaces between them; empty where not known.
    accessibility = models.CharField(_("accessibility"), max_length=100, blank=True)
    for_whom_nl = models.TextField(_("for whom, in Dutch"), blank=True)
    for_whom_en = models.TextField(_("for whom, in English"), blank=True)
    offers_nl = models.TextField(_("what it offers, in Dutch"), blank=True)
    offers_en = models.TextField(_("what it offers, in English"), blank=True)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a listing")
        verbose_name_plural = _("versions of listings")
        ordering = ["listing", F("valid_from").asc(nulls_first=True), "pk"]

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
    def week(self) -> Hours | None:
        """Opening hours to ask; None where they are not known."""
        return read_hours(self.hours, self.open_on_holidays) if self.hours else None

    @property
    def language_names(self) -> list[str]:
        """The languages in the language of the page."""
        return [str(get_language_info(code)["name_translated"]) for code in self.languages.split()]

    @property
    def accessible(self) -> list[str]:
        return [str(Accessibility(code).label) for code in self.accessibility.split()]


# What a version says; all else of it is when and by whom.
SAYS = tuple(
    field.name
    for field in ListingVersion._meta.concrete_fields
    if field.name not in ("id", "listing", "valid_from", "at", "by")
)


class CoverageQuerySet(DatedQuerySet):
    """Where listings help."""

    def public(self) -> Self:
        """Of public listings, and never nearer to a hidden place than its region."""
        nearer = Q(listing__kind__in=HIDDEN_PLACE, municipality__isnull=False)
        return self.filter(listing__is_public=True).exclude(nearer)


class Coverage(models.Model):
    """Where a listing helps and people of which ages, from a day until another. Regions may overlap."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="coverage", verbose_name=_("listing")
    )
    # Where it helps, not where it stands. Both empty: in the whole country.
    municipality = models.ForeignKey(
        "geography.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    police_unit = models.ForeignKey(
        "geography.PoliceUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    # In years, both included; empty: no bound.
    min_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("up to age"), null=True, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    # Who said that it ends, and when; an area that was called off before it began ends where it begins.
    ended_at = models.DateTimeField(_("end written at"), null=True, blank=True)
    ended_by = models.CharField(_("end written by"), max_length=60, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("area of a listing")
        verbose_name_plural = _("areas of listings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality=None) | Q(police_unit=None), name="area_is_one_area"
            ),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                name="area_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="area_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.municipality_id or self.police_unit_id or 'NL'}"


class Deputy(models.Model):
    """Who takes over while a listing's people are away: another listing, from a day until another."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="deputies", verbose_name=_("listing")
    )
    deputy = models.ForeignKey(
        Listing, models.CASCADE, related_name="stands_in", verbose_name=_("deputy")
    )
    valid_from = models.DateField(_("away from"))
    # The first day on which the listing's own people are there again.
    valid_to = models.DateField(_("back on"))
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="deputy_ends_after_begin"
            ),
            models.CheckConstraint(condition=~Q(deputy=F("listing")), name="deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.deputy_id}"
