"""What happens to a report after a join, and what an undo then does with it."""

import pytest
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.register.intake.actions import answer, ask, correct
from schakel.register.intake.withdrawing import withdraw_consent
from schakel.register.linkage.actions import join, undo
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.tests.scene import certain, person, reports_of
from schakel.register.persons.actions import register
from schakel.register.persons.choices import Queue
from schakel.register.persons.queries import person_of
from schakel.register.persons.tests.people import SYSTEM, data, organisation, report, user
from schakel.register.persons.tests.test_consent import BY_CONSENT
from schakel.register.persons.triage import on_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return user(Role.REGISTRAR)


def joined(registrar, low, high, reason="Same"):
    return join(by=registrar, low=low, high=high, reason=reason, proposal=certain(low, high))


def test_corrections_and_the_same_key_go_back_with_their_report(registrar):
    low = person(2023, key="low", sender=organisation())
    high = person(2024, key="high", sender=organisation())
    old, (first,) = reports_of(low), reports_of(high)
    decision = joined(registrar, low, high)
    fixed = correct(
        by=SYSTEM, report=first, data=data(2024, scope=organisation().number, key="high", age=31)
    )
    later = report(2025, organisation(), key="high", reporter_reference="later", age=32)
    stays = report(2025, organisation(), key="low", reporter_reference="stays", age=32)
    for one in (fixed, later, stays):
        assert register(by=SYSTEM, report=one) == low
    undo(by=registrar, decision=decision, reason="Two people")
    assert reports_of(low) == [*old, stays]
    assert reports_of(high) == [first, fixed, later]


def test_a_report_whose_consent_was_withdrawn_stays_alone(registrar):
    low = person(2023)
    high = person(2024, 2025, purposes=(BY_CONSENT,), kind="SHELTER", surname="Zon")
    parted, other = reports_of(high)
    decision = joined(registrar, low, high, reason="Zon is the same")
    withdraw_consent(
        by=SYSTEM,
        report=parted,
        purposes=("REGISTRATION",),
        withdrawn_on=timezone.localdate(),
        given_by="PERSON",
    )
    alone = person_of(parted)
    assert alone not in (low, high)
    kept = Decision.objects.get(pk=decision.pk)
    assert kept.reason == ""
    assert parted.number not in kept.evidence
    undo(by=registrar, decision=kept, reason="Two people")
    assert person_of(parted) == alone
    assert person_of(other) == high


def test_an_answer_is_not_read_by_joining(registrar):
    low, high = person(2023), person(2024, sender=organisation())
    (asked,) = reports_of(high)
    ask(by=SYSTEM, report=asked, question="When was it?")
    answer(by=SYSTEM, report=asked, text="In May.")
    joined(registrar, low, high)
    assert on_desk(SYSTEM).get(pk=asked.pk).queue == Queue.ANSWERED
