"""What can happen: something is announced; a subscription begins, changes its secret, ends; a resend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.webhooks.addresses import is_well_formed
from schakel.foundation.webhooks.choices import TEST_EVENT, TRANSITIONS, Ending, State
from schakel.foundation.webhooks.models import (
    Attempt,
    Message,
    MessageQuerySet,
    Subscription,
)
from schakel.foundation.webhooks.outbox import settle
from schakel.foundation.webhooks.payload import new_secret
from schakel.foundation.webhooks.posting import GONE, Answer
from schakel.foundation.webhooks.queries import subscribed

# How long the old secret still signs beside the new one.
OVERLAP = timedelta(hours=24)
_CHUNK = 2000


class NotPossibleError(Exception):
    """The message or subscription is not in a state that allows this."""


@dataclass(frozen=True)
class Announcement:
    """Something happened to a thing of an organisation (primary key). Nothing personal fits in here."""

    organisation_id: int
    event: str
    object_type: str
    object_number: str
    status: str
    at: datetime


def announce(announcements: Sequence[Announcement]) -> int:
    """Put these in the outbox of the organisations that want them; returns how many messages that made.

    Belongs inside the transaction of the change: what is rolled back was never announced, and what is
    committed will be. One query where nobody subscribed. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce inside the transaction of the change")
    if not announcements:
        return 0
    subscriptions = subscribed({one.organisation_id for one in announcements})
    rows = [
        message
        for one in announcements
        for message in _messages(one, subscriptions.get(one.organisation_id, ()))
    ]
    Message.objects.bulk_create(rows, batch_size=_CHUNK)
    return len(rows)


def _messages(one: Announcement, to: Iterable[Subscription]) -> list[Message]:
    event_id = uuid4()
    return [
        Message(
            subscription=subscription,
            event_id=event_id,
            event=one.event,
            object_type=one.object_type,
            object_number=one.object_number,
            status=one.status,
            at=one.at,
        )
        for subscription in to
        if subscription.wants(one.event)
    ]


def subscribe(
    *, by: Actor, organisation: Organisation, address: str, events: Sequence[str] = ()
) -> Subscription:
    """Send `organisation` its status messages at `address`; its `secret` is shown now and never again.

    Raises PermissionDenied and ValidationError (no good address, or subscribed already).
    """
    require(by, "create", Subscription)
    if not is_well_formed(address):
        raise ValidationError({"address": _("Give an address that begins with https://.")})
    with transaction.atomic():
        if Subscription.objects.filter(
            organisation=organisation, address=address, active=True
        ).exists():
            raise ValidationError(
                {"address": _("This organisation already gets its messages at this address.")}
            )
        subscription = Subscription.objects.create(
            organisation=organisation, address=address, events=list(events), secret=new_secret()
        )
        _log(by, subscription, Event.CREATE)
    return subscription


def renew_secret(*, by: Actor, subscription: Subscription) -> Subscription:
    """Give it a new secret; the old one goes on signing beside it for `OVERLAP`."""
    require(by, "manage", subscription)
    with transaction.atomic():
        locked = _active(subscription)
        locked.previous_secret = locked.secret
        locked.previous_until = timezone.now() + OVERLAP
        locked.secret = new_secret()
        locked.save(update_fields=["secret", "previous_secret", "previous_until"])
        _log(by, locked, Event.SECURITY, "secret:renewed")
    return locked


def deactivate(
    *, by: Actor, subscription: Subscription, ending: Ending = Ending.STOPPED
) -> Subscription:
    """End it for good, and let go of what still waits; twice is once."""
    require(by, "manage", subscription)
    with transaction.atomic():
        locked = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
        if not locked.active:
            return locked
        now = timezone.now()
        locked.active, locked.ended_at, locked.ending = False, now, ending
        locked.save(update_fields=["active", "ended_at", "ending"])
        pending = Message.objects.filter(subscription=locked, state__in=(State.WAITING, State.DEAD))
        pending.update(state=State.DROPPED, ended_at=now, claim="", claimed_until=None)
        _log(by, locked, Event.CHANGE, "active")
    return locked


def send_test(*, by: Actor, subscription: Subscription) -> Message:
    """Put a test message in the outbox: the worker delivers it like any other."""
    require(by, "manage", subscription)
    with transaction.atomic():
        locked = _active(subscription)
        message = Message.objects.create(subscription=locked, event=TEST_EVENT, at=timezone.now())
        _log(by, locked, Event.CREATE, "message:test")
    return message


def resend(*, by: Actor, subscription: Subscription, message: int | None = None) -> int:
    """Put what was given up (or only `message`, a primary key) on its way again, in its old order.

    Returns how many. Raises NotPossibleError for a subscription that ended.
    """
    require(by, "manage", subscription)
    with transaction.atomic():
        locked = _active(subscription)
        count = _dead(locked, message).update(
            state=State.WAITING, failures=0, due_at=timezone.now(), ended_at=None
        )
        if count:
            _log(by, locked, Event.CHANGE, *_named("resent", message))
    return count


def let_go(*, by: Actor, subscription: Subscription, message: int) -> int:
    """Give up for good on a message that the receiver will never take: later ones no longer wait for it."""
    require(by, "manage", subscription)
    with transaction.atomic():
        locked = _active(subscription)
        count = _dead(locked, message).update(state=State.DROPPED)
        if count:
            _log(by, locked, Event.CHANGE, *_named("dropped", message))
    return count


def conclude(
    *, by: Actor, message: Message, answer: Answer, now: datetime, due_at: datetime | None
) -> State:
    """Write down one try: delivered, to be tried again at `due_at`, or given up where that is None."""
    require(by, "deliver", message.subscription)
    state = State.DELIVERED if answer.taken else State.DEAD if due_at is None else State.WAITING
    if state not in TRANSITIONS[message.state]:
        raise NotPossibleError(f"a message that is {message.state} cannot become {state}")
    with transaction.atomic():
        settle(message, state, now, due_at)
        Attempt.objects.bulk_create(
            [
                Attempt(
                    message=message,
                    at=now,
                    http_status=answer.status,
                    failure=answer.failure,
                    milliseconds=answer.milliseconds,
                )
            ]
        )
        if answer.status == GONE:
            # The receiver wants no more messages from us (Standard Webhooks, "410 Gone").
            deactivate(by=by, subscription=message.subscription, ending=Ending.GONE)
    return state


def _active(subscription: Subscription) -> Subscription:
    locked = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    if not locked.active:
        raise NotPossibleError("this subscription has ended")
    return locked


def _dead(subscription: Subscription, message: int | None) -> MessageQuerySet:
    rows = Message.objects.filter(subscription=subscription, state=State.DEAD)
    return rows if message is None else rows.filter(pk=message)


def _named(what: str, message: int | None) -> tuple[str, ...]:
    return (f"messages:{what}",) if message is None else (f"message:{message}:{what}",)


def _log(by: Actor, subscription: Subscription, event: Event, *data: str) -> None:
    record(by=by, event=event, object_type="webhook", object_id=subscription.number, data=data)
