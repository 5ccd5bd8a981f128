"""What the tests of the triage desk share: complete reports, and reading the desk."""

from django.test import Client
from django.urls import reverse

from schakel.register.intake.models import Report
from schakel.register.persons import triage
from schakel.register.persons.tests.people import (
    organisation,
    report,
)

NAMES = {"surname": "Jansen", "given_names": "Ana", "born": "2001-03-04"}
COMPLETE = {"age": 24, "gender": "FEMALE", "nationalities": ("PL",)}


def complete(year: int = 2024, **given) -> Report:
    return report(year, organisation(), **{**COMPLETE, **given})


def queue_of(sent: Report) -> str:
    return triage.placed(pks=[sent.pk]).get().queue


def standing(sent: Report) -> triage.Standing:
    return triage.standing(triage.with_details(triage.placed(pks=[sent.pk])).get())


def listed(browser: Client, queue: str, **more: str) -> list[str]:
    """The numbers of the reports in the list."""
    answer = browser.get(reverse("persons:triage"), {"queue": queue, **more})
    return [row.report.number for row in answer.context["rows"]]


def in_queue(browser: Client, queue: str, **more: str) -> str:
    answer = browser.get(reverse("persons:triage"), {"queue": queue, **more})
    assert answer.status_code == 200
    return answer.content.decode()
