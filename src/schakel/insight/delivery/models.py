"""Editions of the annual overview and their texts. The numbers stand in the figures, not here."""

from django.db import models
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
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=32)
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.CharField(_("published by"), max_length=32, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the overview")
        verbose_name_plural = _("editions of the overview")
        ordering = ["-year", "-figures_version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "figures_version"], name="delivery_one_edition_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.figures_version})"

    @property
    def number(self) -> str:
        """How the log names it."""
        return f"{self.year}/{self.figures_version}"

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
