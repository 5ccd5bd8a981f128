"""Synthetic files, and the ledger of what they cost."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.insight.analysis.models import Snapshot
from schakel.insight.synthesis.choices import TRANSITIONS, State


def new_file_number() -> str:
    return new_number("Y")


class SyntheticFile(models.Model):
    """What an analyst asked for, what was answered, and the records that were made."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_file_number)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot")
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    columns = models.JSONField(_("columns"))
    thousandths = models.PositiveIntegerField(_("cost in thousandths of epsilon"))
    receiver = models.CharField(_("for whom"), max_length=120)
    purpose = models.TextField(_("for which research"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=80)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # The records as a compressed CSV file; nobody's.
    content = models.BinaryField(_("records"), null=True, blank=True)
    sha256 = models.CharField(_("hash of the records"), max_length=64, blank=True)
    rows = models.PositiveIntegerField(_("synthetic records"), null=True, blank=True)
    # What goes out with the file, and what stays inside since it compares with the truth.
    statement = models.JSONField(_("statement"), default=dict)
    measures = models.JSONField(_("measures"), default=dict)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("synthetic file")
        verbose_name_plural = _("synthetic files")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def epsilon(self) -> Decimal:
        return Decimal(self.thousandths) / 1000

    @property
    def years(self) -> str:
        return f"{self.first_year}–{self.last_year}"

    def may_become(self, state: State) -> bool:
        """Whether the table of transitions leads from here to `state`."""
        return state in TRANSITIONS[State(self.state)]


class Spending(models.Model):
    """A line of the ledger. Triggers keep it, and refuse a line that would be more than a lifetime."""

    file = models.OneToOneField(
        SyntheticFile, models.PROTECT, related_name="spending", verbose_name=_("synthetic file")
    )
    thousandths = models.PositiveIntegerField(_("cost in thousandths of epsilon"))
    moment = models.DateTimeField(_("moment"))
    by = models.CharField(_("signed by"), max_length=80)

    class Meta:
        verbose_name = _("spending of the privacy budget")
        verbose_name_plural = _("spendings of the privacy budget")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.thousandths}"
