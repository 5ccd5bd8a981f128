"""Reports come in, once; they are encrypted, logged, and never changed."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fields import blind
from schakel.register.intake.actions import (
    NotPossibleError,
    ReferenceInUseError,
    answer,
    ask,
    correct,
    receive,
    receive_many,
    withdraw,
)
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.models import ImportBatch, Report, ReportIdentity
from schakel.register.intake.queries import latest_status

pytestmark = pytest.mark.django_db


def raw_text() -> str:
    """Everything that stands in the tables of intake, as it stands there."""
    rows = []
    with connection.cursor() as cursor:
        tables = [
            t for t in connection.introspection.table_names(cursor) if t.startswith("intake_")
        ]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names from the database itself
            rows += cursor.fetchall()
    return repr(rows)


def test_a_report_keeps_what_was_said(officer, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    report = Report.objects.with_rows().get(number=report.number)
    assert report.organisation == police
    assert report.police_unit_id == "MN"
    assert (report.reported_on, report.year) == ("2024-05-03", 2024)
    assert report.age_group == "AGE_23_30"  # 23 on that day
    assert report.share_level == "IDENTIFIED"
    assert report.residence_status == "UNKNOWN"
    assert report.sub3_only is None
    assert [(f.form, f.sector, f.main) for f in report.forms.all()] == [
        ("SEXUAL", "HOTEL", True),
        ("LABOUR", "", False),
    ]
    assert {n.country_id for n in report.nationalities.all()} == {"NL", "PL"}
    assert report.identity.surname == "Zonnebloem"
    assert report.entered_by == officer.number


def test_nothing_personal_stands_in_the_columns_in_clear(officer, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    withdraw(by=officer, report=report, reason="Geheime reden")
    stored = raw_text()
    assert report.number in stored
    for secret in ("Zonnebloem", "Mirabella", "2001-02-28", "PL-2024-001", "sleutel-77"):
        assert secret not in stored
    assert "Vertrouwelijke" not in stored
    assert "Geheime" not in stored


def test_the_log_names_fields_but_no_values(officer, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    line = about("report", report.number).get()
    assert line.event == Event.CREATE
    assert "surname" in line.data
    assert "Zonnebloem" not in repr(vars(line))


def test_the_same_person_has_the_same_indexes_whatever_the_spelling(officer, police, identified):
    first = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    again = replace(identified, surname="zonne-BLOEM", reporter_reference="PL-2024-002")
    second = receive(by=officer, data=again, channel="PORTAL", organisation=police)
    assert first.identity.exact_index == second.identity.exact_index != ""
    found = blind(ReportIdentity, "person_key_index", police.number, "sleutel-77")
    assert ReportIdentity.objects.filter(person_key_index=found).count() == 2


def test_keys_of_different_senders_never_meet(system, officer, police, shelter, identified):
    first = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    other = replace(identified, purposes=(PurposeData("REGISTRATION", "CONSENT_VICTIM"),))
    second = receive(by=system, data=other, channel="PORTAL", organisation=shelter)
    assert first.identity.person_key_index != second.identity.person_key_index
    assert second.reporter_type == "SHELTER"


def test_too_little_to_find_by_gives_no_index(officer, police, identified):
    vague = replace(
        identified, date_of_birth=PartialDate(2001), person_key="", reporter_reference=""
    )
    report = receive(by=officer, data=vague, channel="PORTAL", organisation=police)
    identity = report.identity
    assert (identity.exact_index, identity.person_key_index, identity.reference_index) == (
        "",
        "",
        "",
    )
    assert report.share_level == "PARTIAL"


def test_a_second_sending_is_the_same_report(officer, police, identified):
    token = replace(identified, token="abc")
    first = receive(by=officer, data=token, channel="PORTAL", organisation=police)
    second = receive(by=officer, data=token, channel="PORTAL", organisation=police)
    assert first == second
    assert Report.objects.count() == 1
    assert about("report", first.number).count() == 1


def test_a_used_reference_is_refused_with_the_number_of_the_report(officer, police, identified):
    first = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    changed = replace(identified, gender="MALE")
    with pytest.raises(ReferenceInUseError) as refusal:
        receive(by=officer, data=changed, channel="PORTAL", organisation=police)
    assert refusal.value.number == first.number


def test_a_reporter_cannot_send_for_another_organisation(officer, shelter, identified):
    with pytest.raises(PermissionDenied):
        receive(by=officer, data=identified, channel="PORTAL", organisation=shelter)
    with pytest.raises(PermissionDenied):
        receive(by=officer, data=identified, channel="PORTAL")
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"gender": "WOMAN"}, "gender"),
        ({"reported_on": PartialDate(2090)}, "reported_on"),
        ({"date_of_birth": PartialDate(2025)}, "date_of_birth"),
        ({"age": 150}, "age"),
        ({"purposes": ()}, "purposes"),
        ({"purposes": (PurposeData("REGISTRATION", "NO_IDENTITY"),)}, "surname"),
    ],
)
def test_what_cannot_be_is_refused(officer, police, identified, change, column):
    with pytest.raises(ValidationError) as refusal:
        receive(
            by=officer,
            data=replace(identified, **change),
            channel="PORTAL",
            organisation=police,
        )
    assert column in refusal.value.message_dict


def test_the_database_refuses_to_change_a_report(officer, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(gender="MALE")
    report.gender = "MALE"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        report.save()
    assert Report.objects.get(pk=report.pk).gender == "FEMALE"
    Report.objects.filter(pk=report.pk).delete()  # retention may


def test_a_correction_is_a_new_report_and_the_old_one_no_longer_counts(officer, police, identified):
    old = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    better = replace(identified, gender="MALE")
    new = correct(by=officer, report=old, data=better)
    assert new.corrects == old
    assert latest_status(old) == "CORRECTED"
    assert list(Report.objects.standing()) == [new]
    assert correct(by=officer, report=old, data=better) == new  # the same sending again
    with pytest.raises(NotPossibleError):
        correct(by=officer, report=old, data=replace(identified, gender="X"))
    assert Report.objects.count() == 2


def test_a_withdrawn_report_stays_but_does_not_count(officer, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    withdraw(by=officer, report=report, reason="Dubbel gestuurd")
    assert latest_status(report) == "WITHDRAWN"
    assert not Report.objects.standing().exists()
    with pytest.raises(NotPossibleError):
        withdraw(by=officer, report=report, reason="Nog eens")
    # The reference is free again.
    receive(by=officer, data=replace(identified, gender="X"), channel="PORTAL", organisation=police)


def test_a_question_and_its_answer_stand_in_the_history(officer, registrar, police, identified):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    with pytest.raises(PermissionDenied):
        ask(by=officer, report=report, question="Mag dit?")
    ask(by=registrar, report=report, question="Welk jaar?")
    answer(by=officer, report=report, text="2024")
    assert [row.status for row in report.statuses.all()] == ["QUESTION", "ANSWERED"]
    assert [row.note for row in report.statuses.all()] == ["Welk jaar?", "2024"]


def test_another_organisation_cannot_correct_or_withdraw(
    officer, shelter_worker, police, identified
):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    with pytest.raises(PermissionDenied):
        correct(by=shelter_worker, report=report, data=identified)
    with pytest.raises(PermissionDenied):
        withdraw(by=shelter_worker, report=report, reason="")


def test_many_rows_become_reports_in_order_and_repeats_stay_unchanged(system):
    purposes = (PurposeData("REGISTRATION", "NO_IDENTITY"),)
    rows = [
        ReportData("POLICE", scope="source:lists", person_key=key, purposes=purposes)
        for key in ("a", "b", "a", "c")
    ]
    batch = ImportBatch.objects.create(format="LISTS", sha256="0" * 64, source="lists", by="x")
    received = receive_many(by=system, rows=rows, batch=batch, channel="LISTS")
    keys = [report.identity.person_key for report in received.reports]
    assert keys == ["a", "b", "c"]
    assert received.unchanged == [received.reports[0]]
    again = receive_many(by=system, rows=rows, batch=batch, channel="LISTS")
    assert again.reports == []
    assert len(again.unchanged) == 4
    assert Report.objects.count() == 3
    stored = ReportIdentity.objects.get(report=received.reports[1])
    assert stored.person_key_index == blind(ReportIdentity, "person_key_index", "source:lists", "b")


def test_many_rows_cost_few_queries(system, django_assert_max_num_queries):
    purposes = (PurposeData("REGISTRATION", "NO_IDENTITY"),)
    rows = [
        ReportData("POLICE", scope="source:lists", person_key=str(n), purposes=purposes)
        for n in range(300)
    ]
    batch = ImportBatch.objects.create(format="LISTS", sha256="0" * 64, source="lists", by="x")
    with django_assert_max_num_queries(40):
        receive_many(by=system, rows=rows, batch=batch, channel="LISTS")
