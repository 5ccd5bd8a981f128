"""Code lists and their codes.

Reference data, loaded from this app's files. A code is never deleted and never given another meaning: it
ends, stays readable on old reports and is no longer offered.
"""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CodeList(models.Model):
    """One list of codes, such as `reporter_type`."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    label_nl = models.CharField(_("Dutch label"), max_length=120)
    label_en = models.CharField(_("English label"), max_length=120)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("code list")
        verbose_name_plural = _("code lists")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Term(models.Model):
    """One code of a list, with its labels, its validity and what it is called in other standards."""

    list = models.ForeignKey(
        CodeList, models.PROTECT, related_name="terms", verbose_name=_("code list")
    )
    code = models.CharField(_("code"), max_length=40)
    label_nl = models.CharField(_("Dutch label"), max_length=160)
    label_en = models.CharField(_("English label"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"))
    # The code of a broader list that this one belongs to: a sector names its form of exploitation.
    belongs_to = models.CharField(_("belongs to"), max_length=40, blank=True)
    # Empty: valid since before these files begin. The end is the first day on which it is not offered.
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("ended on"), null=True)
    # Empty in a mapping means "not known here", never "the same": a mapping is stated or it is not.
    htcds = models.CharField(_("code in HTCDS"), max_length=80, blank=True)
    eurostat = models.CharField(_("code at Eurostat"), max_length=40, blank=True)
    ictip = models.CharField(_("code in IC-TIP"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["list", "order"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return f"{self.list_id}:{self.code}"

    def valid_on(self, day: date | None = None) -> bool:
        """Whether the code is offered on `day` (today)."""
        day = day or timezone.localdate()
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )
