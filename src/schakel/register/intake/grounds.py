"""The rule table of legal grounds: which ground a kind of reporter has for a purpose, since when.

A row is never edited or deleted, it ends: an ended rule is no longer offered, and still explains the
reports that were made under it. `legal` answers questions from this table.
"""

from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet

# From sixteen a young person signs; below, the parent or guardian does (the centre's working method).
AGE_OF_CONSENT = 16


class AgeBand(models.TextChoices):
    """For whom a rule is meant, by the age of the person on the day of the report."""

    ANY = "ANY", _("any age")
    FROM_16 = "FROM_16", _("16 and older")
    UNDER_16 = "UNDER_16", _("younger than 16")
    UNKNOWN = "UNKNOWN", _("age not known")

    @classmethod
    def of(cls, age: int | None) -> "AgeBand":
        """The band of somebody of `age` years; None: not known."""
        if age is None:
            return cls.UNKNOWN
        return cls.UNDER_16 if age < AGE_OF_CONSENT else cls.FROM_16


class LegalRule(models.Model):
    """One ground that a kind of reporter may rely on for one purpose, with the text that says so."""

    # What the rule is called in this app's own file; null for a rule that an administrator added.
    key = models.CharField(_("key"), max_length=60, null=True, blank=True, unique=True)
    # Code of `reporter_type`; "" = every kind of reporter.
    reporter_type = models.CharField(_("kind of reporter"), max_length=40, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30)
    age_group = models.CharField(
        _("age of the person"), max_length=10, choices=AgeBand.choices, default=AgeBand.ANY
    )
    legal_basis = models.CharField(_("legal basis"), max_length=40)
    needs_document = models.BooleanField(_("signed consent needed"), default=False)
    # Empty: since before this table begins. The end is the first day on which it is not offered.
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("ended on"), null=True, blank=True)
    citation_nl = models.TextField(_("Dutch citation"), max_length=600)
    citation_en = models.TextField(_("English citation"), max_length=600)
    # The ground with the lowest number is proposed first.
    order = models.PositiveSmallIntegerField(_("order"), default=50)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal rule")
        verbose_name_plural = _("legal rules")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="legal_rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_type or '*'} {self.purpose} {self.age_group}: {self.legal_basis}"

    def applies_on(self, day: date) -> bool:
        """Whether the rule is offered on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def covers(self, reporter_type: str, purpose: str, band: str) -> bool:
        """Whether the rule is about this kind of reporter, purpose and age."""
        return (
            self.reporter_type in ("", reporter_type)
            and self.purpose == purpose
            and self.age_group in (AgeBand.ANY, band)
        )

    @property
    def citation(self) -> str:
        """The text in the language of the page."""
        return self.citation_en if (get_language() or "").startswith("en") else self.citation_nl
