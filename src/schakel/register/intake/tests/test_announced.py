"""A sender's own system is told of its reports, and of nothing and nobody else."""

import json
from dataclasses import fields

import pytest

from schakel.foundation.webhooks.actions import subscribe
from schakel.foundation.webhooks.catalogue import offered
from schakel.foundation.webhooks.models import Message
from schakel.foundation.webhooks.payload import body_of
from schakel.register.intake.actions import answer, ask, correct, receive, receive_many, withdraw
from schakel.register.intake.choices import Status
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import ImportBatch, Report, ReportIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribed(system, police, shelter):
    """Both the police and a shelter have a system that listens."""
    for organisation in (police, shelter):
        subscribe(
            by=system, organisation=organisation, address=f"https://{organisation.number}.example/"
        )


def told(organisation):
    """(number, status) of everything this organisation is told, oldest first."""
    rows = Message.objects.filter(subscription__organisation=organisation).order_by("pk")
    return [(row.object_number, row.status) for row in rows]


def test_every_status_can_be_chosen():
    offered_events = {kind.name for kind in offered()}
    assert {f"report.{status.lower()}" for status in Status} <= offered_events


def test_the_sender_is_told_of_the_whole_life_of_a_report(
    subscribed, officer, registrar, police, shelter, identified
):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    ask(by=registrar, report=report, question="Welke dag?")
    answer(by=officer, report=report, text="Dinsdag")
    new = correct(by=officer, report=report, data=identified)
    withdraw(by=officer, report=new, reason="Vergissing")
    assert told(police) == [
        (report.number, "RECEIVED"),
        (report.number, "QUESTION"),
        (report.number, "ANSWERED"),
        (report.number, "CORRECTED"),
        (new.number, "RECEIVED"),
        (new.number, "WITHDRAWN"),
    ]
    assert told(shelter) == []


def test_that_somebody_else_reports_the_same_person_is_told_to_nobody_else(
    subscribed, officer, shelter_worker, police, shelter, identified
):
    receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    before = told(police)
    receive(by=shelter_worker, data=identified, channel="PORTAL", organisation=shelter)
    assert told(police) == before
    assert len(told(shelter)) == 1


def test_sending_the_same_again_tells_nothing(subscribed, officer, police, identified):
    for _time in range(2):
        receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    assert len(told(police)) == 1


def _strings(value):
    if isinstance(value, str):
        return [value] if len(value) > 2 else []
    if isinstance(value, tuple):
        return [text for one in value for text in _strings(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for one in fields(value) for text in _strings(getattr(value, one.name))]
    return []


def test_nothing_that_was_reported_leaves_the_house(
    subscribed, officer, registrar, police, identified
):
    """Compared with every field of the identity, every answer of the report, and every note."""
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    ask(by=registrar, report=report, question="Kent u Annabel?")
    sent = b" ".join(body_of(one) for one in Message.objects.all()).decode().lower()
    identity = ReportIdentity.objects.get(report=report)
    values = [getattr(identity, column.attname) for column in identity._meta.concrete_fields]
    said = [getattr(identified, one.name) for one in fields(ReportData)]
    secret = [text for value in (*values, *said) for text in _strings(value)]
    # What the sender calls itself may be said; its number stands in no message either.
    assert "zonnebloem" in [text.lower() for text in secret]
    assert [text for text in (*secret, "Annabel", police.number) if text.lower() in sent] == []
    assert [set(json.loads(body_of(one))["data"]) for one in Message.objects.all()] == [
        {"object", "number", "status"}
    ] * 2


def test_a_file_is_announced_row_by_row_to_its_sender(subscribed, system, police, identified):
    batch = ImportBatch.objects.create(format="CSV", source=police.number, by="system:test")
    rows = [identified.sent_by(police), ReportData(reporter_type="POLICE", scope="lists")]
    receive_many(by=system, rows=rows, batch=batch)
    sent = Report.objects.get(organisation=police)
    assert Report.objects.count() == 2
    assert told(police) == [(sent.number, "RECEIVED")]
