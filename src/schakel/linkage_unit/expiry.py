"""Codes of an epoch go a month after its last day, also where nobody thought of it."""

from datetime import datetime, timedelta

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.vault.expiry import Expiry, carried_out
from schakel.linkage_unit.epochs import delete_codes
from schakel.linkage_unit.models import CodeMessage, Epoch, EpochQuerySet
from schakel.linkage_unit.retention import RETENTION

_PERIOD = timedelta(days=RETENTION["codes"].days)


def _over(now: datetime) -> EpochQuerySet:
    return Epoch.objects.filter(deleted_at=None, closes_on__lt=(now - _PERIOD).date())


def _count(now: datetime) -> int:
    return CodeMessage.objects.filter(epoch__in=_over(now)).count()


def _delete(now: datetime) -> int:
    operator = SystemActor("carry-out-retention")
    return sum(delete_codes(by=operator, epoch=epoch).messages for epoch in _over(now))


carried_out(Expiry("codes", _count, _delete))
