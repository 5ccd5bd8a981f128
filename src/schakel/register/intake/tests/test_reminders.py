"""A question is mailed to who sent the report, and again when nobody answers; a draft before its end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.notices.models import Notice
from schakel.foundation.notices.tasks import send_round
from schakel.register.intake.actions import answer, ask, give_back, receive, withdraw
from schakel.register.intake.choices import ReturnReason
from schakel.register.intake.drafting import PERIOD, start_draft
from schakel.register.intake.models import ReportStatus
from schakel.register.intake.recipients import MOST_COLLEAGUES
from schakel.register.intake.reminders import (
    DRAFT_DAYS_BEFORE,
    LAST_DAY,
    OVERDUE_DAYS,
    QUESTION_DAYS,
    Reminded,
    send_reminders,
    unanswered_since,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND = QUESTION_DAYS


@pytest.fixture
def report(officer, police, identified):
    return receive(by=officer, data=identified, channel="PORTAL", organisation=police)


@pytest.fixture
def asked(registrar, report):
    """The report, with a question."""
    ask(by=registrar, report=report, question="Kent u Annabel Zonnebloem?")
    return report


def told():
    """(user, kind) of every mail on its way, oldest first."""
    rows = Notice.objects.order_by("pk").select_related("user")
    return [(row.user, row.kind.removeprefix("intake/mail/")) for row in rows]


def remind(system, days):
    return send_reminders(by=system, now=timezone.now() + timedelta(days=days, hours=1))


def test_who_sent_the_report_hears_of_the_question(asked, officer, new_user, police):
    new_user(police, Role.REPORTER)  # a colleague, who does not
    assert told() == [(officer, "question")]


def test_a_report_that_is_given_back_is_mailed(report, registrar, officer, system):
    text = "Annabel Zonnebloem is bij ons bekend"
    give_back(by=registrar, report=report, reason=ReturnReason.TIP, text=text)
    assert told() == [(officer, "returned")]
    send_round(by=system)
    assert report.number in mail.outbox[0].body
    assert "Zonnebloem" not in mail.outbox[0].body


def test_what_the_sender_does_is_not_mailed(report, officer):
    withdraw(by=officer, report=report, reason="Vergissing")
    assert told() == []


def test_a_question_that_cannot_be_put_is_not_mailed(registrar, report, officer):
    withdraw(by=officer, report=report, reason="Vergissing")
    with pytest.raises(Exception, match="cannot become"):
        ask(by=registrar, report=report, question="Nog iets?")
    assert told() == []


@pytest.mark.parametrize("colleagues", [0, 1, MOST_COLLEAGUES + 3])
def test_without_a_writer_who_signs_in_colleagues_hear_it(
    colleagues, system, registrar, police, shelter_worker, new_user, identified
):
    users = [new_user(police, Role.REPORTER) for _n in range(colleagues)]
    report = receive(by=system, data=identified, channel="FILE", organisation=police)
    ask(by=registrar, report=report, question="Welke dag?")
    assert [user for user, _kind in told()] == users[:MOST_COLLEAGUES]


def test_who_may_no_longer_answer_does_not_hear_it(registrar, report, officer, new_user, police):
    colleague = new_user(police, Role.REPORTER)
    officer.mandates.all().delete()
    ask(by=registrar, report=report, question="Welke dag?")
    assert told() == [(colleague, "question")]


def test_the_mail_holds_the_number_and_nothing_else_of_the_report(asked, system, identified):
    remind(system, FIRST)
    send_round(by=SystemActor("test"), clock=lambda: timezone.now() + timedelta(days=FIRST + 1))
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        text = f"{sent.subject} {sent.body}".lower()
        assert asked.number.lower() in text
        for secret in ("zonnebloem", "mirabella", "annabel", "2001", "pl-2024-001", "sleutel-77"):
            assert secret not in text


@pytest.mark.parametrize(
    ("days", "reminders"),
    [
        (0, 0),
        (FIRST - 1, 0),
        (FIRST, 1),
        (SECOND - 1, 1),
        (SECOND, 1),
        (LAST_DAY - 1, 1),
        (LAST_DAY, 0),
    ],
)
def test_a_reminder_comes_after_the_days_that_were_set(asked, system, days, reminders):
    assert remind(system, days) == Reminded(questions=reminders, drafts=0)
    assert remind(system, days) == Reminded(questions=0, drafts=0)


def test_two_reminders_and_no_more(asked, system, officer):
    made = [remind(system, day).questions for day in range(60)]
    assert [day for day, count in enumerate(made) if count] == list(QUESTION_DAYS)
    assert told() == [(officer, "question"), *[(officer, "question_reminder")] * 2]


def test_an_answered_question_is_not_reminded_and_a_new_one_is(asked, system, officer, registrar):
    answer(by=officer, report=asked, text="Dinsdag")
    assert remind(system, FIRST).questions == 0
    ask(by=registrar, report=asked, question="Zeker?")
    assert remind(system, FIRST).questions == 1


def test_the_registrar_sees_what_stays_unanswered(asked, report):
    later = timezone.now() + timedelta(days=OVERDUE_DAYS, hours=1)
    assert not unanswered_since(OVERDUE_DAYS).exists()
    (overdue,) = unanswered_since(OVERDUE_DAYS, later)
    assert overdue == report
    assert overdue.asked_at == ReportStatus.objects.get().at


def test_a_draft_is_reminded_once_before_its_end(officer, police, system):
    start_draft(by=officer, organisation=police, token="a" * 32, answers={}, step="person")
    early, late = PERIOD.days - DRAFT_DAYS_BEFORE - 1, PERIOD.days - DRAFT_DAYS_BEFORE
    assert [remind(system, day).drafts for day in (1, early, late, late, late + 1)] == [
        *(0, 0, 1, 0, 0)
    ]
    assert remind(system, PERIOD.days + 1).drafts == 0
    assert told() == [(officer, "draft_reminder")]


def test_reminding_takes_the_operator(officer):
    with pytest.raises(PermissionDenied):
        send_reminders(by=officer)


def test_the_command_counts(asked, capsys, monkeypatch):
    ReportStatus.objects.update(at=timezone.now() - timedelta(days=FIRST))
    call_command("send_reminders")
    assert "1 reminders of a question and 0 of a draft" in capsys.readouterr().out
