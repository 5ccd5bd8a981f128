"""A reporter learns from nothing whether anybody else reported the same person.

Two reporters send the same report and the centre does the same with both, but one person is new and the
other is in the register already, and joined. What each reporter sees must not differ in a single byte.
"""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.register.intake.actions import ask, receive
from schakel.register.intake.choices import ReturnReason
from schakel.register.intake.data import PurposeData
from schakel.register.intake.models import Report
from schakel.register.persons import handling
from schakel.register.persons.actions import move, register
from schakel.register.persons.models import Person
from schakel.register.persons.tests.people import SYSTEM, data, organisation, report, user

pytestmark = pytest.mark.django_db
NAMES = {"surname": "Jansen", "given_names": "Ana", "born": "2001-03-04", "gender": "FEMALE"}
# What is a report's or a request's own, and says nothing of the person.
OWN = re.compile(
    r"M-[0-9A-Z]{4}-[0-9A-Z]{4}"
    r"|csrfmiddlewaretoken\" value=\"\w+\"|\"X-CSRFToken\": \"\w+\""
    r"|\d{4}-\d\d-\d\dT[\d:.+]+|\d\d?:\d\d"
    r"|name=\"token\" value=\"\w+\""
)


class Reporter:
    """A reporter of an organisation of its own, who sends a report about one and the same person."""

    def __init__(self, number: int) -> None:
        party = Organisation.objects.create(name=f"Party {number}", reporter_type="SHELTER")
        self.user = user(Role.SHELTER, f"reporter{number}@example.org")
        Mandate.objects.filter(user=self.user).update(organisation=party)
        self.user = User.objects.get(pk=self.user.pk)
        self.browser = Client()
        self.browser.force_login(self.user)
        self.hidden = (party.name, self.user.name, self.user.number, party.number)
        consent = (PurposeData("REGISTRATION", "CONSENT_VICTIM"),)
        given = data(2024, kind="SHELTER", reporter_reference="REF-1", purposes=consent, **NAMES)
        self.report = receive(by=self.user, data=given, channel="PORTAL", organisation=party)
        self.pages()  # what is looked up once and then remembered is asked for here

    def pages(self) -> tuple[list[bytes], int]:
        """Everything that the reporter can open about the report, without what is its own.

        And how many queries that took.
        """
        one = [self.report.number]
        pages = (("own", []), ("detail", one), ("correct", one), ("withdraw", one))
        with CaptureQueriesContext(connection) as asked:
            found = [self._page(reverse(f"intake:{name}", args=args)) for name, args in pages]
        return found, len(asked)

    def _page(self, address: str) -> bytes:
        answer = self.browser.get(address)
        text = f"{answer.status_code} {answer.content.decode()}"
        for word in self.hidden:
            text = text.replace(word, "-")
        return OWN.sub("-", text).encode()


def _assigned(sent: Report, _same_as: Person | None) -> None:
    handling.assign(by=SYSTEM, report=sent, to=user(Role.REGISTRAR, f"{sent.number}@example.org"))


def _asked(sent: Report, _same_as: Person | None) -> None:
    ask(by=SYSTEM, report=sent, question="Weet u de leeftijd?")


def _accepted(sent: Report, same_as: Person | None) -> None:
    person = register(by=SYSTEM, report=sent, person=same_as, new=same_as is None)
    assert same_as in (None, person)


def _moved(sent: Report, _same_as: Person | None) -> None:
    move(by=SYSTEM, report=sent, person=None, reason="Another person after all")


def _given_back(sent: Report, _same_as: Person | None) -> None:
    handling.give_back(by=SYSTEM, report=sent, reason=ReturnReason.TIP, text="Dit is een tip.")


STEPS: tuple[Callable[[Report, Person | None], None], ...] = (
    _assigned,
    _asked,
    _accepted,
    _moved,
    _given_back,
)


def test_two_histories_look_the_same_to_their_reporters() -> None:
    stranger = Reporter(1)
    person = register(by=SYSTEM, report=report(2023, organisation(), **NAMES), new=True)
    known = Reporter(2)
    _must_look_the_same(stranger, known)
    for step in STEPS:
        step(stranger.report, None)
        step(known.report, person)
        _must_look_the_same(stranger, known)
    # A third reporter comes after both.
    report(2025, organisation("Elsewhere", "KMAR"), kind="KMAR", **NAMES)
    _must_look_the_same(stranger, known)


def _must_look_the_same(one: Reporter, other: Reporter) -> None:
    pages, queries = one.pages()
    pages_too, queries_too = other.pages()
    assert all(page.startswith((b"200 ", b"404 ")) for page in pages)
    assert pages == pages_too
    # No more work is done for the one than for the other, so that time tells nothing either.
    assert queries == queries_too


def test_the_comparison_can_fail() -> None:
    one, other = Reporter(1), Reporter(2)
    _asked(one.report, None)
    with pytest.raises(AssertionError):
        _must_look_the_same(one, other)
