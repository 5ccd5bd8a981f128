"""A report becomes a person: what registers by itself, what waits, what counts."""

import pytest
from django.core.exceptions import PermissionDenied

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about, about_subject
from schakel.register.intake.actions import correct, withdraw
from schakel.register.persons.actions import (
    NotPossibleError,
    move,
    register,
    register_many,
)
from schakel.register.persons.episodes import episodes
from schakel.register.persons.models import Identity, Membership, Person, Registration
from schakel.register.persons.queries import (
    counted_reports,
    members,
    overlaps,
    person_of,
    possible_same,
    registrations,
    unregistered,
)
from schakel.register.persons.recounting import recount_stale
from schakel.register.persons.tests.people import (
    REGISTRATION,
    SHELTER,
    SYSTEM,
    data,
    organisation,
    report,
    user,
)

pytestmark = pytest.mark.django_db


def test_report_waits_until_it_is_registered():
    sent = report()
    assert list(unregistered()) == [sent]
    person = register(by=SYSTEM, report=sent)
    assert list(unregistered()) == []
    assert person_of(sent) == person
    assert [row.year for row in registrations(person)] == [2024]


def test_the_same_key_of_the_same_sender_is_the_same_person():
    first = register(by=SYSTEM, report=report(2023, key="K1"))
    again = register(by=SYSTEM, report=report(2024, key="K1"))
    other = register(by=SYSTEM, report=report(2024, key="K1", scope="someone else"))
    assert again == first
    assert other != first
    assert [row.year for row in registrations(first)] == [2023, 2024]


def test_an_equal_identity_is_proposed_and_never_joined():
    known = register(
        by=SYSTEM, report=report(surname="de Vries", given_names="Ana", born="2001-03-04")
    )
    second = report(2025, surname="VRIES", given_names="ána", born="2001-03-04", kind="KMAR")
    assert [found.person for found in possible_same(second, user=SYSTEM)] == [known]
    other = register(by=SYSTEM, report=second)
    assert other != known
    assert [found.person for found in possible_same(known, user=SYSTEM)] == [other]


def test_a_registrar_attaches_a_report_to_an_existing_person():
    known = register(by=SYSTEM, report=report())
    second = report(2024, kind="SHELTER")
    assert register(by=SYSTEM, report=second, person=known) == known
    assert [row.year for row in registrations(known)] == [2024]
    assert sorted(counted_reports()) == [(2024, "POLICE", known.pk), (2024, "SHELTER", known.pk)]


def test_a_registrar_may_decide_against_a_known_key():
    known = register(by=SYSTEM, report=report(2023, key="K1"))
    assert register(by=SYSTEM, report=report(2024, key="K1"), new=True) != known
    third = report(2025, key="K1")
    with pytest.raises(NotPossibleError, match="several_persons"):
        register(by=SYSTEM, report=third)
    assert register_many(by=SYSTEM, reports=[third]).waiting == 1
    assert list(unregistered()) == [third]


def test_a_report_is_registered_once():
    sent = report()
    register(by=SYSTEM, report=sent)
    with pytest.raises(NotPossibleError, match="already_registered"):
        register(by=SYSTEM, report=sent)
    assert register_many(by=SYSTEM, reports=[sent]).already == 1


def test_a_person_counts_once_in_a_year_and_unknown_years_once():
    sent = [report(year, key="K1") for year in (2023, "2023-05", None)]
    sent.append(report(None, key="K1", kind="KMAR"))
    result = register_many(by=SYSTEM, reports=sent)
    assert (result.reports, result.persons_created) == (4, 1)
    assert Registration.objects.current().count() == 2
    assert {row.year for row in Registration.objects.all()} == {2023, None}


def test_the_dossier_type_follows_the_purposes_and_keeps_its_history():
    person = register(by=SYSTEM, report=report(2024, key="K1", purposes=(REGISTRATION,)))
    register(by=SYSTEM, report=report("2024-05", key="K1", purposes=(REGISTRATION, SHELTER)))
    (row,) = registrations(person)
    types = [change.dossier_type for change in row.dossier_types.order_by("pk")]
    assert types == ["REGISTRATION", "REGISTRATION_SHELTER"]


def test_a_correction_follows_its_report_and_counts_in_its_place():
    sent = report(2023)
    person = register(by=SYSTEM, report=sent)
    newer = correct(by=SYSTEM, report=sent, data=data(2024, forms=("LABOUR",)))
    assert register_many(by=SYSTEM, reports=[newer]).persons_created == 0
    assert person_of(newer) == person
    assert list(counted_reports()) == [(2024, "POLICE", person.pk)]
    assert [row.year for row in registrations(person)] == [2024]
    assert [one.forms for one in episodes(members(person, SYSTEM))] == [("Arbeidsuitbuiting",)]


