"""From reports in the register to the public file: the whole way, on real rows."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from schakel.foundation.access.actors import SystemActor
from schakel.insight.disclosure.actions import build, release
from schakel.register.intake.models import Report
from schakel.register.persons.actions import register_many
from schakel.register.persons.tests.people import report

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")


def test_persons_count_once_in_the_file_that_anybody_can_fetch(client):
    for number in range(12):
        report(2024, kind="POLICE", key=f"one-{number}")
    for number in range(6):  # known to the police already
        report(2024, kind="KMAR", key=f"one-{number}")
    register_many(by=SYSTEM, reports=Report.objects.all())
    release(by=SYSTEM, draft=build(by=SYSTEM, first_year=2024, last_year=2024))
    address = reverse("figures:csv", args=["reports-by-reporter"])
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    rows = {
        (row["counts"], row["period"], row["kind"]): int(row["value"])
        for row in csv.DictReader(StringIO(text), delimiter=";")
    }
    assert rows[("reports", "2024", "TOTAL")] == 18
    assert rows[("persons", "2024", "TOTAL")] == 12
    assert rows[("persons", "2024", "KMAR")] == 6
