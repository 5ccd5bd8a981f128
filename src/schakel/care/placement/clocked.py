"""What happened to the legal clocks of a client: began, stood still, went on, ended. Appended."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.care.placement.people import Client
from schakel.foundation.access.querysets import VisibleQuerySet


class ClockKind(models.TextChoices):
    """What runs. The term of a stay is no fact of its own: it follows from the placement."""

    REFLECTION = "REFLECTION", _("reflection period")
    REFLECTION_DUBLIN = "REFLECTION_DUBLIN", _("reflection period (Dublin)")
    B8_PERMIT = "B8_PERMIT", _("B8/3 permit")
    POLICE_REPORT = "POLICE_REPORT", _("police report")
    DUBLIN = "DUBLIN", _("Dublin procedure")


class ClockStep(models.TextChoices):
    """What can happen to a clock."""

    STARTED = "STARTED", _("began")
    SUSPENDED = "SUSPENDED", _("stands still")
    RESUMED = "RESUMED", _("goes on")
    ENDED = "ENDED", _("ended")
    # The fact named by `mistake` was wrong: the clock is worked out without it.
    UNDONE = "UNDONE", _("taken back: written down by mistake")


class ClockEnd(models.TextChoices):
    """Why a clock ended before its day."""

    FILED = "FILED", _("police report filed")
    DECLINED = "DECLINED", _("the client does not want it")
    LEFT = "LEFT", _("the client left, not known where to")
    GRANTED = "GRANTED", _("granted")
    REFUSED = "REFUSED", _("refused or withdrawn")
    DISMISSED = "DISMISSED", _("case dismissed or judged")
    TRANSFERRED = "TRANSFERRED", _("transferred to another country")
    OTHER = "OTHER", _("other")


class ClockEvent(models.Model):
    """One fact about one clock of one client, on the day that it happened."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="clock_events", verbose_name=_("client")
    )
    clock = models.CharField(_("clock"), max_length=20, choices=ClockKind.choices)
    step = models.CharField(_("what happened"), max_length=10, choices=ClockStep.choices)
    on = models.DateField(_("on"))
    # The last day as the decision names it, where no source fixes the term.
    until = models.DateField(pgettext_lazy("last day", "until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=ClockEnd.choices, blank=True)
    # Which decision or letter says so, for example its reference.
    ground = models.CharField(_("says who"), max_length=120, blank=True)
    mistake = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("mistaken fact"),
    )
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a legal clock")
        verbose_name_plural = _("events of legal clocks")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("on")),
                name="a_clock_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(step=ClockStep.UNDONE, mistake__isnull=False)
                | ~Q(step=ClockStep.UNDONE) & Q(mistake=None),
                name="what_is_undone_is_named",
            ),
        ]
        indexes = [models.Index(fields=["client", "clock", "on"], name="clock_of_client")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.clock} {self.step}"
