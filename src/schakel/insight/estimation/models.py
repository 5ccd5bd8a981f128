"""Runs of an estimate, and the parts of each: kept as they are made, so that a run can go on."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.insight.analysis.models import Snapshot
from schakel.insight.estimation.choices import TRANSITIONS, Light, State


def new_run_number() -> str:
    return new_number("Q")


class Run(models.Model):
    """One estimate: what went in, what was chosen and why, what came out, and who let it out."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_run_number)
    title = models.CharField(_("title"), max_length=120)
    # None for an uploaded file.
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, related_name="+", verbose_name=_("snapshot")
    )
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True)
    # `inputs`: people by lists and traits, as they were when the run began. Never changes.
    content = models.JSONField(_("input"))
    sha256 = models.CharField(_("hash of the input"), max_length=64)
    # `plans.Plan`: what was done to the lists and why, method, draws, seed, groups.
    plan = models.JSONField(_("choices made"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SET_UP)
    light = models.CharField(_("traffic light"), max_length=6, blank=True)
    # Codes of `honesty`: why no number is given, and what to beware of.
    refused = models.JSONField(_("reasons to give no number"), default=list)
    warned = models.JSONField(_("warnings"), default=list)
    version = models.CharField(_("version of the program"), max_length=40)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.CharField(_("made by"), max_length=80)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # What leaves: protected, and exactly what the second person signs.
    offer = models.JSONField(_("what is offered"), default=dict)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    offered_by = models.CharField(_("offered by"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of an estimate")
        verbose_name_plural = _("runs of an estimate")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def carries(self) -> bool:
        """Whether the data can carry a number."""
        return self.light in (Light.AMBER, Light.GREEN)

    @property
    def years(self) -> str:
        """The period of a snapshot; empty for a file."""
        if self.first_year is None:
            return ""
        one = self.first_year == self.last_year
        return str(self.first_year) if one else f"{self.first_year}–{self.last_year}"

    def may_become(self, state: State) -> bool:
        """Whether the table of transitions leads from here to `state`."""
        return state in TRANSITIONS[State(self.state)]


class Step(models.Model):
    """A part of a run (`choices.Part`); its result is rows of tidy data, and what later parts need."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps", verbose_name=_("run"))
    place = models.PositiveIntegerField(_("place"))
    part = models.CharField(_("part"), max_length=12)
    name = models.CharField(_("name"), max_length=80, blank=True)
    result = models.JSONField(_("result"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("part of a run")
        verbose_name_plural = _("parts of a run")
        ordering = ["run", "place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="estimation_one_step_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.name}".strip()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its tidy data; nothing before it was made."""
        return list((self.result or {}).get("rows", []))
