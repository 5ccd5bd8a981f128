"""What a report says in rows of its own: nationalities, and where, when, by which way and how.

Rows of a report, written with it and never changed, as the report itself. The main place stays on the
report (`place_municipality`, `place_country`); `ReportPlace` holds the further ones.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.geography.queries import country_name
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.ages import Ages
from schakel.register.intake.choices import STATELESS, Circumstance


class PossibleAges(models.Model):
    """The ages that the dates of a report leave possible; null: not known, or from before these columns."""

    age_low = models.PositiveSmallIntegerField(_("lowest age"), null=True, blank=True)
    age_high = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    start_age_low = models.PositiveSmallIntegerField(
        _("lowest age at the start"), null=True, blank=True
    )
    start_age_high = models.PositiveSmallIntegerField(
        _("highest age at the start"), null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def ages(self) -> Ages | None:
        """The lowest and the highest age at the report."""
        return _range(self.age_low, self.age_high)

    @property
    def starting_ages(self) -> Ages | None:
        """The lowest and the highest age when the exploitation first began."""
        return _range(self.start_age_low, self.start_age_high)


def _range(low: int | None, high: int | None) -> Ages | None:
    return None if low is None or high is None else (low, high)


class ReportNationality(models.Model):
    """A nationality that the reporter named. No row at all: not known."""

    report = models.ForeignKey("intake.Report", models.CASCADE, related_name="nationalities")
    country = models.ForeignKey(
        "geography.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    # Where there is no country: a code of `nationality_special`. Stateless is not "not known", and
    # "not asked" is not "would not say".
    special = models.CharField(_("special nationality"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("nationality")
        verbose_name_plural = _("nationalities")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "country"], name="nationality_once")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The country (iso2) or the special nationality."""
        return self.country_id or self.special or STATELESS


class ReportPlace(models.Model):
    """A further place of exploitation: a Dutch municipality or a country, one of the two."""

    report = models.ForeignKey("intake.Report", models.CASCADE, related_name="further_places")
    municipality = models.ForeignKey(
        "geography.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    country = models.ForeignKey(
        "geography.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )

    class Meta:
        verbose_name = _("further place of exploitation")
        verbose_name_plural = _("further places of exploitation")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="municipality_or_country",
                condition=Q(municipality=None, country__isnull=False)
                | Q(municipality__isnull=False, country=None),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The code of the municipality or of the country."""
        return self.municipality_id or self.country_id or ""


class ReportPeriod(models.Model):
    """When the exploitation was. Partial dates as text; "" = not known."""

    report = models.ForeignKey("intake.Report", models.CASCADE, related_name="periods")
    start = models.CharField(_("start"), max_length=11, blank=True)
    end = models.CharField(_("end"), max_length=11, blank=True)
    # Null: not known whether it still goes on.
    ongoing = models.BooleanField(_("still going on"), null=True, blank=True)

    class Meta:
        verbose_name = _("period of exploitation")
        verbose_name_plural = _("periods of exploitation")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> PartialPeriod:
        """As a value."""
        start, end = (PartialDate.parse(text) if text else None for text in (self.start, self.end))
        return PartialPeriod(start, end, self.ongoing)


class ReportCountry(models.Model):
    """A country that played a part on the way: where it began, was passed, or was to end."""

    report = models.ForeignKey("intake.Report", models.CASCADE, related_name="countries")
    country = models.ForeignKey(
        "geography.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    role = models.CharField(pgettext_lazy("role", "part"), max_length=20)

    class Meta:
        verbose_name = _("country involved")
        verbose_name_plural = _("countries involved")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "country", "role"], name="country_once_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {country_name(self.country_id)}"


class ReportCircumstance(models.Model):
    """How somebody was recruited or kept, or who the recruiter was: a code of one of three lists."""

    report = models.ForeignKey("intake.Report", models.CASCADE, related_name="circumstances")
    code_list = models.CharField(_("code list"), max_length=20, choices=Circumstance.choices)
    code = models.CharField(_("code"), max_length=40)

    class Meta:
        verbose_name = _("circumstance of exploitation")
        verbose_name_plural = _("circumstances of exploitation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code_list", "code"], name="circumstance_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code_list}: {self.code}"
