"""Gives the demo's triage desk something in every queue: work under way, as it stands on any morning."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import Organisation, User
from schakel.portal.demo import mix
from schakel.portal.demo.people import Inventor
from schakel.register.intake import actions as intake
from schakel.register.intake.choices import ReturnReason
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.persons import handling
from schakel.register.persons.completeness import with_missing
from schakel.register.persons.models import Membership, TriageStep
from schakel.register.persons.questions import first_choice, ready_text

CENTRE = ZoneInfo("Europe/Amsterdam")
LAST_DAY = date(*mix.LAST_DAY)
# What the senders of these reports left out.
LEFT_OUT: tuple[dict[str, Any], ...] = (
    {"age": None, "date_of_birth": None},
    {"nationalities": ()},
    {"forms": ()},
    {"age": None, "date_of_birth": None, "nationalities": ()},
    {"gender": "UNKNOWN"},
    {"nationalities": (), "forms": ()},
    {"age": None, "date_of_birth": None, "gender": "UNKNOWN"},
    {"forms": ()},
)
# How many days before the last day the first of them came in; the others a day later each.
RECEIVED = 12
ANSWERS = (
    "Zij is 24 jaar. Haar nationaliteit is niet bekend.",
    "De melding is van 9 november. Het gebeurde in de week daarvoor.",
)


def fill_desk(
    *,
    by: Actor,
    inventor: Inventor,
    reporter: Organisation,
    other: Organisation,
    registrar: User,
    waiting: Sequence[Report],
) -> None:
    """Reports with facts missing, questions, answers, returned and assigned ones, and a saved search.

    `waiting` are complete reports that wait already, oldest first; at least six.
    """
    lacking = list(_lacking(by, inventor, (reporter, other)))
    _ask(by, lacking[0], days=10)  # longer ago than an answer may take
    _ask(by, lacking[1], days=2)
    _ask(by, lacking[2], days=6)
    _answer(by, lacking[2], ANSWERS[0], days=1)
    _ask(by, waiting[0], days=2)
    _answer(by, waiting[0], ANSWERS[1], days=1)
    registered = Report.objects.filter(
        pk__in=Membership.objects.open().values("report"), organisation=reporter
    ).first()
    if registered is not None:
        # Asked after it was registered, so that the answer is still to be dealt with.
        intake.ask(by=by, report=registered, question="Klopt de datum van uw melding?")
        intake.answer(by=by, report=registered, text=ANSWERS[1])
    _give_back(by, lacking[3])
    withdrawn = intake.withdraw(by=by, report=waiting[1], reason="Dubbel ingevuld.")
    _dated(withdrawn, 1)
    for report in (waiting[2], waiting[3], lacking[1]):
        handling.assign(by=by, report=report, to=registrar)
    for step in TriageStep.objects.all():
        _dated(step, 1)
    handling.save_search(by=registrar, name="Opvang gevraagd", query="purpose=SHELTER", shared=True)


def _lacking(by: Actor, inventor: Inventor, senders: Sequence[Organisation]) -> Iterator[Report]:
    for number, left_out in enumerate(LEFT_OUT):
        sender = senders[number % len(senders)]
        day = LAST_DAY - timedelta(days=RECEIVED - number)
        data = inventor.report(inventor.person(day.year), sender.reporter_type, day)
        data = replace(
            data,
            received_at=_moment(RECEIVED - number),
            reporter_reference=f"TRIAGE-{number + 1:02}",
            police_unit=sender.police_unit_id,
            **left_out,
        )
        yield intake.receive(by=by, data=data, channel="PORTAL", organisation=sender)


def _ask(by: Actor, report: Report, *, days: int) -> None:
    row = with_missing(Report.objects.filter(pk=report.pk)).get()
    text = ready_text(first_choice(row), row) or "Op welke dag gebeurde het?"
    _dated(intake.ask(by=by, report=report, question=text), days)


def _answer(by: Actor, report: Report, text: str, *, days: int) -> None:
    _dated(intake.answer(by=by, report=report, text=text), days)


def _give_back(by: Actor, report: Report) -> None:
    handling.give_back(
        by=by,
        report=report,
        reason=ReturnReason.TIP,
        text="Dit is een tip over een adres, geen melding over één persoon. Bel ons gerust.",
    )
    _dated(ReportStatus.objects.filter(report=report).latest("pk"), 3)


def _dated(row: Model, days: int) -> None:
    """As if it had happened so many days before the demo's last day."""
    type(row)._base_manager.filter(pk=row.pk).update(at=_moment(days))


def _moment(days: int) -> datetime:
    day = LAST_DAY - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 10, 15, tzinfo=CENTRE)