def test_a_correction_of_a_waiting_correction_finds_the_person_too():
    sent = report(2022)
    person = register(by=SYSTEM, report=sent)
    second = correct(by=SYSTEM, report=sent, data=data(2023))
    third = correct(by=SYSTEM, report=second, data=data(2024))
    assert register_many(by=SYSTEM, reports=[third]).persons_created == 0
    assert person_of(third) == person


def test_a_move_recounts_everybody_whose_reports_it_takes_along():
    sent = report(2023)
    register(by=SYSTEM, report=sent)
    newer = correct(by=SYSTEM, report=sent, data=data(2024))
    apart = register(by=SYSTEM, report=newer, new=True)
    other = move(by=SYSTEM, report=sent, person=None, reason="Someone else")
    assert person_of(newer) == other
    assert registrations(apart) == []
    assert [row.year for row in registrations(other)] == [2024]


def test_a_corrected_report_need_not_be_registered():
    sent = report()
    newer = correct(by=SYSTEM, report=sent, data=data(2024, forms=("LABOUR",)))
    assert list(unregistered()) == [newer]
    with pytest.raises(NotPossibleError, match="does_not_count"):
        register(by=SYSTEM, report=sent)


def test_a_withdrawn_report_counts_no_longer():
    sent = report(2024, key="K1")
    person = register(by=SYSTEM, report=sent)
    later = report("2024-06", key="K1", kind="KMAR")
    register(by=SYSTEM, report=later)
    withdraw(by=SYSTEM, report=sent, reason="Consent was withdrawn")
    assert list(counted_reports()) == [(2024, "KMAR", person.pk)]
    assert recount_stale(by=SYSTEM) == 1
    assert registrations(person)[0].first_report == later
    withdraw(by=SYSTEM, report=later, reason="Consent was withdrawn")
    assert recount_stale(by=SYSTEM) == 1
    assert recount_stale(by=SYSTEM) == 0
    assert registrations(person) == []


def test_a_report_moves_with_all_that_follows_from_it_and_back():
    stays, goes = report(2023, key="K1"), report(2024, key="K1", surname="Jansen", forms=["LABOUR"])
    register_many(by=SYSTEM, reports=[stays, goes])
    person = person_of(stays)
    other = move(by=SYSTEM, report=goes, person=None, reason="Someone else")
    assert [row.year for row in registrations(person)] == [2023]
    assert [row.year for row in registrations(other)] == [2024]
    assert [one.forms for one in episodes(members(other, SYSTEM))] == [("Arbeidsuitbuiting",)]
    assert Identity.objects.get(report=goes).person == other
    move(by=SYSTEM, report=goes, person=person, reason="The same person after all")
    assert [row.year for row in registrations(person)] == [2023, 2024]
    assert registrations(other) == []
    assert Membership.objects.filter(report=goes).count() == 3


def test_a_move_takes_the_corrections_along():
    sent = report(2023)
    register(by=SYSTEM, report=sent)
    newer = correct(by=SYSTEM, report=sent, data=data(2024))
    register(by=SYSTEM, report=newer)
    other = move(by=SYSTEM, report=newer, person=None, reason="Someone else")
    assert person_of(sent) == person_of(newer) == other


def test_a_move_needs_a_reason_and_another_person():
    sent = report()
    with pytest.raises(NotPossibleError, match="not_registered"):
        move(by=SYSTEM, report=sent, person=None, reason="x")
    person = register(by=SYSTEM, report=sent)
    with pytest.raises(ValueError, match="reason"):
        move(by=SYSTEM, report=sent, person=None, reason="  ")
    with pytest.raises(NotPossibleError, match="same_person"):
        move(by=SYSTEM, report=sent, person=person, reason="x")


def test_overlaps_count_persons_per_combination():
    for key, kinds in {"a": ("POLICE", "KMAR"), "b": ("KMAR", "POLICE"), "c": ("KMAR",)}.items():
        register_many(by=SYSTEM, reports=[report(key=key, kind=kind) for kind in kinds])
    assert overlaps() == [(("KMAR", "POLICE"), 2), (("KMAR",), 1)]
    assert overlaps(year=1999) == []


def test_every_decision_is_logged_by_number():
    sent = report()
    person = register(by=SYSTEM, report=sent)
    other = move(by=SYSTEM, report=sent, person=None, reason="Someone else")
    assert {line.subject for line in about("report", sent.number)} >= {person.number, other.number}
    assert about_subject(other.number).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGISTRAR])
def test_only_registrars_register_and_move(role):
    sent, colleague = report(), user(role)
    with pytest.raises(PermissionDenied):
        register(by=colleague, report=sent)
    register(by=SYSTEM, report=sent)
    with pytest.raises(PermissionDenied):
        move(by=colleague, report=sent, person=None, reason="x")
    assert not Person.objects.visible_to(colleague).exists()


def test_registering_takes_a_bounded_number_of_queries(django_assert_max_num_queries):
    sent = [report(key=f"K{number // 2}", surname=f"Name{number}") for number in range(60)]
    with django_assert_max_num_queries(30):
        register_many(by=SYSTEM, reports=sent)
    assert organisation()
