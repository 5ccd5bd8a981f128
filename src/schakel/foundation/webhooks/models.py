"""Who gets status messages where, the messages themselves, and every try to deliver one."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField
from schakel.foundation.webhooks.catalogue import event_label
from schakel.foundation.webhooks.choices import PENDING, TEST_EVENT, Ending, Failure, State
from schakel.foundation.webhooks.outbox import Outgoing, OutgoingQuerySet


def new_subscription_number() -> str:
    return new_number("W")


class Subscription(models.Model):
    """An organisation wants to be told, at an address of its own. Ends, never changes its address."""

    number = models.CharField(
        _("number"), max_length=16, unique=True, default=new_subscription_number
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    address = models.CharField(_("address"), max_length=300)
    secret = EncryptedTextField(_("secret"))
    # Signs too until `previous_until`, so that a partner can change over without missing a message.
    previous_secret = EncryptedTextField(_("previous secret"), blank=True)
    previous_until = models.DateTimeField(_("previous secret until"), null=True, blank=True)
    # Names of events; empty: everything, also what is added later.
    events = models.JSONField(_("events"), default=list, blank=True)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("why it ended"), max_length=10, choices=Ending.choices, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to status messages")
        verbose_name_plural = _("subscriptions to status messages")
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"],
                condition=Q(active=True),
                name="webhook_address_once",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def wants(self, event: str) -> bool:
        """Is this event among those chosen?"""
        return not self.events or event in self.events or event == TEST_EVENT


class MessageQuerySet(OutgoingQuerySet):
    """Messages, and which of them may leave now."""

    def in_turn(self) -> "MessageQuerySet":
        """Those whose subscription is active, and no earlier one about the same thing is still to come."""
        earlier = Message.objects.filter(
            subscription=OuterRef("subscription"),
            object_type=OuterRef("object_type"),
            object_number=OuterRef("object_number"),
            pk__lt=OuterRef("pk"),
            state__in=PENDING,
        ).exclude(object_number="")
        return self.filter(~Exists(earlier), subscription__active=True)


class Message(Outgoing):
    """One event for one subscription. Holds what happened to which number, and nothing else."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="messages", verbose_name=_("subscription")
    )
    # The same for every subscription of the organisation: it names the event, not the message.
    event_id = models.UUIDField(_("event id"), default=uuid4)
    event = models.CharField(_("event"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=40, blank=True)
    object_number = models.CharField(_("number of the object"), max_length=16, blank=True)
    status = models.CharField(_("status"), max_length=40, blank=True)
    at = models.DateTimeField(_("time"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("status message")
        verbose_name_plural = _("status messages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event_id"], name="webhook_event_once")
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="webhook_due"),
            models.Index(
                fields=["subscription", "object_type", "object_number", "state"],
                name="webhook_in_turn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @property
    def event_label(self) -> str:
        """What happened, in words."""
        return str(_("test message")) if self.event == TEST_EVENT else event_label(self.event)

    @property
    def is_dead(self) -> bool:
        return self.state == State.DEAD


class Attempt(models.Model):
    """One try to deliver a message; appended, never changed: the database refuses it."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="tries", verbose_name=_("status message")
    )
    at = models.DateTimeField(_("time"))
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=12, choices=Failure.choices, blank=True)
    milliseconds = models.PositiveIntegerField(_("duration in milliseconds"))

    class Meta:
        verbose_name = _("try to deliver a status message")
        verbose_name_plural = _("tries to deliver a status message")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.http_status or self.failure}"

    def save(self, *_args: Any, **_kwargs: Any) -> None:
        raise TypeError("tries are appended with bulk_create and never changed")
