"""Consent is withdrawn: nothing that says who it was is left anywhere, and nobody learns anything by it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fields import BlindIndexField, EncryptedField
from schakel.foundation.vault.tokens import unseal
from schakel.register.intake.actions import (
    NotPossibleError,
    ReferenceInUseError,
    ask,
    correct,
    receive,
)
from schakel.register.intake.attachments.keeping import add_to_report, answer_with, look_at
from schakel.register.intake.choices import Consequence
from schakel.register.intake.consents import purposes_on_consent, standing_bases
from schakel.register.intake.data import PurposeData
from schakel.register.intake.legal import NO_IDENTITY, allows_identity
from schakel.register.intake.models import (
    ConsentWithdrawal,
    Report,
    ReportIdentity,
    ReportStatus,
)
from schakel.register.intake.queries import data_of, latest_status, numbers_by_reference
from schakel.register.intake.tests.papers import PDF
from schakel.register.intake.withdrawing import NothingToWithdrawError, withdraw_consent
from schakel.register.persons.actions import move, register, register_many
from schakel.register.persons.models import Identity, Membership, Registration
from schakel.register.persons.queries import (
    counted_reports,
    memberships,
    possible_same,
)
from schakel.register.persons.seeking import SearchTerms, seeker
from schakel.register.persons.tests.people import SYSTEM, data, organisation, report, user

pytestmark = pytest.mark.django_db
MARKER = "Kwintsheul"
BY_CONSENT = PurposeData("REGISTRATION", "CONSENT_VICTIM", PartialDate(2024, 5, 1))
BY_LAW = PurposeData("REGISTRATION", "BPG_4_2")
SHELTER = PurposeData("SHELTER", "CONSENT_VICTIM", PartialDate(2024, 5, 1))
EVERYTHING = ("REGISTRATION", "SHELTER", "INFO_ADVICE")


def told(*purposes, kind="SHELTER", reference="ref", **more):
    """A report that says who it is about in every way it can."""
    given_ = {
        "surname": MARKER,
        "given_names": f"{MARKER} Anna",
        "born": "2001-02-03",
        "key": f"{MARKER}-key",
        "note": f"Met {MARKER} gesproken",
        "reporter_reference": f"{MARKER}-{reference}",
        "gender": "FEMALE",
        **more,
    }
    sender = organisation(f"Instelling {kind}", kind)
    return report("2024-05-02", sender, kind=kind, purposes=purposes or (BY_CONSENT,), **given_)


def end(row, *purposes, on=None, by=SYSTEM, given_by="PERSON") -> ConsentWithdrawal:
    return withdraw_consent(
        by=by,
        report=row,
        purposes=purposes or EVERYTHING,
        withdrawn_on=on or timezone.localdate(),
        given_by=given_by,
    )


def done(row: ConsentWithdrawal) -> dict[str, int]:
    return dict(row.consequences.values_list("code", "count"))


def columns(kind: type) -> Iterator[tuple[str, str, str]]:
    """(table, column, place) of every column of this kind in the whole system."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, kind):
                yield model._meta.db_table, field.column, field.place


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - names of our own columns
        return [value for (value,) in cursor.fetchall() if value]


def places_that_tell() -> set[str]:
    """Every encrypted column, wherever it is, in which the marker can be read."""
    return {
        f"{table}.{column}"
        for table, column, place in columns(EncryptedField)
        for token in stored(table, column)
        if MARKER.encode() in unseal(token, place)
    }


def blind_values() -> set[str]:
    return {
        value for table, column, _ in columns(BlindIndexField) for value in stored(table, column)
    }


def test_nothing_that_can_be_read_is_left_anywhere() -> None:
    before = blind_values()
    row = told()
    register(by=SYSTEM, report=row, new=True)
    ask(by=SYSTEM, report=row, question=f"Is {MARKER} de achternaam?")
    paper = look_at(by=SYSTEM, to=row, name=f"{MARKER}.pdf", content=PDF + MARKER.encode())
    answer_with(by=SYSTEM, report=row, text=f"Ja, {MARKER}", file=paper)
    assert "intake_attachmentcontent.content" in places_that_tell()
    assert {"intake_reportidentity.surname", "persons_identity.surname"} <= places_that_tell()
    assert blind_values() - before
    assert done(end(row))[Consequence.ATTACHMENTS_ERASED] == 1
    assert places_that_tell() == set()
    assert blind_values() == before


def test_no_file_is_added_to_it_any_more() -> None:
    row = told()
    end(row)
    paper = look_at(by=SYSTEM, to=row, name="brief.pdf", content=PDF + MARKER.encode())
    with pytest.raises(NotPossibleError):
        add_to_report(by=SYSTEM, report=row, file=paper)


def test_what_a_registrar_wrote_down_goes_too() -> None:
    row = told()
    register(by=SYSTEM, report=row, new=True)
    move(by=SYSTEM, report=row, person=None, reason=f"{MARKER} is iemand anders")
    listed = done(end(row))
    assert listed[Consequence.REASONS_ERASED] == 1
    assert places_that_tell() == set()


