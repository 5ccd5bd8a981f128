"""The triage desk: in which queue a report stands, who acts next, and what runs.

Everything is worked out from what happened to the report; a queue is never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import User
from schakel.register.intake.choices import Status
from schakel.register.intake.keepers import registrars as registrars
from schakel.register.intake.models import (
    Report,
    ReportIdentity,
    ReportPurpose,
    ReportQuerySet,
    ReportStatus,
)
from schakel.register.persons.choices import (
    ABOUT_PERSONS,
    FOR_THE_CENTRE,
    Clock,
    Queue,
    TriageStepKind,
)
from schakel.register.persons.clocks import Running, started
from schakel.register.persons.completeness import lacking, missing_facts, with_missing
from schakel.register.persons.models import Membership, TriageStep
from schakel.register.persons.queries import open_membership

SHELTER = "SHELTER"
_ASSIGNING = (TriageStepKind.ASSIGNED, TriageStepKind.RELEASED)


def _about(model: Any, **given: Any) -> QuerySet:
    return model.objects.filter(report=OuterRef("pk"), **given)


def on_desk(user: Actor) -> ReportQuerySet:
    """Reports with which something is still to be done, or which ended otherwise than registered.

    Of those that `user` may see. Each gets `queue` ("" when it is on none), `status`, `status_at`,
    `assignee` (primary key) and `shelter` (asked for). Registered reports without a question are left out
    before anything is asked of them, so that the desk stays as quick as what is on it.
    """
    waiting = Report.objects.filter(
        ~Exists(open_membership()) | Exists(_about(ReportStatus).order_by())
    )
    return as_placed(waiting.visible_to(user))


def placed(pks: Iterable[int]) -> ReportQuerySet:
    """These reports as `on_desk` gives them, also those that are on no queue."""
    return as_placed(Report.objects.filter(pk__in=list(pks)))


def as_placed(rows: ReportQuerySet) -> ReportQuerySet:
    """Reports with what `on_desk` gives each of them."""
    latest = _about(ReportStatus).order_by("-pk")
    assigned = _about(TriageStep, kind__in=_ASSIGNING).order_by("-pk")
    since = OuterRef("status_at")
    rows = rows.with_status().annotate(
        status_at=Subquery(latest.values("at")[:1], output_field=DateTimeField()),
        assignee=Subquery(assigned.values("assignee")[:1]),
        shelter=Exists(_about(ReportPurpose, purpose=SHELTER)),
    )
    looked_at = Exists(
        _about(Membership, since__gt=since).exclude(kind__in=ABOUT_PERSONS)
    ) | Exists(_about(TriageStep, kind=TriageStepKind.ANSWER_READ, at__gt=since))
    return rows.annotate(
        queue=Case(
            When(status=Status.WITHDRAWN, then=Value(Queue.WITHDRAWN)),
            When(status=Status.RETURNED, then=Value(Queue.RETURNED)),
            When(status=Status.CORRECTED, then=Value("")),
            When(status=Status.QUESTION, then=Value(Queue.QUESTION)),
            When(Q(status=Status.ANSWERED) & ~Q(looked_at), then=Value(Queue.ANSWERED)),
            When(Exists(open_membership()), then=Value("")),
            When(lacking(), then=Value(Queue.INCOMPLETE)),
            default=Value(Queue.INCOMING),
            output_field=CharField(),
        )
    )


def counts(rows: ReportQuerySet, user: User) -> dict[str, int]:
    """How many reports of `rows` stand in each queue, and under "mine" how many `user` works on."""
    mine = Count("pk", filter=Q(assignee=user.pk))
    found = rows.order_by().values("queue").annotate(reports=Count("pk"), mine=mine)
    by_queue = {row["queue"]: row for row in found}
    total = {str(queue): by_queue.get(queue, {}).get("reports", 0) for queue in Queue}
    return {**total, MINE: sum(by_queue.get(queue, {}).get("mine", 0) for queue in UNDER_WAY)}


MINE = "mine"
# What somebody works on: until it is registered, given back or withdrawn.
UNDER_WAY = (*FOR_THE_CENTRE, Queue.QUESTION)


def in_queue(rows: ReportQuerySet, queue: str, user: User) -> ReportQuerySet:
    """The reports of one queue, or of `user`."""
    if queue == MINE:
        return rows.filter(queue__in=UNDER_WAY, assignee=user.pk)
    return rows.filter(queue=queue)


# Shelter asked stands on top, whatever the order; then what must be done first.
ORDERS = {
    "due": (F("clock_since").asc(), "pk"),
    "newest": (F("received_at").desc(), "-pk"),
    "oldest": (F("received_at").asc(), "pk"),
}


def ordered(rows: ReportQuerySet, order: str) -> ReportQuerySet:
    """By what must be done first ("due"), or by when it was received ("newest", "oldest").

    Within a queue the same clock runs for all, so the one that began first ends first.
    """
    since = Case(
        When(queue__in=(Queue.QUESTION, Queue.ANSWERED), then=F("status_at")),
        default=F("received_at"),
    )
    return rows.annotate(clock_since=since).order_by("-shelter", *ORDERS.get(order, ORDERS["due"]))


def with_details(rows: ReportQuerySet) -> ReportQuerySet:
    """Everything that a row of the desk shows; a fixed number of queries. No identity is opened."""
    first = _about(TriageStep).order_by("pk").values("at")[:1]
    first_status = _about(ReportStatus).order_by("pk").values("at")[:1]
    name = User.objects.filter(pk=OuterRef("assignee")).values("name")
    return (
        with_missing(rows)
        .annotate(
            first_look=Coalesce(Subquery(first), Subquery(first_status)),
            assignee_name=Subquery(name[:1]),
            person_number=Subquery(open_membership().values("person__number")[:1]),
            looks_known=looks_known(),
        )
        .select_related("organisation", "police_unit")
        .prefetch_related("purposes")
    )


# Columns that point to the same person: the sender's key, the written identity, the sender's reference.
ALIKE = ("person_key_index", "exact_index", "reference_index")


def looks_known() -> Exists:
    """Is there a registered report that may be about the same person? Compares blind indexes only."""
    alike = Q()
    for column in ALIKE:
        index = ReportIdentity.objects.filter(report=OuterRef(OuterRef("pk"))).exclude(
            **{column: ""}
        )
        alike |= Q(**{f"{column}__in": index.values(column)})
    registered = Exists(Membership.objects.open().filter(report=OuterRef("report")))
    others = ReportIdentity.objects.filter(alike).exclude(report=OuterRef("pk"))
    return Exists(others.filter(registered))


@dataclass
class Standing:
    """How a report stands on the desk, for a row and for the report's own page."""

    report: Any
    queue: str
    next: str
    waits_for: str
    clocks: list[Running]
    missing: list[str]

    @property
    def queue_label(self) -> str:
        """The name of the queue; "" when the report is on none."""
        return str(Queue(self.queue).label) if self.queue else ""

    @property
    def ago(self) -> str:
        """How long ago it was received."""
        days = (timezone.localdate() - timezone.localdate(self.report.received_at)).days
        if days < 1:
            return _("today")
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}

    @property
    def overdue(self) -> bool:
        """Does a clock run that should have been met?"""
        return any(clock.met is None and clock.overdue for clock in self.clocks)

    @property
    def clock(self) -> Running | None:
        """The clock that runs now and ends first."""
        running = [clock for clock in self.clocks if clock.met is None]
        return min(running, key=lambda clock: clock.due, default=None)


