"""Decisions about who is who: each one row with its reason and what it rested on, each reversible."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField
from schakel.register.linkage.choices import TRANSITIONS, DecisionKind, DecisionState
from schakel.register.linkage.evidence import Evidence
from schakel.register.linkage.versions import ModelVersion


def new_decision_number() -> str:
    # Not D: that is a draft of a report. J as in "joined", what most decisions are about.
    return new_number("J")


# Columns that are decrypted as a row is read: put off where they are not shown.
SEALED = ("reason", "second_reason", "evidence")


class Decision(models.Model):
    """What a registrar decided, why, and what the register looked like before; never removed."""

    number = models.CharField(
        _("number"), max_length=16, unique=True, default=new_decision_number, editable=False
    )
    kind = models.CharField(_("decision"), max_length=10, choices=DecisionKind.choices)
    state = models.CharField(_("state"), max_length=14, choices=DecisionState.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("decided by"), max_length=60)
    second_by = models.CharField(_("second registrar"), max_length=60, blank=True)
    second_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = EncryptedTextField(_("reason"), blank=True)
    second_reason = EncryptedTextField(_("reason of the second registrar"), blank=True)
    # Whom it is about: the person that keeps or gives reports, and the other one (null: a new person
    # who is not there yet). History: they stay as they were, whatever is decided later.
    person = models.ForeignKey(
        "persons.Person", models.PROTECT, related_name="+", verbose_name=_("person")
    )
    other = models.ForeignKey(
        "persons.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other person"),
    )
    # How probable the machine held it that they are one person; null where it was not asked.
    score = models.FloatField(_("score"), null=True, blank=True)
    version = models.ForeignKey(
        ModelVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version of the model"),
    )
    # JSON, see `evidence.Evidence`: numbers and codes, no identity.
    evidence = EncryptedTextField(_("what it rested on"), blank=True)
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("undoes"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(state=DecisionState.AWAITS_SECOND),
                name="decision_awaits_second",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def may_become(self, state: str) -> bool:
        """May the decision go on to this state?"""
        return state in TRANSITIONS[DecisionState(self.state)]

    @property
    def rests_on(self) -> Evidence:
        """What the register looked like before, and why the decision was taken as it was."""
        return Evidence.read(self.evidence)

    def with_evidence(self, **more: Any) -> str:
        """The evidence as stored, with these parts put in."""
        return replace(self.rests_on, **more).written()


class DecisionMembership(models.Model):
    """A membership that a decision opened or closed: the exact way back."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="memberships", verbose_name=_("decision")
    )
    membership = models.ForeignKey(
        "persons.Membership", models.PROTECT, related_name="+", verbose_name=_("membership")
    )
    opened = models.BooleanField(_("opened"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a decision")
        verbose_name_plural = _("memberships of decisions")
        ordering = ["pk"]
        constraints = [
            # A membership is opened once and closed once.
            models.UniqueConstraint(
                fields=["membership", "opened"], name="one_decision_per_membership_and_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.membership_id}"
