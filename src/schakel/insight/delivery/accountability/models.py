"""Statements of a quarter. They hold protected numbers only, with the words that say what they are."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import TRANSITIONS, Quarter, State


class Statement(models.Model):
    """The accountability over one quarter: made by one, signed by another, and then fixed."""

    # The quarter, as "2026-Q1".
    number = models.CharField(_("quarter"), max_length=8)
    # Which correction of what was published over the same quarter; 0 for none.
    correction = models.PositiveSmallIntegerField(_("correction"), default=0)
    note_nl = models.CharField(
        _("what is corrected, in Dutch"), max_length=500, blank=True, default=""
    )
    note_en = models.CharField(
        _("what is corrected, in English"), max_length=500, blank=True, default=""
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("snapshot")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # By part: the protected counts and the words that go with them, see `composing`.
    figures = models.JSONField(_("protected counts"), default=dict)
    # By core task: the subsidy for this quarter in whole euros.
    amounts = models.JSONField(_("subsidy by core task"), default=dict, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=80)
    # What was offered for signing; empty before.
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)
    refused_because = models.CharField(_("not signed because"), max_length=300, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=80, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarterly statement")
        verbose_name_plural = _("quarterly statements")
        ordering = ["-number", "-correction", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "correction"],
                condition=~Q(state=State.DISCARDED),
                name="accountability_each_correction_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("made_by")),
                name="accountability_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published_at__isnull=False) & ~Q(signed_by="")
                | ~Q(state=State.PUBLISHED) & Q(signed_by="", published_at=None),
                name="accountability_published_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(correction=0, note_nl="", note_en="")
                | Q(correction__gt=0) & ~Q(note_nl="") & ~Q(note_en=""),
                name="accountability_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """How addresses and the log name it: "2026-Q1", and "2026-Q1-1" once it was corrected."""
        return f"{self.number}{f'-{self.correction}' if self.correction else ''}"

    @property
    def note(self) -> "StatementWithdrawal | None":
        """Why it was withdrawn; None while it stands."""
        return getattr(self, "withdrawal", None)

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.number)

    def may_become(self, state: State) -> bool:
        """Whether the table of transitions leads from here to `state`."""
        return state in TRANSITIONS[State(self.state)]


class StatementPart(models.Model):
    """A published statement in one language: as data for the page, and as PDF."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="parts")
    language = models.CharField(_("language"), max_length=2)
    content = models.JSONField(_("content"))
    pdf = models.BinaryField(_("PDF"))
    # SHA-256 of the PDF.
    digest = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("quarterly statement in one language")
        verbose_name_plural = _("quarterly statements by language")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "language"], name="accountability_each_language_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.language}"


class StatementWithdrawal(models.Model):
    """Why a published statement may not be used any more; its readers see this where its numbers stood."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="withdrawal")
    note_nl = models.CharField(_("note in Dutch"), max_length=500)
    note_en = models.CharField(_("note in English"), max_length=500)
    withdrawn_at = models.DateTimeField(_("withdrawn at"))
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=80)

    class Meta:
        verbose_name = _("withdrawal of a quarterly statement")
        verbose_name_plural = _("withdrawals of quarterly statements")

    def __str__(self) -> str:
        return str(self.statement_id)

    def text(self, language: str) -> str:
        """The note in one language."""
        return self.note_en if language == "en" else self.note_nl