def standing(report: Any) -> Standing:
    """How a row of `with_details` stands."""
    waits_for, words = who_is_next(report.queue, report.status)
    return Standing(
        report,
        report.queue,
        words,
        waits_for,
        _clocks(report),
        missing_facts(report, needed=report.queue in FOR_THE_CENTRE),
    )


CENTRE, REPORTER, NOBODY = "centre", "reporter", "nobody"


def who_is_next(queue: str, status: str) -> tuple[str, str]:
    """Who acts next (centre, reporter or nobody), and what they do, in words."""
    said = {
        Queue.INCOMING: (CENTRE, _("the centre: register it")),
        Queue.INCOMPLETE: (
            CENTRE,
            _("the centre: ask for what is missing, or register it as it is"),
        ),
        Queue.ANSWERED: (CENTRE, _("the centre: deal with the answer")),
        Queue.QUESTION: (REPORTER, _("the reporter: answer the question")),
        Queue.RETURNED: (REPORTER, _("the reporter: correct the report or withdraw it")),
        Queue.WITHDRAWN: (NOBODY, _("nobody: the reporter withdrew it")),
    }
    if status == Status.CORRECTED:
        return NOBODY, _("nobody: a correction took its place")
    return (
        said.get(Queue(queue), (NOBODY, "")) if queue else (NOBODY, _("nobody: it is registered"))
    )


def _clocks(report: Any) -> list[Running]:
    """The service clocks of a report as it stands, from what happened to it."""
    received = timezone.localdate(report.received_at)
    since = timezone.localdate(report.status_at) if report.status_at else received
    looked = timezone.localdate(report.first_look) if report.first_look else None
    if report.queue == Queue.QUESTION:
        return [started(Clock.ANSWER, since)]
    if report.queue == Queue.ANSWERED:
        return [started(Clock.ANSWER_READ, since)]
    if report.queue in (Queue.INCOMING, Queue.INCOMPLETE):
        return [started(Clock.FIRST_LOOK, received, looked), started(Clock.DECISION, received)]
    return []


def statutory_clocks(report: Report) -> list[Clock]:
    """The terms of law that run for the person as the report tells it; their first day it does not tell."""
    if report.reflection_period_status not in ("OFFERED", "CURRENT"):
        return []
    dublin = report.residence_status == "DUBLIN"
    return [Clock.REFLECTION_DUBLIN if dublin else Clock.REFLECTION]


def steps(report: Report) -> QuerySet[TriageStep]:
    """What registrars did with the report on the desk, oldest first."""
    return TriageStep.objects.filter(report=report).select_related("assignee")


def narrowed(rows: ReportQuerySet, wanted: dict[str, Any], user: User) -> ReportQuerySet:
    """The rows that a cleaned `TriageFilter` asks for."""
    plain = {
        "kind": "reporter_type",
        "organisation": "organisation",
        "unit": "police_unit",
        "since": "received_at__date__gte",
        "until": "received_at__date__lte",
    }
    rows = rows.filter(**{path: wanted[name] for name, path in plain.items() if wanted.get(name)})
    if wanted.get("purpose"):
        rows = rows.filter(Exists(_about(ReportPurpose, purpose=wanted["purpose"])))
    if wanted.get("missing"):
        rows = rows.filter(lacking(wanted["missing"]))
    if assigned := wanted.get("assigned"):
        keys = {"me": Q(assignee=user.pk), "none": Q(assignee=None)}
        rows = rows.filter(keys.get(assigned) or Q(assignee__in=_by_number(assigned)))
    return rows


def _by_number(number: str) -> Iterable[int]:
    return User.objects.filter(number=number).values_list("pk", flat=True)
