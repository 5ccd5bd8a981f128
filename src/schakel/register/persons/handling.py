"""What registrars do on the triage desk besides registering: give back, assign, keep searches."""

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake import actions as intake
from schakel.register.intake.choices import Status
from schakel.register.intake.models import Report
from schakel.register.intake.queries import latest_status
from schakel.register.persons import registering
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.choices import TriageStepKind
from schakel.register.persons.counting import recount
from schakel.register.persons.models import SavedSearch, TriageStep
from schakel.register.persons.queries import person_of
from schakel.register.persons.triage import registrars


def give_back(*, by: Actor, report: Report, reason: str, text: str) -> None:
    """Give a report back to its reporter; where it was registered, its person is counted anew.

    Raises what `intake.actions.give_back` raises.
    """
    require(by, "change", "persons.Person")
    with transaction.atomic():
        registering.one_at_a_time()
        intake.give_back(by=by, report=report, reason=reason, text=text)
        person = person_of(report)
        if person is not None:
            recount({person.pk}, actor=by.actor_id, now=timezone.now())
            record(
                by=by,
                event=Event.CHANGE,
                object_type="person",
                object_id=person.number,
                subject=person.number,
                data=("registration",),
            )


def assign(*, by: Actor, report: Report, to: User | None) -> bool:
    """Put `to` on the report, None: nobody; the history is appended. False where that was so already.

    Raises PermissionDenied, and ValueError where `to` is no registrar.
    """
    require(by, "change", "persons.TriageStep")
    if to is not None and not registrars().filter(pk=to.pk).exists():
        raise ValueError("a report is only assigned to a registrar")
    with transaction.atomic():
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if assigned_to(report) == (to.pk if to else None):
            return False
        kind = TriageStepKind.RELEASED if to is None else TriageStepKind.ASSIGNED
        _step(by, report, kind, to)
    return True


def assigned_to(report: Report) -> int | None:
    """The primary key of the colleague who is on the report now."""
    kinds = (TriageStepKind.ASSIGNED, TriageStepKind.RELEASED)
    steps = TriageStep.objects.filter(report=report, kind__in=kinds).order_by("-pk")
    return steps.values_list("assignee", flat=True).first()


def answer_read(*, by: Actor, report: Report) -> None:
    """The answer was dealt with and asks for nothing more; for a report that is registered.

    A report without a person leaves the desk by being registered or given back. Raises PermissionDenied and
    NotPossibleError: "not_registered", "no_answer".
    """
    require(by, "change", "persons.TriageStep")
    with transaction.atomic():
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if latest_status(report) != Status.ANSWERED:
            raise NotPossibleError("no_answer")
        if person_of(report) is None:
            raise NotPossibleError("not_registered")
        _step(by, report, TriageStepKind.ANSWER_READ, None)


def _step(by: Actor, report: Report, kind: TriageStepKind, assignee: User | None) -> None:
    TriageStep.objects.create(report=report, kind=kind, assignee=assignee, by=by.actor_id)
    data = ("assignment",) if kind != TriageStepKind.ANSWER_READ else ("answer_read",)
    record(by=by, event=Event.CHANGE, object_type="report", object_id=report.number, data=data)


def save_search(*, by: User, name: str, query: str, shared: bool) -> SavedSearch:
    """Keep a filter of the desk under a name; the owner's search of that name is replaced."""
    require(by, "create", "persons.SavedSearch")
    with transaction.atomic():
        search, _made = SavedSearch.objects.update_or_create(
            owner=by, name=name.strip(), defaults={"query": query, "shared": shared}
        )
        record(
            by=by,
            event=Event.CHANGE,
            object_type="saved_search",
            object_id=str(search.pk),
            data=("query", "shared"),
        )
    return search


def remove_search(*, by: User, search: SavedSearch) -> None:
    """Throw a saved search away. Raises PermissionDenied for another's."""
    require(by, "change", search)
    with transaction.atomic():
        record(
            by=by,
            event=Event.DELETE,
            object_type="saved_search",
            object_id=str(search.pk),
            data=("query",),
        )
        search.delete()