def test_corrected_reports_of_the_chain_forget_too() -> None:
    first = told()
    second = correct(by=SYSTEM, report=first, data=data_of(first))
    third = correct(by=SYSTEM, report=second, data=data_of(second))
    end(second)
    assert places_that_tell() == set()
    assert purposes_on_consent(third) == purposes_on_consent(first) == []


def test_a_correction_without_a_name_left_the_name_behind_until_now() -> None:
    first = told()
    nameless = data(
        "2024-05-02", kind="SHELTER", purposes=(PurposeData("REGISTRATION", NO_IDENTITY),)
    )
    second = correct(by=SYSTEM, report=first, data=nameless)
    assert purposes_on_consent(second) == ["REGISTRATION"]
    end(second)
    assert places_that_tell() == set()


def test_what_was_done_is_listed_and_logged() -> None:
    row = told(BY_CONSENT, SHELTER)
    register(by=SYSTEM, report=row, new=True)
    ask(by=SYSTEM, report=row, question="Wat is de leeftijd?")
    withdrawal = end(row, given_by="PARENT")
    assert done(withdrawal) == {
        Consequence.NAMES_ERASED: 1,
        Consequence.BIRTH_ERASED: 1,
        Consequence.CODE_ERASED: 1,
        Consequence.REFERENCE_ERASED: 1,
        Consequence.NOTE_ERASED: 1,
        Consequence.TEXTS_ERASED: 1,
        Consequence.COPIES_ERASED: 2,  # the one to register by, and the one to compare with
        Consequence.STANDS_ALONE: 1,
        Consequence.SHARING_STOPPED: 1,
        Consequence.QUESTION_CLOSED: 1,
    }
    assert latest_status(row) == "CONSENT_WITHDRAWN"
    lines = [(line.event, line.data) for line in about("report", row.number)]
    assert any("consent" in str(fields) for _event, fields in lines)
    assert not any(MARKER in str(line) for line in lines)


def test_the_entry_still_counts_and_only_once() -> None:
    row = told()
    register(by=SYSTEM, report=row, new=True)
    end(row)
    assert [(year, kind) for year, kind, _person in counted_reports()] == [(2024, "SHELTER")]
    assert Registration.objects.current().count() == 1


def test_a_report_not_registered_yet_is_registered_without_an_identity() -> None:
    row = told()
    end(row)
    register_many(by=SYSTEM, reports=[row])
    assert Membership.objects.open().filter(report=row).exists()
    assert not Identity.objects.exists()


def test_a_report_read_before_the_withdrawal_brings_nothing_back() -> None:
    row = told()
    at_hand = Report.objects.select_related("identity").get(pk=row.pk)
    end(row)
    register(by=SYSTEM, report=at_hand, new=True)
    assert not Identity.objects.exists()


def test_the_police_keep_the_registration_and_lose_only_the_shelter() -> None:
    row = told(BY_LAW, SHELTER, kind="POLICE")
    person = register(by=SYSTEM, report=row, new=True)
    ask(by=SYSTEM, report=row, question="Wat is de leeftijd?")
    assert purposes_on_consent(row) == ["SHELTER"]
    assert done(end(row)) == {Consequence.SHARING_STOPPED: 1}
    assert Identity.objects.get().person == person
    assert ReportIdentity.objects.get().surname == MARKER
    assert latest_status(row) == "QUESTION"


def test_a_name_stays_in_the_report_for_the_purpose_that_goes_on() -> None:
    row = told(BY_CONSENT, SHELTER)
    register(by=SYSTEM, report=row, new=True)
    listed = done(end(row, "REGISTRATION"))
    assert listed[Consequence.COPIES_ERASED] == 2
    assert Consequence.NAMES_ERASED not in listed
    assert not Identity.objects.exists()
    assert ReportIdentity.objects.get().surname == MARKER
    assert done(end(row, "SHELTER"))[Consequence.NAMES_ERASED] == 1
    assert places_that_tell() == set()


def test_nobody_recognises_the_person_by_it_later() -> None:
    row = told()
    person = register(by=SYSTEM, report=row, new=True)
    end(row)
    later = told(reference="later")
    assert register(by=SYSTEM, report=later) != person
    assert [one.person for one in possible_same(row, user=SYSTEM)] == []
    alone = Membership.objects.open().get(report=row).person
    found = seeker().find(SearchTerms(names=MARKER, date_of_birth="2001-02-03"), SYSTEM)
    assert [one.report for one in found] == [later]
    assert alone not in [one.person for one in found]


def test_the_report_is_parted_from_a_person_whom_another_named() -> None:
    theirs = told(BY_LAW, kind="POLICE")
    person = register(by=SYSTEM, report=theirs, new=True)
    row = told(reference="mine")
    register(by=SYSTEM, report=row, person=person)
    end(row)
    assert [one.report for one in memberships(person, SYSTEM)] == [theirs]
    assert Membership.objects.open().get(report=row).person != person
    assert Identity.objects.get().report == theirs


