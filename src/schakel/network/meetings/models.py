"""Platforms, who is a member when, and their meetings."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.network.meetings.addresses import CalendarAddress as CalendarAddress
from schakel.network.meetings.agendas import Action as Action  # so that Django finds them
from schakel.network.meetings.agendas import ActionStep as ActionStep
from schakel.network.meetings.agendas import AgendaItem as AgendaItem
from schakel.network.meetings.choices import MeetingState, Part, Rhythm
from schakel.network.meetings.papers import Paper as Paper
from schakel.network.meetings.papers import PaperContent as PaperContent
from schakel.network.signals.choices import Level


def new_meeting_number() -> str:
    return new_number("Q")


# Minutes are often written a little after the end.
AROUND = timedelta(hours=2)


class PeriodQuerySet(VisibleQuerySet):
    """Rows that hold from `since` up to and including `until`; without `until`: until further notice."""

    def on(self, day: date) -> Self:
        """Those that hold on this day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Platform(models.Model):
    """Organisations that meet about what they share, on one level of the ladder."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    aim = models.TextField(_("what it is for"), max_length=1000, blank=True)
    # Some are called into being for a term, and again after it.
    since = models.DateField(_("from"))
    until = models.DateField(_("up to and including"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An organisation is a member for a term, with or without somebody who signs in for it."""

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="memberships", verbose_name=_("platform")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    # Who opens agenda, papers and minutes for the organisation; empty: nobody does it here.
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    part = models.CharField(
        pgettext_lazy("role", "part"), max_length=10, choices=Part.choices, default=Part.MEMBER
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("up to and including"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a platform")
        verbose_name_plural = _("memberships of platforms")
        ordering = ["part", "organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.platform_id}"


class Series(models.Model):
    """Meetings on the same weekday of the month, such as every second Tuesday, every so many months."""

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="series", verbose_name=_("platform")
    )
    first = models.DateField(_("first time"))
    at = models.TimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), default=120)
    months = models.PositiveSmallIntegerField(
        _("how often"), choices=Rhythm.choices, default=Rhythm.QUARTERLY
    )
    place = models.CharField(pgettext_lazy("of a meeting", "place"), max_length=200, blank=True)
    until = models.DateField(_("up to and including"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.platform_id} from {self.first}"


class MeetingQuerySet(VisibleQuerySet):
    """Meetings by where they stand."""

    def planned(self) -> Self:
        """Those that are still to be held or minuted, the first first."""
        return self.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")


class Meeting(models.Model):
    """One meeting of a platform: planned, then held or skipped."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_meeting_number)
    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="meetings", verbose_name=_("platform")
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("series of meetings"),
    )
    # The day in its series, so that a meeting that was moved is not planned once more.
    due_on = models.DateField(_("day in the series"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), default=120)
    place = models.CharField(pgettext_lazy("of a meeting", "place"), max_length=200, blank=True)
    topic = models.CharField(_("central topic"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    reason = models.CharField(_("why it did not take place"), max_length=300, blank=True)
    # Counts its changes, for calendars that hold an older version (RFC 5545, 3.8.7.4).
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "due_on"], name="meeting_once_in_its_series")
        ]

    def __str__(self) -> str:
        return f"{self.platform.name}, {self.day:%d-%m-%Y}"

    @property
    def day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_on(self) -> bool:
        """Do people sit at the table about now? Only then do the screens of members follow by themselves:
        a page that asks keeps its session open."""
        now = timezone.now()
        return self.is_planned and self.starts_at - AROUND < now < self.ends_at + AROUND
