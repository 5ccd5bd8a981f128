"""Signals and their steps. No row names or reaches a person that the centre helps."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.methods.placement.vocabulary import CODES
from schakel.network.signals.choices import Kind, Level, Origin, Scale, State, Theme


def new_signal_number() -> str:
    return new_number("C")


class SignalQuerySet(VisibleQuerySet):
    """Signals by where they stand."""

    def with_state(self) -> Self:
        """Each row gets `state`, `level`, `scale`, `about`, `count` and `owner` of its newest steps that name
        one, and `times`: how often it was raised, duplicates among them."""
        steps = SignalStep.objects.filter(signal=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            state=Subquery(steps.exclude(state="").values("state")[:1]),
            level=Subquery(steps.exclude(level="").values("level")[:1]),
            scale=Subquery(steps.exclude(scale="").values("scale")[:1]),
            about=Coalesce(Subquery(steps.exclude(theme="").values("theme")[:1]), F("theme")),
            count=Subquery(steps.filter(count__isnull=False).values("count")[:1]),
            owner=Subquery(steps.filter(owner__isnull=False).values("owner__name")[:1]),
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
    until = models.DateField(pgettext_lazy("last day", "until"))
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
    # Who raised it, and for whom that person acted; both empty where the system counted.
    raised_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("raised by"),
    )
    raised_for = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("raised for"),
    )
    at = models.DateTimeField(_("handed up at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    # On rows from `with_state` only.
    state: str
    level: str
    scale: str | None
    about: str
    count: int | None
    owner: str | None
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
    def about_label(self) -> str:
        """Its theme as the centre sees it now; wants `with_state`."""
        return str(Theme(self.about).label)

    @property
    def scheme_label(self) -> str:
        """The kind of shelter in words."""
        words = CODES["scheme"].get(self.scheme)
        if words is None:
            return self.scheme
        return words.in_("en" if (get_language() or "").startswith("en") else "nl")

    @property
    def level_label(self) -> str:
        """Who deals with it; wants `with_state`."""
        return str(Level(self.level).label)

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
    scale = models.CharField(
        _("how far it reaches"), max_length=13, choices=Scale.choices, blank=True
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices, blank=True)
    owner = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    # Parked up to this day.
    until = models.DateField(_("look again on"), null=True, blank=True)
    # The meeting that it passed: platform and day, as handed down.
    forum = models.CharField(_("meeting"), max_length=160, blank=True)
    # For those who raised it; `text` is for the centre.
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
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


class SignalConcern(models.Model):
    """An organisation out of whose cases the system counted this signal: it hears what becomes of it."""

    signal = models.ForeignKey(
        Signal, models.PROTECT, related_name="concerns", verbose_name=_("signal")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("organisation that a signal comes from")
        verbose_name_plural = _("organisations that signals come from")
        constraints = [
            models.UniqueConstraint(fields=["signal", "organisation"], name="concerned_once")
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.organisation_id}"