def test_whether_others_reported_does_not_show() -> None:
    lone = told(reference="lone")
    register(by=SYSTEM, report=lone, new=True)
    theirs = told(BY_LAW, kind="POLICE")
    person = register(by=SYSTEM, report=theirs, new=True)
    shared = told(reference="shared")
    register(by=SYSTEM, report=shared, person=person)
    assert done(end(lone)) == done(end(shared))


def test_once_is_enough() -> None:
    row = told()
    end(row)
    with pytest.raises(NothingToWithdrawError):
        end(row)
    assert ConsentWithdrawal.objects.count() == 1


def test_the_day_is_not_to_come() -> None:
    row = told()
    with pytest.raises(ValidationError):
        end(row, on=date(2999, 1, 1))
    with pytest.raises(ValidationError):
        end(row, given_by="NEIGHBOUR")


def test_another_organisation_may_not() -> None:
    stranger = user(Role.REPORTER)
    with pytest.raises(PermissionDenied):
        end(told(), by=stranger)


def test_a_correction_does_not_bring_the_name_back() -> None:
    row = told()
    before = data_of(Report.objects.with_rows().get(pk=row.pk))
    end(row)
    with pytest.raises(ValidationError) as refusal:
        correct(by=SYSTEM, report=row, data=before)
    assert list(refusal.value.message_dict) == ["consent_date"]
    assert places_that_tell() == set()


@pytest.mark.parametrize(
    ("purposes", "field"),
    [
        ((PurposeData("REGISTRATION", "LEGITIMATE_INTEREST"),), "surname"),
        ((PurposeData("REGISTRATION", "CONSENT_VICTIM"),), "consent_date"),
        ((PurposeData("REGISTRATION", "CONSENT_PARENT", PartialDate(2024)),), "consent_date"),
    ],
)
def test_no_other_ground_and_no_old_consent_opens_the_way(purposes, field) -> None:
    row = told()
    end(row)
    again = data("2024-05-02", kind="SHELTER", purposes=purposes, surname=MARKER)
    with pytest.raises(ValidationError) as refusal:
        correct(by=SYSTEM, report=row, data=again)
    assert list(refusal.value.message_dict) == [field]


def test_new_consent_does() -> None:
    row = told()
    end(row, on=date(2024, 6, 1))
    given_again = PurposeData("REGISTRATION", "CONSENT_VICTIM", PartialDate(2024, 6, 2))
    again = data("2024-05-02", kind="SHELTER", purposes=(given_again,), surname=MARKER)
    new = correct(by=SYSTEM, report=row, data=again)
    assert new.identity.surname == MARKER
    assert purposes_on_consent(new) == ["REGISTRATION"]


def test_a_correction_of_facts_alone_is_welcome() -> None:
    row = told()
    end(row)
    facts = data_of(Report.objects.with_rows().get(pk=row.pk))
    assert not facts.has_identity
    assert [one.legal_basis for one in facts.purposes] == [NO_IDENTITY]
    assert correct(by=SYSTEM, report=row, data=facts).corrects_id == row.pk


def test_the_same_report_sent_anew_is_refused_by_its_reference() -> None:
    row = told()
    scope, reference = row.identity.scope, row.identity.reporter_reference
    end(row)
    assert numbers_by_reference([(scope, reference)]) == {(scope, reference): row.number}
    anew = data(2024, kind="SHELTER", purposes=(BY_CONSENT,), surname=MARKER, age=20)
    with pytest.raises(ReferenceInUseError) as refusal:
        receive(
            by=SYSTEM,
            data=anew.__class__(**{**vars(anew), "reporter_reference": reference}),
            channel="FILE",
            organisation=row.organisation,
        )
    assert refusal.value.number == row.number
    assert places_that_tell() == set()


class AnyMixOfGrounds(TestCase):
    """Whatever grounds a report has: a name remains exactly where one of them remains."""

    @settings(max_examples=25, deadline=None)
    @given(
        grounds=st.dictionaries(
            st.sampled_from(EVERYTHING),
            st.sampled_from(["CONSENT_VICTIM", "CONSENT_PARENT", "BPG_4_2", NO_IDENTITY]),
            min_size=1,
        ),
        ended=st.sets(st.sampled_from(EVERYTHING)),
    )
    def test_a_name_needs_a_ground(self, grounds, ended) -> None:
        if not allows_identity(grounds.values()):
            return
        row = told(*(PurposeData(purpose, basis) for purpose, basis in grounds.items()))
        register(by=SYSTEM, report=row, new=True)
        try:
            end(row, *(ended or EVERYTHING))
        except NothingToWithdrawError:
            return
        purposes = row.purposes.select_related("withdrawn")
        left = allows_identity(standing_bases(purposes))
        assert bool(ReportIdentity.objects.get(pk=row.pk).surname) == left
        registered = [one for one in purposes if one.purpose == "REGISTRATION"] or list(purposes)
        assert Identity.objects.filter(report=row).exists() == allows_identity(
            standing_bases(registered)
        )
        assert ReportStatus.objects.filter(report=row).exists() != left
