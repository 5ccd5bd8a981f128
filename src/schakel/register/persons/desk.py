"""What the triage desk keeps: who is on a report, and the searches of registrars."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.persons.choices import TriageStepKind


class TriageStep(models.Model):
    """Something that a registrar did with a report on the desk; appended, never overwritten."""

    report = models.ForeignKey(
        "intake.Report", models.PROTECT, related_name="+", verbose_name=_("report")
    )
    kind = models.CharField(_("step"), max_length=20, choices=TriageStepKind.choices)
    # Set for an assignment only.
    assignee = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("step on the triage desk")
        verbose_name_plural = _("steps on the triage desk")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"


class SavedSearch(models.Model):
    """A filter of the triage desk under a name; holds codes and dates, never who somebody is."""

    owner = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=60)
    # The filter as it stands in the address of the page.
    query = models.CharField(_("filter"), max_length=500)
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_search_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
