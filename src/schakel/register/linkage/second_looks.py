"""One of twenty verdicts of registrars is given a second time, by a colleague who does not see the first."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.proposals import Judgement


class SecondLookQuerySet(VisibleQuerySet):
    """Second looks, with what the queue and the figures ask of them."""

    def to_give(self, actor: str) -> Self:
        """Those that wait for a colleague of the one who was first; the oldest first."""
        return self.filter(second=None).exclude(first__by=actor).order_by("pk")

    def differing(self) -> Self:
        """One said the same person, the other not; and nobody settled it yet."""
        either = (Verdict.SAME, Verdict.NOT_SAME)
        rows = self.filter(first__verdict__in=either, second__verdict__in=either, settled_at=None)
        return rows.exclude(first__verdict=F("second__verdict"))

    def of(self, actor: str) -> Self:
        """Those in which somebody gave one of both verdicts."""
        return self.filter(Q(first__by=actor) | Q(second__by=actor))


class SecondLook(models.Model):
    """A verdict that was drawn, what a colleague said, and that both looked again where they differ."""

    first = models.OneToOneField(
        Judgement, models.CASCADE, related_name="second_look", verbose_name=_("first verdict")
    )
    drawn_at = models.DateTimeField(_("drawn at"), default=timezone.now)
    second = models.OneToOneField(
        Judgement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second verdict"),
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.first_id)
