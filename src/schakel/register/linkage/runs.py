"""The whole register linked by the machine alone, as a measurement: nobody is joined by it.

A run says how many persons there would be at each threshold and which lists overlap; a sample of its pairs is
judged by registrars who do not see the score, and tells how good the machine was.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.versions import ModelVersion


class LinkageRun(models.Model):
    """One measurement. Counts only; small ones among them, so never shown outside the centre."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    version = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="+", verbose_name=_("version of the model")
    )
    reports = models.PositiveIntegerField(_("reports that count"))
    comparable = models.PositiveIntegerField(_("reports with something to compare"))
    candidates = models.PositiveIntegerField(_("pairs compared"))
    review = models.PositiveIntegerField(_("pairs for a person to review"))
    automatic = models.PositiveIntegerField(_("pairs that are all but certain"))
    # How many pairs in each band of methods.linkage.clerical, lowest first.
    bands = models.JSONField(_("pairs by score"))
    # "topic:level" → pairs above the threshold for counting.
    levels = models.JSONField(_("how pairs agree"))
    # "0.30" → persons
    persons = models.JSONField(_("persons by threshold"))
    # period → rows of lists with count, low and high
    overlaps = models.JSONField(_("overlaps of lists"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("linkage run")
        verbose_name_plural = _("linkage runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class ClericalPairQuerySet(VisibleQuerySet):
    """Pairs of a sample, with what the sitting asks of them."""

    def to_judge(self, actor: str) -> Self:
        """What `actor` can say something new of: not judged at all, or a second look at a colleague's."""
        second = Q(twice=True, second_verdict="") & ~Q(verdict="") & ~Q(judged_by=actor)
        return self.filter(Q(verdict="") | second)


class ClericalPair(models.Model):
    """A pair drawn to be judged without its score. `twice`: a second registrar judges it, too, blind."""

    run = models.ForeignKey(
        LinkageRun, models.CASCADE, related_name="sample", verbose_name=_("linkage run")
    )
    place = models.PositiveIntegerField(_("place in the sample"))
    low = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("earlier report")
    )
    high = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("later report")
    )
    score = models.FloatField(_("score"))
    band = models.PositiveSmallIntegerField(_("band of scores"))
    twice = models.BooleanField(_("judged twice"), default=False)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices, blank=True)
    judged_by = models.CharField(_("judged by"), max_length=60, blank=True)
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    second_verdict = models.CharField(
        _("second verdict"), max_length=20, choices=Verdict.choices, blank=True
    )
    second_by = models.CharField(_("second registrar"), max_length=60, blank=True)
    second_at = models.DateTimeField(_("second verdict at"), null=True, blank=True)

    objects = ClericalPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of the sample")
        verbose_name_plural = _("pairs of the sample")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="one_pair_per_place_in_sample"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="sampled_low_first"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.place}"

    def take(self, verdict: str, actor: str) -> dict[str, Any]:
        """The columns that a verdict of `actor` fills: the first, or the second look."""
        now = timezone.now()
        if not self.verdict:
            return {"verdict": verdict, "judged_by": actor, "judged_at": now}
        return {"second_verdict": verdict, "second_by": actor, "second_at": now}
