"""Published estimates, as they were signed, and why one was withdrawn."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.knowledge.figures.models import page_language


class PublishedEstimate(models.Model):
    """An estimate that anybody may read. It never changes; it can be withdrawn."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    published_at = models.DateTimeField(_("published at"))
    # See `content.Estimate`.
    content = models.JSONField(_("content"))
    digest = models.CharField(_("hash of the content"), max_length=64)

    class Meta:
        verbose_name = _("published estimate")
        verbose_name_plural = _("published estimates")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    def worded(self, name: str) -> Any:
        """A text of the content, in the language of the page."""
        return self.content[name][page_language()]

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.worded("title"))

    @property
    def note(self) -> "EstimateWithdrawal | None":
        """Why this estimate was withdrawn; None while it stands."""
        return getattr(self, "withdrawal", None)


class EstimateWithdrawal(models.Model):
    """Why an estimate may not be used any more."""

    estimate = models.OneToOneField(
        PublishedEstimate,
        models.PROTECT,
        related_name="withdrawal",
        verbose_name=_("published estimate"),
    )
    note_nl = models.TextField(_("note in Dutch"))
    note_en = models.TextField(_("note in English"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal of an estimate")
        verbose_name_plural = _("withdrawals of an estimate")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The note in the language of the page."""
        return self.note_en if page_language() == "en" else self.note_nl
