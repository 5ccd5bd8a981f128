"""The table of reports under way: written over several pages or days, and not sent yet."""

import json

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField

# What a browser sends from the form's pages: name of a control → its values.
Answers = dict[str, list[str]]


def new_draft_number() -> str:
    return new_number("D")


class ReportDraft(models.Model):
    """A report that its writer has not sent yet; nobody else sees it.

    Once it is sent the answers are gone, and the row only remembers which report it became, until
    `expires_at`: whoever goes back in the browser then finds the receipt instead of a second report.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_draft_number)
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("written by")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    # The one-time token of the form's first page: the same token is the same draft, and the same report.
    token = models.CharField(_("one-time token"), max_length=64, unique=True)
    # `Answers` as JSON; "" once it was sent.
    answers = EncryptedTextField(_("answers"), blank=True)
    step = models.CharField(_("page to go on with"), max_length=20)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    updated_at = models.DateTimeField(_("last change"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)
    sent_as = models.ForeignKey(
        "intake.Report",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent as report"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    def given(self) -> Answers:
        """What was answered so far."""
        return json.loads(self.answers) if self.answers else {}

    @property
    def reference(self) -> str:
        """The writer's own reference, by which a list tells drafts apart; "" where none was given."""
        return (self.given().get("reporter_reference") or [""])[0]
