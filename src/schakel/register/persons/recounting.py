"""Registrations kept up with what reporters take back or correct; intake knows no persons and cannot.

Staff pages ask `recount_if_due` first: one question to an index where nothing ended since. Imports and the
nightly command ask `recount_stale`, which looks at every registration.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.choices import ENDED
from schakel.register.intake.models import ReportStatus
from schakel.register.persons import registering
from schakel.register.persons.counting import recount
from schakel.register.persons.models import Membership, RegistrationsCounted
from schakel.register.persons.queries import stale_registrations

_ONLY = 1


def recount_stale(*, by: Actor) -> int:
    """Work out anew the registrations that rest on a report corrected or withdrawn since.

    Returns the number of persons concerned. Raises PermissionDenied.
    """
    require(by, "change", "persons.Person")
    with transaction.atomic():
        registering.one_at_a_time()
        last = _last_status()
        stale = stale_registrations().select_related("person")
        people = _ended_since(_counted()) | {row.person_id: row.person.number for row in stale}
        recount_and_log(by, people)
        RegistrationsCounted.objects.update_or_create(pk=_ONLY, defaults={"status": last})
    return len(people)


def recount_if_due(*, by: Actor) -> int:
    """As `recount_stale`, for the persons of reports that ended since; asks little where none did.

    Raises PermissionDenied.
    """
    require(by, "change", "persons.Person")
    counted_so_far = RegistrationsCounted.objects.filter(pk=_ONLY).values("status")
    since = Coalesce(Subquery(counted_so_far), 0)
    if not ReportStatus.objects.filter(pk__gt=since, status__in=ENDED).exists():
        return 0
    with transaction.atomic():
        registering.one_at_a_time()
        counted, last = _counted(), _last_status()
        people = _ended_since(counted)
        recount_and_log(by, people)
        RegistrationsCounted.objects.update_or_create(pk=_ONLY, defaults={"status": last})
    return len(people)


def recount_and_log(by: Actor, people: Mapping[int, str], *, ground: str = "") -> None:
    """Make the registrations of `people` (key → number) what their reports say; a line for each person."""
    recount(people, actor=by.actor_id, now=timezone.now())
    lines = [
        Line(
            event=Event.CHANGE,
            object_type="person",
            object_id=number,
            subject=number,
            data=("registration",),
            ground=ground,
        )
        for number in people.values()
    ]
    record_many(by=by, lines=lines)


def _counted() -> int:
    row = RegistrationsCounted.objects.filter(pk=_ONLY).values_list("status", flat=True).first()
    return row or 0


def _last_status() -> int:
    last = ReportStatus.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def _ended_since(counted: int) -> dict[int, str]:
    """The persons (key → number) of reports that were corrected or withdrawn after that status."""
    ended = ReportStatus.objects.filter(pk__gt=counted, status__in=ENDED)
    rows = Membership.objects.open().filter(report__in=ended.values("report"))
    return dict(rows.values_list("person", "person__number"))
