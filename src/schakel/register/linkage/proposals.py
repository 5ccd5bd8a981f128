"""Pairs of reports that may be about one person, and what people said of them.

Always by report, the one received first (lower primary key) as `low`: that is a fact, a person an opinion.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.vault.fields import EncryptedTextField
from schakel.register.linkage.choices import ConstraintKind, Settled, Verdict
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.versions import ModelVersion


def _report(name: Any) -> models.ForeignKey:
    return models.ForeignKey("intake.Report", models.CASCADE, related_name="+", verbose_name=name)


class ProposalQuerySet(VisibleQuerySet):
    """Proposals, with what queues ask of them."""

    def open(self) -> Self:
        """Those that wait for a person."""
        return self.filter(settled_at=None)

    def about(self, reports: Any) -> Self:
        """Those with one of these reports on either side."""
        return self.filter(Q(low__in=reports) | Q(high__in=reports))


class Proposal(models.Model):
    """The machine thinks that two reports may be about one person. `levels`: topic → level, no values."""

    low = _report(_("earlier report"))
    high = _report(_("later report"))
    version = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="+", verbose_name=_("version of the model")
    )
    score = models.FloatField(_("score"))
    levels = models.JSONField(_("how they agree"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_how = models.CharField(
        _("settled how"), max_length=20, choices=Settled.choices, blank=True, default=""
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="one_proposal_per_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="proposal_low_first"),
        ]
        indexes = [
            models.Index(
                fields=["score"], condition=Q(settled_at=None), name="open_proposals_by_score"
            )
        ]

    def __str__(self) -> str:
        return f"{self.low_id} – {self.high_id}"


class ConstraintQuerySet(VisibleQuerySet):
    """Decisions about pairs."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(revoked_at=None)


class Constraint(models.Model):
    """What a person decided about two reports. `facts`: what both said then, as a fingerprint.

    A correction that says something else makes the question new; one that says the same does not.
    """

    low = _report(_("earlier report"))
    high = _report(_("later report"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConstraintKind.choices)
    facts = models.CharField(_("fingerprint of the facts"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="constraints",
        verbose_name=_("decision"),
    )
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = ConstraintQuerySet.as_manager()

    class Meta:
        verbose_name = _("constraint")
        verbose_name_plural = _("constraints")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["low", "high"],
                condition=Q(revoked_at=None),
                name="one_standing_constraint_per_pair",
            ),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="constraint_low_first"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} – {self.high_id}: {self.kind}"


class Judgement(models.Model):
    """What one person said of one proposal; appended, never overwritten, and a label to learn from.

    `blind`: given without knowing what a colleague said.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="judgements", verbose_name=_("proposal")
    )
    by = models.CharField(_("by"), max_length=60)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices)
    reason = EncryptedTextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    blind = models.BooleanField(_("blind"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.verdict}"
