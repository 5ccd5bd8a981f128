"""Deletes notices that were mailed, given up or let go 90 days ago."""

from datetime import datetime, timedelta

from schakel.foundation.notices.models import Notice
from schakel.foundation.notices.retention import RETENTION
from schakel.foundation.vault.expiry import Expiry, carried_out
from schakel.foundation.webhooks.choices import State
from schakel.foundation.webhooks.outbox import OutgoingQuerySet

PERIOD = timedelta(days=RETENTION["notice"].days)


def _expired(now: datetime) -> OutgoingQuerySet:
    return Notice.objects.exclude(state=State.WAITING).filter(ended_at__lte=now - PERIOD)


def _delete(now: datetime) -> int:
    rows = _expired(now)
    count = rows.count()
    rows.delete()
    return count


carried_out(Expiry("notice", lambda now: _expired(now).count(), _delete))
