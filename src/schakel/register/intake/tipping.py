"""What can happen to a tip: taken down, handed to the advice desk, closed, forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import TipState
from schakel.register.intake.models import Tip
from schakel.register.intake.retention import TIP_DAYS
from schakel.register.intake.validation import refuse_service_number


def take_tip(*, by: Actor, text: str, contact: str = "") -> Tip:
    """Write down what a citizen tells. Raises PermissionDenied and ValidationError (a BSN)."""
    require(by, "create", "intake.Tip")
    for one in (text, contact):
        refuse_service_number(one)
    with transaction.atomic():
        tip = Tip.objects.create(
            text=text, contact=contact, taken_by=by.actor_id, changed_by=by.actor_id
        )
        record(by=by, event=Event.CREATE, object_type="tip", object_id=tip.number, data=("text",))
    return tip


def change_tip(*, by: Actor, tip: Tip, state: TipState) -> Tip:
    """Hand the tip over, or close it. Raises PermissionDenied and NotPossibleError."""
    require(by, "change", tip)
    with transaction.atomic():
        locked = Tip.objects.select_for_update().get(pk=tip.pk)
        if not locked.may_become(state):
            raise NotPossibleError(f"a tip that is {locked.state} cannot become {state}")
        locked.state, locked.changed_at, locked.changed_by = state, timezone.now(), by.actor_id
        locked.save(update_fields=["state", "changed_at", "changed_by"])
        record(by=by, event=Event.CHANGE, object_type="tip", object_id=tip.number, data=("state",))
    return locked


def delete_old_tips(*, by: Actor, now: datetime | None = None) -> int:
    """Delete the tips whose period is over, whatever their state; returns how many."""
    require(by, "change", "intake.Tip")
    before = (now or timezone.now()) - timedelta(days=TIP_DAYS)
    with transaction.atomic():
        rows = Tip.objects.filter(changed_at__lte=before).select_for_update()
        numbers = dict(rows.values_list("pk", "number"))
        Tip.objects.filter(pk__in=list(numbers)).delete()
        record_many(
            by=by,
            lines=[
                Line(
                    event=Event.DELETE,
                    object_type="tip",
                    object_id=number,
                    data=("text",),
                    ground="retention",
                )
                for number in numbers.values()
            ],
        )
    return len(numbers)
