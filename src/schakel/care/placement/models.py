"""Who needs a place, what was offered and answered, who was placed and stayed, and the one history of it.

A group stays together; it may ask more than once, and may be placed without having asked.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.care.placement.choices import (
    WAITING,
    Channel,
    Consent,
    Destination,
    Happening,
    Origin,
    OverstayReason,
    Priority,
    Scheme,
    State,
)
from schakel.care.placement.clocked import ClockEvent as ClockEvent
from schakel.care.placement.offers import Decision as Decision
from schakel.care.placement.offers import Offer
from schakel.care.placement.offers import OfferAnswer as OfferAnswer
from schakel.care.placement.opened import BreakGlass as BreakGlass  # so that Django finds them
from schakel.care.placement.opened import GroupRestriction as GroupRestriction
from schakel.care.placement.people import Client as Client
from schakel.care.placement.people import Group as Group
from schakel.care.placement.people import Needs as Needs
from schakel.care.placement.ruled import RuleVersion as RuleVersion
from schakel.care.placement.supply import Confirmation as Confirmation
from schakel.care.placement.supply import Occupancy, Unit
from schakel.care.placement.supply import Site as Site
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField


def new_request_number() -> str:
    return new_number("H")


def new_placement_number() -> str:
    return new_number("N")


class RequestQuerySet(VisibleQuerySet):
    """Requests by where they stand."""

    def with_state(self) -> Self:
        """Each row gets `state` and `state_since`: those of its newest event that names a state."""
        last = Event.objects.filter(request=OuterRef("pk")).exclude(state="").order_by("-pk")
        return self.annotate(
            state=Subquery(last.values("state")[:1]), state_since=Subquery(last.values("at")[:1])
        )

    def standing_at(self, state: str) -> Self:
        """Those whose newest state this is."""
        return self.with_state().filter(state=state)

    def in_state(self, *states: str) -> Self:
        """Those that stand so now; wants `with_state`."""
        return self.filter(state__in=states)

    def waiting(self) -> Self:
        """Those for which somebody still waits for a place."""
        return self.with_state().filter(state__in=WAITING)

    def going_on(self) -> Self:
        """Those that still lead to a place: waiting for one, or accepted by a shelter."""
        return self.with_state().filter(state__in=(*WAITING, State.ACCEPTED))


class Request(models.Model):
    """Shelter was asked for a group. Not an offer, and not a placement."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_request_number)
    group = models.ForeignKey(
        Group, models.PROTECT, related_name="requests", verbose_name=_("group")
    )
    # Who asked: empty where somebody outside the system called.
    asked_by = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    channel = models.CharField(_("how it came in"), max_length=8, choices=Channel.choices)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme.choices, blank=True)
    needed_on = models.DateField(_("needed from"), null=True, blank=True)
    priority = models.CharField(
        _("how soon"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    consent = models.CharField(_("may data be passed on"), max_length=16, choices=Consent.choices)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    contact = EncryptedTextField(_("whom to call"), blank=True)
    explanation = EncryptedTextField(_("explanation"), blank=True)
    safety_reason = EncryptedTextField(_("why it is not safe"), blank=True)
    # Requests out of one event, such as a raid, name it alike: the number of the first of them.
    together_with = models.CharField(_("came in together with"), max_length=16, blank=True)
    # Asked for people who had a place, which they keep until the next one: a request, and never a first one.
    follows = models.ForeignKey(
        "placement.Placement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("follow-up of the placement"),
    )
    coordinator = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coordinator"),
    )

    # On rows from `with_state` only.
    state: str
    state_since: object

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for shelter")
        verbose_name_plural = _("requests for shelter")
        ordering = ["priority", "asked_at", "pk"]

    def __str__(self) -> str:
        return self.number


class Placement(models.Model):
    """A group has a unit: on a request, by flowing through, or directly by an authority."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_placement_number)
    group = models.ForeignKey(
        Group, models.PROTECT, related_name="placements", verbose_name=_("group")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    request = models.ForeignKey(
        Request,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("request"),
    )
    offer = models.OneToOneField(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placement",
        verbose_name=_("offer"),
    )
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("previous placement"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="placements", verbose_name=_("unit")
    )
    # As it was then: a site may change its scheme.
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme.choices)
    occupancy = models.OneToOneField(
        Occupancy, models.PROTECT, related_name="placement", verbose_name=_("occupancy")
    )
    placed_at = models.DateTimeField(_("placed at"), default=timezone.now)
    placed_by = models.CharField(_("placed by"), max_length=60)
    term_ends_on = models.DateField(_("term ends on"), null=True, blank=True)
    # Who goes on after placement; empty: the centre, at a distance.
    care = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("care coordination by"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(origin=Origin.TRANSFER) | Q(previous__isnull=False),
                name="a_transfer_has_a_previous_placement",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.REQUEST) | Q(request__isnull=False),
                name="placed_on_a_request_that_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def over_term(self) -> bool:
        """Does the stay last longer than its term? Wants `occupancy`."""
        ended = self.occupancy.until is not None
        return not ended and self.term_ends_on is not None and self.term_ends_on < _today()


def _today() -> date:
    return timezone.localdate()


class StayQuerySet(VisibleQuerySet):
    """Stays by where people are."""

    def there(self) -> Self:
        """Of those who arrived and have not left."""
        return self.filter(arrived_at__isnull=False, left_at=None)


class Stay(models.Model):
    """One person of the group in the unit: arrived, and left for somewhere."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="stays", verbose_name=_("placement")
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="stays", verbose_name=_("client")
    )
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    destination = models.CharField(
        _("where to"), max_length=20, choices=Destination.choices, blank=True
    )
    did_not_arrive = models.BooleanField(_("did not arrive"), default=False)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "client"], name="one_stay_per_person_and_placement"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None)
                | Q(arrived_at__isnull=False, left_at__gte=models.F("arrived_at")),
                name="nobody_leaves_before_arriving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}: {self.client_id}"


class Extension(models.Model):
    """A stay goes on beyond its term, until when, and why. Appended."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="extensions", verbose_name=_("placement")
    )
    until = models.DateField(pgettext_lazy("last day", "until"))
    reason = models.CharField(_("reason"), max_length=12, choices=OverstayReason.choices)
    note = EncryptedTextField(_("explanation"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension of a stay")
        verbose_name_plural = _("extensions of stays")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.placement_id}: {self.until}"


class Event(models.Model):
    """One line of the one history from which every state, waiting time and figure follows. Appended.

    `at`: when it happened; `recorded_at`: when somebody wrote it down.
    """

    kind = models.CharField(_("what happened"), max_length=12, choices=Happening.choices)
    group = models.ForeignKey(Group, models.PROTECT, related_name="events", verbose_name=_("group"))
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, related_name="events", verbose_name=_("request")
    )
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, related_name="events", verbose_name=_("offer")
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, related_name="events", verbose_name=_("placement")
    )
    # The state of the request from here on; empty where it stays as it is.
    state = models.CharField(_("state"), max_length=20, choices=State.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["request", "-id"], name="event_of_request")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}".strip()
