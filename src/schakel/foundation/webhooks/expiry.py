"""Deletes messages that arrived or were let go 90 days ago, with every try to deliver them."""

from datetime import datetime, timedelta

from schakel.foundation.vault.expiry import Expiry, carried_out
from schakel.foundation.webhooks.choices import State
from schakel.foundation.webhooks.models import Message, MessageQuerySet
from schakel.foundation.webhooks.retention import RETENTION

PERIOD = timedelta(days=RETENTION["status_message"].days)


def _expired(now: datetime) -> MessageQuerySet:
    ended = Message.objects.filter(state__in=(State.DELIVERED, State.DROPPED))
    return ended.filter(ended_at__lte=now - PERIOD)


def _delete(now: datetime) -> int:
    rows = _expired(now)
    count = rows.count()
    rows.delete()
    return count


carried_out(Expiry("status_message", lambda now: _expired(now).count(), _delete))
