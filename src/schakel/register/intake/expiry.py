"""Deletes what intake keeps for a set time: drafts, files of deliveries, keys of programmes' calls."""

from datetime import datetime

from django.db.models import Q

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.vault.expiry import Expiry, carried_out
from schakel.register.intake.choices import BatchState
from schakel.register.intake.deliveries import delete_expired_files
from schakel.register.intake.drafting import delete_expired
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.idempotency import IdempotencyKey
from schakel.register.intake.models import ImportBatch

BY = SystemActor("carry-out-retention")


def _drafts(now: datetime) -> int:
    return ReportDraft.objects.filter(expires_at__lte=now).count()


def _delete_drafts(now: datetime) -> int:
    gone = delete_expired(by=BY, now=now)
    return gone.unsent + gone.sent


def _files(now: datetime) -> int:
    """Those that were only checked, and those of finished deliveries whose file is still there."""
    finished = ~Q(state=BatchState.RUNNING) & Q(content__isnull=False)
    old = ImportBatch.objects.filter(waits=True, expires_at__lte=now)
    return old.filter(Q(state=BatchState.CHECKED) | finished).count()


def _delete_files(now: datetime) -> int:
    return delete_expired_files(by=BY, now=now)


def _keys(now: datetime) -> int:
    return IdempotencyKey.objects.filter(expires_at__lte=now).count()


def _delete_keys(now: datetime) -> int:
    return IdempotencyKey.objects.filter(expires_at__lte=now).delete()[0]


carried_out(
    Expiry("report_draft", _drafts, _delete_drafts),
    Expiry("import_file", _files, _delete_files),
    Expiry("idempotency_key", _keys, _delete_keys),
)
