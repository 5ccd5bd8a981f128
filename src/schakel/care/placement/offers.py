"""A request is put to a site: what the choice rested on, what the site was told, and what it answered."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import AnswerKind, RefusalReason
from schakel.care.placement.supply import Occupancy, Unit
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField

# Who offers to the next place of an order: no person does.
IN_ORDER = SystemActor("offers-in-order")


def new_offer_number() -> str:
    return new_number("F")


class Decision(models.Model):
    """All that a choice of place rested on, frozen so that it can be played again years later."""

    request = models.ForeignKey(
        "placement.Request", models.PROTECT, related_name="decisions", verbose_name=_("request")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    frozen = EncryptedTextField(_("what was known"))
    digest = models.CharField(_("hash"), max_length=64)
    chosen = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("chosen unit")
    )
    place = models.PositiveSmallIntegerField(_("place in the ranking"), null=True, blank=True)
    # Numbers of the units that are offered after this one when it refuses, with spaces between them.
    then = models.CharField(_("afterwards"), max_length=400, blank=True)
    # Why somebody chose otherwise than the ranking says.
    deviation = EncryptedTextField(_("why another place"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen decision")
        verbose_name_plural = _("frozen decisions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.digest[:12]

    def turns_left(self) -> list[str]:
        """Numbers of the units that were not offered yet, in their order."""
        had = set(self.offers.values_list("unit__number", flat=True))
        return [number for number in self.then.split() if number not in had]


class OfferQuerySet(VisibleQuerySet):
    """Offers by whether they were answered."""

    def open(self) -> Self:
        """Those that a shelter can still answer."""
        return self.filter(answer=None)


class Offer(models.Model):
    """A request was put to a site for one unit. The site sees `told`, and nobody's name."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_offer_number)
    request = models.ForeignKey(
        "placement.Request", models.PROTECT, related_name="offers", verbose_name=_("request")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offers", verbose_name=_("unit"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="offers", verbose_name=_("decision")
    )
    hold = models.OneToOneField(
        Occupancy, models.PROTECT, related_name="offer", verbose_name=_("hold")
    )
    # The minimum that a shelter needs to answer, as JSON, as it was then.
    told = EncryptedTextField(_("what the site is told"))
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    sent_by = models.CharField(_("sent by"), max_length=60)
    expires_at = models.DateTimeField(_("answer before"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def by_itself(self) -> bool:
        """Was it its turn, after the place before refused or did not answer?"""
        return self.sent_by == IN_ORDER.actor_id

    @property
    def is_overdue(self) -> bool:
        return self.expires_at <= timezone.now()


class OfferAnswer(models.Model):
    """How an offer ended; once. A refusal has a coded reason."""

    offer = models.OneToOneField(
        Offer, models.PROTECT, related_name="answer", verbose_name=_("offer")
    )
    kind = models.CharField(_("answer"), max_length=10, choices=AnswerKind.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason.choices, blank=True)
    note = EncryptedTextField(_("explanation"), blank=True)
    # Refused on a ground that may be none, such as the region.
    improper = models.BooleanField(_("improper"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an offer")
        verbose_name_plural = _("answers to offers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=AnswerKind.REFUSED) | ~Q(reason=""),
                name="a_refusal_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason}".strip()
