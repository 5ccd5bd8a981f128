"""The same call twice is one report: what came of which call, without its key or what it sent."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.vault.fingerprints import fingerprint

KEPT = timedelta(days=30)


class IdempotencyKey(models.Model):
    """A key that a programme gave to a call, and the report that came of it. Kept for 30 days."""

    # Keyed hash of organisation, operation and key: programmes put their own case numbers in keys.
    key_index = models.CharField(_("hash of the key"), max_length=64, unique=True)
    content = models.CharField(_("hash of what was sent"), max_length=64)
    report = models.ForeignKey(
        "intake.Report", models.CASCADE, related_name="+", verbose_name=_("report")
    )
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("key of a call")
        verbose_name_plural = _("keys of calls")

    def __str__(self) -> str:
        return str(self.pk)


class KeyInUseError(Exception):
    """The key was used before, for something else."""


@dataclass(frozen=True)
class Done:
    """What a call led to: its report, and whether this very call had been made before."""

    report: Any
    again: bool


def once(
    *, organisation: str, operation: str, key: str, body: object, work: Callable[[], Any]
) -> Done:
    """Do `work`, which returns a report, unless this call was made before.

    One transaction with the work: a call that fails leaves its key free. Two such calls at the same
    moment: the second waits for the first and then finds its key. Raises KeyInUseError.
    """
    index = fingerprint("intake.idempotency", organisation, operation, key)
    content = fingerprint("intake.idempotency-content", _digest(body))
    now = timezone.now()
    found = _earlier(index, content, now)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            report = work()
            IdempotencyKey.objects.create(
                key_index=index, content=content, report=report, expires_at=now + KEPT
            )
    except Exception:
        # Did the same call come in while we worked? Then its work stands, and ours was undone.
        found = _earlier(index, content, now)
        if found is None:
            raise
        return found
    return Done(report, again=False)


def _earlier(index: str, content: str, now: datetime) -> Done | None:
    row = IdempotencyKey.objects.select_related("report").filter(key_index=index).first()
    if row is None:
        return None
    if row.expires_at <= now:
        row.delete()
        return None
    if row.content != content:
        raise KeyInUseError
    return Done(row.report, again=True)


def _digest(body: object) -> str:
    """The same for the same JSON, however it was written."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def delete_expired_keys() -> int:
    """Forget the keys whose 30 days are over; returns how many."""
    return IdempotencyKey.objects.filter(expires_at__lte=timezone.now()).delete()[0]
