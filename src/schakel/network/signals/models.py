"""Signals and their steps. No row names or reaches a person that the centre helps."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.network.signals.choices import Kind, Level, Origin, State, Theme


def new_signal_number() -> str:
    return new_number("C")


class SignalQuerySet(VisibleQuerySet):
    """Signals by where they stand."""

    def with_state(self) -> Self:
        """Each row gets `state`, `count` and `level` of its newest steps that name one, and `times`: how
        often it was raised, duplicates among them."""
        steps = SignalStep.objects.filter(signal=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            state=Subquery(steps.exclude(state="").values("state")[:1]),
            level=Subquery(steps.exclude(level="").values("level")[:1]),
            count=Subquery(steps.filter(count__isnull=False).values("count")[:1]),
            times=Count("duplicates", distinct=True) + 1,
        )

    def standing(self, states: Collection[str]) -> Self:
        """Those in one of these states."""
        return self.with_state().filter(state__in=states)


class Signal(models.Model):
    """One bottleneck, trend or success factor, in one period, of whom it is about."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_signal_number)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.BOTTLENECK)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    origin = models.CharField(_("origin"), max_length=6, choices=Origin.choices)
    # Whom or where it is about; all empty: the whole country.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    region = models.ForeignKey(
        "geography.PoliceUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    municipality = models.ForeignKey(
        "geography.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    # A code of whoever hands it up, such as a kind of shelter.
    scheme = models.CharField(_("kind of shelter"), max_length=20, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    text = models.TextField(_("text"), max_length=2000, blank=True)
    # What makes two countings of the system the same signal; empty for what people raise.
    key = models.CharField(_("key"), max_length=120, blank=True)
    # The signal that this one says once more.
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("the same as"),
    )
    at = models.DateTimeField(_("handed up at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    # On rows from `with_state` only.
    state: str
    level: str
    count: int | None
    times: int

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ["-since", "theme", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="one_signal_per_counting"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="signal_period_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """Where it stands, in words; wants `with_state`."""
        return str(State(self.state).label)

    @property
    def tone(self) -> str:
        """How a badge shows that."""
        shown = {State.NEW: "warning", State.RESOLVED: "success", State.PARKED: "neutral"}
        return shown.get(State(self.state), "info")


class SignalStep(models.Model):
    """What happened to a signal: counted, assessed, taken up, answered. Appended, never changed."""

    signal = models.ForeignKey(
        Signal, models.PROTECT, related_name="steps", verbose_name=_("signal")
    )
    # Empty where it stays as it is.
    state = models.CharField(_("state"), max_length=10, choices=State.choices, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a signal")
        verbose_name_plural = _("steps of signals")
        ordering = ["pk"]
        indexes = [models.Index(fields=["signal", "-id"], name="step_of_signal")]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.state or self.count}"
