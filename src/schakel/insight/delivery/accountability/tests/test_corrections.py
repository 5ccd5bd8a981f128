"""What was published of a quarter stays: a new edition corrects it, or a note withdraws it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.insight.analysis.tests.people import user
from schakel.insight.delivery.accountability import actions
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.composing import composed
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.models import (
    Statement,
    StatementPart,
    StatementWithdrawal,
)
from schakel.insight.delivery.accountability.queries import published_before

SPRING = Quarter(2024, 2)
NOTES = {"note_nl": "Het bedrag van scholing klopte niet.", "note_en": "Training was wrong."}
GONE = {"note_nl": "Er is dubbel geteld.", "note_en": "Some were counted twice."}


def refused_by_the_database(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


@pytest.fixture
def ministry(db):
    client = Client()
    client.force_login(user(Role.MINISTRY))
    return client


def test_the_database_keeps_what_was_published(published, officer):
    row = published(SPRING)
    gone = actions.withdraw(by=officer, statement=row, **GONE)
    kept = (
        (Statement.objects.filter(pk=row.pk), {"amounts": {"training": 1}}),
        (StatementPart.objects.filter(statement=row), {"digest": "0" * 64}),
        (StatementWithdrawal.objects.filter(pk=gone.pk), {"note_nl": "-"}),
    )
    for rows, change in kept:
        refused_by_the_database(lambda rows=rows, change=change: rows.update(**change))
        refused_by_the_database(lambda rows=rows: rows._raw_delete(rows.db))
    refused_by_the_database(
        lambda: StatementPart.objects.create(
            statement=row, language="fr", content={}, pdf=b"", digest="0" * 64
        )
    )
    refused_by_the_database(
        lambda: StatementWithdrawal.objects.create(
            statement=row, note_nl="-", note_en="-", withdrawn_at=timezone.now(), withdrawn_by="U"
        )
    )


def test_a_correction_is_signed_by_two_and_both_stay(client, ministry, analyst, officer, published):
    first = published(SPRING)
    client.force_login(analyst)
    address = f"/accountability/{first.address}/"
    told = {"what": "correct", "correct-note_nl": NOTES["note_nl"]}
    assert client.post(f"{address}prepare/", told).status_code == 422
    told["correct-note_en"] = NOTES["note_en"]
    page = client.post(f"{address}prepare/", told)
    assert page["Location"] == "/accountability/2024-Q2-1/"
    assert ministry.get(page["Location"]).status_code == 404
    assert client.post(f"{address}prepare/", told).status_code == 422, "one correction at a time"
    made = Statement.objects.get(correction=1)
    assert made.figures == first.figures
    client.post(f"{page['Location']}prepare/", {"what": "amounts", "training": "90000"})
    offered = actions.offer(by=analyst, statement=made)
    with pytest.raises(PermissionDenied):
        actions.sign(by=analyst, statement=offered, content_hash=offered.content_hash)
    actions.sign(by=officer, statement=offered, content_hash=offered.content_hash)
    newest = ministry.get(page["Location"]).content.decode()
    assert NOTES["note_nl"] in newest
    assert "90.000" in newest
    assert f'href="{address}"' in newest, "the earlier edition can be read"
    earlier = ministry.get(address).content.decode()
    assert 'href="/accountability/2024-Q2-1/"' in earlier
    assert "90.000" not in earlier
    assert actions.repeated(by=analyst, statement=Statement.objects.get(correction=1))


def test_what_is_withdrawn_shows_its_note_and_no_number(
    client, ministry, analyst, officer, published
):
    row = published(SPRING.year_before)
    later = actions.make(by=analyst, snapshot=row.snapshot, quarter=SPRING)
    assert published_before(later) == row
    client.force_login(officer)
    address = f"/accountability/{row.address}/"
    note = {f"withdraw-{name}": text for name, text in GONE.items()}
    assert ministry.post(f"{address}withdraw/", note).status_code == 403
    assert client.post(f"{address}withdraw/", {**note, "withdraw-note_nl": " "}).status_code == 422
    assert client.post(f"{address}withdraw/", note).status_code == 302
    for prefix, text in (("", GONE["note_nl"]), ("/en", GONE["note_en"])):
        page = ministry.get(f"{prefix}{address}")
        assert page.status_code == 410
        assert text in page.content.decode()
        assert "<table" not in page.content.decode()
    assert ministry.get(f"{address}nl.pdf").status_code == 302
    assert GONE["note_nl"] in client.get(address).content.decode()
    assert "<table" in client.get(address).content.decode(), "the house keeps it"
    assert published_before(later) is None
    assert composed(later, None, "nl")["sections"]
    corrected = actions.correct(by=analyst, statement=row, **NOTES, recount=True)
    assert corrected.figures == row.figures, "counted again out of the same snapshot"
    with pytest.raises(RefusedError):
        actions.withdraw(by=officer, statement=row, **GONE)
    with pytest.raises(PermissionDenied):
        actions.withdraw(by=SystemActor("tests"), statement=row, **GONE)
    with pytest.raises(PermissionDenied):
        actions.withdraw(by=officer, statement=corrected, **GONE)
