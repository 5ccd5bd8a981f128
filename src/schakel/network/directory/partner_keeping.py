"""Keeping partners abroad."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.network.directory.partners import Partner


@transaction.atomic
def keep_partner(*, by: Actor, partner: Partner | None, **values: Any) -> Partner:
    """Add a partner (None), or change one. ValidationError where a value is not right."""
    require(by, "change", partner or Partner)
    row = partner or Partner()
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.by, row.at = by.actor_id, timezone.now()
    row.clean_fields(exclude=["country"])
    row.save()
    event = Event.CHANGE if partner else Event.CREATE
    record(by=by, event=event, object_type="partner", object_id=str(row.pk), data=tuple(changed))
    return row
