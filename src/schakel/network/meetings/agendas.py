"""The tables of what meetings talk about and agree: items of an agenda, and actions."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.network.meetings.choices import ActionState, Outcome


def new_action_number() -> str:
    return new_number("Z")


class AgendaItem(models.Model):
    """Something to talk about, at one meeting; without a meeting it waits for the next that is planned."""

    platform = models.ForeignKey(
        "meetings.Platform", models.PROTECT, related_name="items", verbose_name=_("platform")
    )
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("meeting"),
    )
    # Left open by an earlier meeting.
    came_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="went_to",
        verbose_name=_("came from"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    signal = models.ForeignKey(
        "signals.Signal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signal"),
    )
    text = models.TextField(_("explanation"), max_length=4000, blank=True)
    minutes = models.TextField(_("minutes"), max_length=8000, blank=True)
    decision = models.TextField(
        pgettext_lazy("of a meeting", "decision"), max_length=2000, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer to who raised it"), max_length=2000, blank=True)
    until = models.DateField(_("look again on"), null=True, blank=True)
    # Counts its changes, so that other screens know what to fetch.
    revision = models.PositiveIntegerField(_("revision"), default=0)
    written_by = models.CharField(_("written by"), max_length=60, blank=True)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "signal"],
                condition=Q(meeting__isnull=False, signal__isnull=False),
                name="signal_once_on_an_agenda",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ActionQuerySet(VisibleQuerySet):
    """Actions by where they stand."""

    def with_state(self) -> Self:
        """Each row gets `state` and `due` of its newest steps that name one."""
        steps = ActionStep.objects.filter(action=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            state=Subquery(steps.values("state")[:1]),
            due=Coalesce(Subquery(steps.filter(due__isnull=False).values("due")[:1]), "first_due"),
        )

    def open(self) -> Self:
        """Those that somebody still has to do, the first due first."""
        return self.with_state().filter(state=ActionState.OPEN).order_by("due", "pk")


class Action(models.Model):
    """Somebody does something before a day. Where it stands is in its steps."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_action_number)
    platform = models.ForeignKey(
        "meetings.Platform", models.PROTECT, related_name="actions", verbose_name=_("platform")
    )
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("item of an agenda"),
    )
    text = models.CharField(_("what"), max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("who")
    )
    # Who is reminded; empty where nobody of that organisation signs in here.
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    first_due = models.DateField(pgettext_lazy("last day", "before"))
    at = models.DateTimeField(_("agreed at"), default=timezone.now)

    # On rows from `with_state` only.
    state: str
    due: date

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["first_due", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def state_label(self) -> str:
        """Where it stands, in words; wants `with_state`."""
        return str(ActionState(self.state).label)

    @property
    def is_late(self) -> bool:
        """Was it to be done before today? Wants `with_state`."""
        return self.state == ActionState.OPEN and self.due < timezone.localdate()


class ActionStep(models.Model):
    """An action was agreed, done, dropped, or given another day. Appended, never changed."""

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="steps", verbose_name=_("action")
    )
    state = models.CharField(_("state"), max_length=7, choices=ActionState.choices)
    due = models.DateField(pgettext_lazy("last day", "before"), null=True, blank=True)
    text = models.CharField(_("explanation"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an action")
        verbose_name_plural = _("steps of actions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.state}"
