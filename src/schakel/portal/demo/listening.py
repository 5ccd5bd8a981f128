"""A partner of the demonstration whose own system listens: some messages arrived, one was given up."""

from datetime import datetime, timedelta

from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.webhooks.actions import Announcement, announce, conclude, subscribe
from schakel.foundation.webhooks.backoff import TRIES, pause
from schakel.foundation.webhooks.choices import Failure
from schakel.foundation.webhooks.models import Message
from schakel.foundation.webhooks.posting import Answer
from schakel.register.intake.announced import event_name
from schakel.register.intake.choices import Status
from schakel.register.intake.models import Report

# Nothing is ever sent there: no name ends in `.example` (RFC 2606).
ADDRESS = "https://meldsysteem.demo.example/schakel"
ARRIVED = 5
TAKEN = Answer(204, "", 84)
REFUSED = Answer(500, Failure.ANSWER, 1210)


def create_demo_messages(*, by: Actor, organisation: Organisation) -> None:
    """Of the newest reports of `organisation`."""
    subscribe(by=by, organisation=organisation, address=ADDRESS)
    numbers = list(
        Report.objects.filter(organisation=organisation)
        .order_by("-received_at", "-pk")
        .values_list("number", flat=True)[: ARRIVED + 1]
    )
    now = timezone.now()
    _give_up(by, organisation, numbers[-1], now - timedelta(days=4))
    for hours, number in enumerate(numbers[:-1], start=1):
        at = now - timedelta(hours=hours, minutes=7)
        conclude(by=by, message=_told(organisation, number, at), answer=TAKEN, now=at, due_at=None)


def _give_up(by: Actor, organisation: Organisation, number: str, at: datetime) -> None:
    """Tried to the end, with the pauses of a real one."""
    message = _told(organisation, number, at)
    for failures in range(1, TRIES):
        conclude(by=by, message=message, answer=REFUSED, now=at, due_at=at + pause(failures))
        at += pause(failures)
    conclude(by=by, message=message, answer=REFUSED, now=at, due_at=None)


def _told(organisation: Organisation, number: str, at: datetime) -> Message:
    received = Announcement(
        organisation_id=organisation.pk,
        event=event_name(Status.RECEIVED),
        object_type="report",
        object_number=number,
        status=Status.RECEIVED,
        at=at,
    )
    announce([received])
    return Message.objects.get(object_number=number)
