"""How long something may take, and what is marked as late."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from schakel.register.intake.actions import ask
from schakel.register.intake.models import ReportStatus
from schakel.register.persons import handling
from schakel.register.persons.choices import Clock, Queue
from schakel.register.persons.clocks import periods, started
from schakel.register.persons.tests.desk import (
    complete,
    in_queue,
    standing,
)
from schakel.register.persons.tests.people import (
    SYSTEM,
)

pytestmark = pytest.mark.django_db


def test_a_late_answer_is_marked(browser):
    sent = complete()
    ask(by=SYSTEM, report=sent, question="?")
    assert not standing(sent).overdue
    late = timezone.now() - timedelta(days=8)
    ReportStatus.objects.filter(report=sent).update(at=late)
    assert standing(sent).overdue
    assert "1 dag te laat" in in_queue(browser, Queue.QUESTION)


def test_the_first_look_is_met_by_whatever_is_done_first(registrar):
    sent = complete()
    assert [clock.clock for clock in standing(sent).clocks if clock.met is None] == [
        Clock.FIRST_LOOK,
        Clock.DECISION,
    ]
    handling.assign(by=registrar, report=sent, to=registrar)
    assert [clock.clock for clock in standing(sent).clocks if clock.met is None] == [Clock.DECISION]


@pytest.mark.parametrize(
    ("clock", "since", "due"),
    [
        (
            Clock.FIRST_LOOK,
            date(2026, 11, 20),
            date(2026, 11, 24),
        ),  # a Friday: the weekend not counted
        (Clock.FIRST_LOOK, date(2026, 11, 21), date(2026, 11, 24)),
        (Clock.ANSWER, date(2026, 2, 25), date(2026, 3, 4)),
        (Clock.REFLECTION, date(2026, 11, 30), date(2027, 2, 28)),
        (Clock.REFLECTION, date(2026, 1, 31), date(2026, 4, 30)),
        (Clock.REFLECTION_DUBLIN, date(2026, 1, 31), date(2026, 3, 2)),
    ],
)
def test_clocks_end_on_the_day_that_their_table_says(clock, since, due):
    assert started(clock, since).due == due


def test_every_clock_has_a_line_in_the_table():
    assert set(periods()) == set(Clock.values)
    assert all(period.source for period in periods().values())
