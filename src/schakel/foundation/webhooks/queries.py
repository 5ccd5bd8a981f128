"""Questions about status messages: for the administrator's pages and for the workers."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.webhooks.choices import State
from schakel.foundation.webhooks.models import Message, MessageQuerySet, Subscription

# A worker looks every few seconds; what is due for longer than this says that none is running.
UNATTENDED = timedelta(minutes=15)


def subscribed(organisations: Collection[int]) -> dict[int, list[Subscription]]:
    """The active subscriptions of these organisations (primary keys); one query, no secret is opened."""
    rows = Subscription.objects.filter(
        active=True, organisation__in=set(organisations), organisation__active=True
    )
    found: dict[int, list[Subscription]] = {}
    for row in rows.order_by("pk").only("pk", "organisation_id", "events"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def subscriptions_for(user: Actor) -> VisibleQuerySet[Subscription]:
    """Every subscription, active ones first, each with how many messages wait, were given up, arrived."""
    counts = {state.lower(): Count("messages", filter=Q(messages__state=state)) for state in State}
    arrived = Max("messages__ended_at", filter=Q(messages__state=State.DELIVERED))
    rows = Subscription.objects.visible_to(user).select_related("organisation")
    counted = rows.defer("secret", "previous_secret").annotate(last_delivery=arrived, **counts)
    return counted.order_by("-active", "organisation__name", "pk")


def messages_of(subscription: Subscription) -> MessageQuerySet:
    """Its messages with their tries, newest first."""
    return Message.objects.filter(subscription=subscription).prefetch_related("tries")


def ready(now: datetime, passed_over: Collection[int] = ()) -> MessageQuerySet:
    """What a worker may send: in turn, and not to the subscriptions (primary keys) in `passed_over`."""
    rows = Message.objects.in_turn().select_related("subscription")
    return rows.exclude(subscription__in=passed_over) if passed_over else rows


def is_unattended(now: datetime | None = None) -> bool:
    """Is something due for so long that no worker can be running?"""
    moment = (now or timezone.now()) - UNATTENDED
    return Message.objects.in_turn().due(moment).exists()


def organisations_that_report() -> VisibleQuerySet[Organisation]:
    """For whom there can be something to tell."""
    return Organisation.objects.filter(active=True).exclude(reporter_type="").order_by("name")
