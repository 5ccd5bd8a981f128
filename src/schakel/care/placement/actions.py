"""What every change in first shelter goes through: its errors, the one history, and who is on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.choices import TRANSITIONS, Happening
from schakel.care.placement.models import Event, Group, Offer, Placement, Request
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged


class NotPossibleError(Exception):
    """It cannot be done as things stand; `code` says why, `problems` has it in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def happened(
    *,
    by: Actor,
    kind: Happening,
    group: Group,
    request: Request | None = None,
    offer: Offer | None = None,
    placement: Placement | None = None,
    state: str = "",
    reason: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Add a line to the history; belongs inside the transaction of what it tells."""
    return Event.objects.create(
        kind=kind,
        group=group,
        request=request,
        offer=offer,
        placement=placement,
        state=state,
        reason=reason,
        note=note.strip(),
        at=at or timezone.now(),
        by=by.actor_id,
    )


def log(by: Actor, event: Logged, group: Group, number: str, kind: str, *data: str) -> None:
    """One line in the log about `number`, a row of this `kind` that concerns the people of `group`."""
    record(by=by, event=event, object_type=kind, object_id=number, subject=group.number, data=data)


def locked(request: Request) -> Request:
    """The request with its state; two colleagues who act at once do so one after the other."""
    Request.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    return Request.objects.with_state().select_related("group").get(pk=request.pk)


def check(request: Request, state: str) -> None:
    """Raise NotPossibleError("state") where `request` (`with_state`) may not go to `state` from here."""
    if state not in TRANSITIONS[request.state]:
        raise NotPossibleError("state")


def assign(*, by: Actor, request: Request, to: Any) -> None:
    """Put a colleague on the request, None: nobody. Raises PermissionDenied."""
    require(by, "change", request)
    with transaction.atomic():
        row = locked(request)
        Request.objects.filter(pk=row.pk).update(coordinator=to)
        happened(by=by, kind=Happening.CHANGED, group=row.group, request=row, reason="coordinator")
        log(by, Logged.CHANGE, row.group, row.number, "request", "coordinator")


def note_for_next_shift(*, by: Actor, request: Request, text: str) -> Event:
    """What the next shift must know. Raises PermissionDenied, and NotPossibleError("empty")."""
    require(by, "change", request)
    if not text.strip():
        raise NotPossibleError("empty")
    with transaction.atomic():
        made = happened(by=by, kind=Happening.NOTE, group=request.group, request=request, note=text)
        log(by, Logged.CHANGE, request.group, request.number, "request", "note")
    return made
