"""One command carries out the periods that a program can carry out, and names those it cannot."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from schakel.foundation.audit.queries import about
from schakel.foundation.notices.actions import post
from schakel.foundation.notices.models import Notice
from schakel.foundation.vault.classification import collect
from schakel.foundation.vault.expiry import expiries
from schakel.foundation.webhooks.actions import send_test, subscribe
from schakel.foundation.webhooks.models import Attempt, Message
from schakel.foundation.webhooks.posting import Answer
from schakel.foundation.webhooks.tasks import send_round
from schakel.register.intake.actions import receive
from schakel.register.intake.drafting import start_draft
from schakel.register.intake.idempotency import IdempotencyKey
from schakel.register.intake.models import ReportDraft

pytestmark = pytest.mark.django_db

# One of each thing that a program deletes.
CARRIED_OUT = {"report_draft", "import_file", "idempotency_key", "status_message", "notice"}


@pytest.fixture
def old(system, officer, police, identified):
    """One of each, made so long ago that its period is over, but for files (tested with deliveries)."""
    now = timezone.now()
    start_draft(by=officer, organisation=police, token="a" * 32, answers={}, step="person")
    ReportDraft.objects.update(expires_at=now - timedelta(days=1))
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    IdempotencyKey.objects.create(
        key_index="x", content="y", report=report, expires_at=now - timedelta(days=1)
    )
    subscription = subscribe(by=system, organisation=police, address="https://p.example/")
    for _twice in range(2):
        send_test(by=system, subscription=subscription)
    send_round(by=system, post=lambda *_sent: Answer(204, "", 1))
    Message.objects.filter(pk=Message.objects.first().pk).update(ended_at=now - timedelta(days=91))
    for moment in "12":
        post(to=[officer], kind="k", object_type="o", object_number="M", moment=moment)
    first = Notice.objects.filter(moment="1")
    first.update(state="DELIVERED", ended_at=now - timedelta(days=91))


def rows():
    models = (ReportDraft, IdempotencyKey, Message, Attempt, Notice)
    return [model.objects.count() for model in models]


def ran(capsys, *options):
    call_command("carry_out_retention", *options)
    return capsys.readouterr().out


def test_without_yes_it_only_shows(old, capsys):
    before, text = rows(), ran(capsys)
    assert rows() == before == [1, 1, 2, 2, 2]
    for name in ("report_draft (14 days)", "idempotency_key (30 days)", "notice (90 days)"):
        assert f"{name}: 1 would be deleted." in text
    assert "Nothing was deleted." in text


def test_with_yes_it_deletes_what_is_past_its_period_and_nothing_else(old, capsys):
    text = ran(capsys, "--yes")
    assert "status_message (90 days): 1 deleted." in text
    assert rows() == [0, 0, 1, 1, 1]
    assert about("retention", "notice").get().data == "rows:1"
    again = ran(capsys, "--yes")
    assert ": 1 deleted" not in again
    assert about("retention", "notice").count() == 1


def test_periods_that_nobody_carries_out_are_named(db, capsys):
    text = ran(capsys)
    lines = {line.split(" ")[0]: line for line in text.splitlines()}
    for name, period in collect().retention.items():
        promised = name not in expiries() and period.then != "keep"
        assert ("no program carries this out yet" in lines[name]) == promised, name
    assert "person_identity (60 months): no program carries this out yet." in text


def test_what_is_carried_out_is_a_stated_period():
    assert set(expiries()) >= CARRIED_OUT
    assert set(expiries()) <= set(collect().retention)
