"""What every row that must leave the house shares: written with the change, claimed, tried, settled.

The row is written in the transaction of the change that it tells of, so that neither exists without the
other. A worker claims a row for as long as a try may take, in a short transaction of its own: no
transaction stays open while another machine answers. A worker that dies leaves a claim that lapses, and
the row is tried again: at least once, never not at all.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.webhooks.choices import State


class OutgoingQuerySet(VisibleQuerySet):
    """Rows on their way out."""

    def due(self, now: datetime) -> Self:
        """Waiting, at their time, and not in the hands of a worker."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, state=State.WAITING, due_at__lte=now)


class Outgoing(models.Model):
    """A row that waits to be sent."""

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # Failed tries since the row was last put on its way.
    failures = models.PositiveSmallIntegerField(_("failed tries"), default=0)
    due_at = models.DateTimeField(_("next try"), default=timezone.now)
    claim = models.CharField(_("claim of a worker"), max_length=32, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        abstract = True


def claim_next(rows: OutgoingQuerySet, now: datetime, lease: timedelta) -> Any:
    """Take the first of `rows` that is due, for the length of `lease`; None where nothing is.

    PostgreSQL passes over rows that another worker is just taking; SQLite lets one writer in at a time.
    """
    with transaction.atomic():
        free = rows.due(now).select_for_update(of=("self",), skip_locked=True)
        row = free.order_by("due_at", "pk").first()
        if row is not None:
            row.claim, row.claimed_until = secrets.token_hex(16), now + lease
            row.save(update_fields=["claim", "claimed_until"])
    return row


def settle(row: Outgoing, state: State, now: datetime, due_at: datetime | None = None) -> bool:
    """Write down how a try ended and let the row go; False where the claim had lapsed meanwhile.

    `due_at`: when to try again, for a row that keeps waiting.
    """
    mine = type(row)._base_manager.filter(pk=row.pk, claim=row.claim, state=State.WAITING)
    failed = state != State.DELIVERED
    return bool(
        mine.update(
            state=state,
            failures=models.F("failures") + (1 if failed else 0),
            due_at=due_at or row.due_at,
            claim="",
            claimed_until=None,
            ended_at=None if state == State.WAITING else now,
        )
    )
