"""Editions of the annual overview and their texts. The numbers stand in the figures, not here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.insight.delivery.choices import LANGUAGE_LABELS, STATE_LABELS, State


class Edition(models.Model):
    """The overview of a year, made of one version of the released figures."""

    year = models.PositiveSmallIntegerField(_("year"))
    figures_version = models.PositiveIntegerField(_("version of the figures"))
    state = models.CharField(
        _("state"), max_length=10, choices=list(STATE_LABELS.items()), default=State.DRAFT
    )
    # Which correction of what was published over the same figures; 0 for none.
    correction = models.PositiveSmallIntegerField(_("correction"), default=0)
    note_nl = models.CharField(_("what is corrected, in Dutch"), max_length=500, blank=True)
    note_en = models.CharField(_("what is corrected, in English"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=32)
    offered_by = models.CharField(_("offered by"), max_length=32, blank=True)
    # Over what was offered; empty before.
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)
    refused_because = models.CharField(_("not signed because"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.CharField(_("published by"), max_length=32, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the overview")
        verbose_name_plural = _("editions of the overview")
        ordering = ["-year", "-figures_version", "-correction"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "figures_version", "correction"],
                name="delivery_one_edition_per_correction",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("offered_by")),
                name="delivery_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.figures_version}-{self.correction})"

    @property
    def number(self) -> str:
        """How the log names it."""
        again = f"-{self.correction}" if self.correction else ""
        return f"{self.year}/{self.figures_version}{again}"

    @property
    def is_draft(self) -> bool:
        """Whether its text may still change."""
        return self.state == State.DRAFT

    def own_texts(self, language: str) -> dict[str, str]:
        """What editors wrote, by chapter; a chapter that nobody changed is not in it."""
        return {text.chapter: text.text for text in self.texts.all() if text.language == language}


class EditionText(models.Model):
    """The text of one chapter in one language, with placeholders where numbers stand."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="texts")
    chapter = models.CharField(_("chapter"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_LABELS.items()))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of an edition")
        verbose_name_plural = _("texts of editions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "chapter", "language"], name="delivery_one_text_per_chapter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chapter} {self.language}"


class Proof(models.Model):
    """An edition in one language as it would be published: made in two steps, gone when a text changes."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="proofs")
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_LABELS.items()))
    made_at = models.DateTimeField(_("made at"))
    content = models.JSONField(_("content"))
    # None until the second step.
    pdf = models.BinaryField(_("PDF"), null=True)

    class Meta:
        verbose_name = _("proof of an edition")
        verbose_name_plural = _("proofs of editions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"], name="delivery_one_proof_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"
