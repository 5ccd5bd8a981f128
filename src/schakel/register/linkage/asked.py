"""Questions to whoever keeps a restricted report: is it about the same person as mine?"""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.proposals import Proposal


class KeeperQuestionQuerySet(VisibleQuerySet):
    """Questions, with what the desk asks of them."""

    def open(self) -> Self:
        """Those that nobody answered, about pairs that still wait for a decision."""
        return self.filter(answered_at=None, proposal__settled_at=None)


class KeeperQuestion(models.Model):
    """A registrar asks the keeper of a restricted report to judge a pair that only the keeper sees whole."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="questions", verbose_name=_("proposal")
    )
    # The side that the one who asks may see.
    beside = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("report")
    )
    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    keeper = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("keeper")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer = models.CharField(_("answer"), max_length=20, choices=Verdict.choices, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = KeeperQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a keeper")
        verbose_name_plural = _("questions to keepers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "asked_by"],
                condition=models.Q(answered_at=None),
                name="one_open_question_per_pair_and_asker",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.answer}"
