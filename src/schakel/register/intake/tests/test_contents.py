"""What a report can say, and what is kept of it: everything, as it was said."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from schakel.foundation.terms.answers import answers_apart
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.actions import correct, receive
from schakel.register.intake.data import CountryData, FormData, PurposeData, ReportData
from schakel.register.intake.models import Report, ReportNationality, ReportPlace
from schakel.register.intake.queries import data_of
from schakel.register.intake.tests.contents import CONTENTS
from schakel.register.intake.validation import FREE_TEXTS, SERVICE_NUMBER, problems

pytestmark = pytest.mark.django_db
IN_A_ROW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def kept(data: ReportData, system, police) -> ReportData:
    """What is read back of a report that said `data`."""
    report = receive(by=system, data=data, channel="API", organisation=police)
    return data_of(Report.objects.with_rows().get(pk=report.pk))


@IN_A_ROW
@given(data=CONTENTS)
def test_whatever_a_report_says_is_read_back_as_it_was_said(data, system, police):
    assert list(problems(data)) == []
    with transaction.atomic():
        assert kept(data, system, police) == data.sent_by(police)
        transaction.set_rollback(True)


@IN_A_ROW
@given(data=CONTENTS)
def test_the_content_has_one_text(data):
    assert data.canonical() == replace(data, line=7, token="t").canonical()
    said = replace(data, control_means=())
    assert (said.canonical() == data.canonical()) == (data.control_means == ())


def test_texts_of_earlier_reports_stay_as_they_were():
    """Fingerprints of what was received before these questions existed must find it again."""
    data = ReportData(
        reporter_type="POLICE",
        date_of_birth=PartialDate(2001, 2, 28),
        nationalities=("NL",),
        forms=(FormData("SEXUAL", "HOTEL"),),
        purposes=(PurposeData("REGISTRATION", "BPG_4_2"),),
    )
    assert data.canonical() == (
        '{"date_of_birth":"2001-02-28","domestic_crossborder":"UNKNOWN",'
        '"forms":[{"form":"SEXUAL","sector":"HOTEL"}],"gender":"UNKNOWN","nationalities":["NL"],'
        '"police_report_status":"UNKNOWN",'
        '"purposes":[{"legal_basis":"BPG_4_2","purpose":"REGISTRATION"}],'
        '"reflection_period_status":"UNKNOWN","reporter_type":"POLICE",'
        '"residence_status":"UNKNOWN"}'
    )


def said(**changes) -> ReportData:
    basis = (PurposeData("REGISTRATION", "BPG_4_2"),)
    return ReportData(reporter_type="POLICE", purposes=basis, **changes)


def wrong(data: ReportData) -> list[tuple[str, str]]:
    return list(problems(data, today=PartialDate(2024, 6, 1)))


@pytest.mark.parametrize("name", FREE_TEXTS)
def test_no_text_may_hold_a_service_number(name):
    assert (name, SERVICE_NUMBER) in wrong(said(**{name: "nr. 123.456.782"}))


def test_an_answer_and_the_lack_of_one_do_not_go_together():
    assert wrong(said(control_means=("NONE", "DEBT_BONDAGE"))) == [
        ("control_means", "answer_and_none")
    ]
    assert wrong(said(nationalities=("NL", "NOT_ASKED"))) == [("nationalities", "answer_and_none")]
    assert wrong(said(nationalities=("REFUSED",), control_means=("NONE",))) == []


def test_codes_and_parts_that_do_not_exist_are_refused():
    assert wrong(said(recruitment_methods=("MAGIC",))) == [("recruitment_methods", "unknown_code")]
    assert wrong(said(countries=(CountryData("NL", "HOLIDAY"),))) == [("countries", "unknown_code")]


def test_a_period_lies_in_a_life_and_in_the_past():
    born = PartialDate(2000)
    assert wrong(said(date_of_birth=born, periods=(PartialPeriod.parse("1998/1999"),))) == [
        ("periods", "before_birth")
    ]
    assert wrong(said(periods=(PartialPeriod.parse("2025/.."),))) == [("periods", "in_future")]
    assert wrong(said(periods=(PartialPeriod.parse("2025~/.."),))) == []
    assert wrong(said(date_of_birth=born, periods=(PartialPeriod.parse("2000/2023"),))) == []


def test_the_dates_of_an_act_are_never_rough():
    rough = PartialDate(2024, about=True)
    assert wrong(said(reported_on=rough)) == [("reported_on", "exact_date")]
    consent = (PurposeData("REGISTRATION", "CONSENT_VICTIM", rough),)
    assert wrong(replace(said(), purposes=consent)) == [("consent_date", "exact_date")]
    later = replace(consent[0], consent_date=PartialDate(2025))
    assert wrong(replace(said(), purposes=(later,))) == [("consent_date", "in_future")]


@pytest.mark.parametrize(
    ("reporter_type", "unit", "code"),
    [
        ("POLICE", "MN", ""),
        ("POLICE", "LE", ""),
        ("POLICE", "KMS", "region_of_others"),
        ("KMAR", "KMS", ""),
        ("KMAR", "MN", "region_of_others"),
        ("NLA", "MN", "region_not_asked"),
        ("NLA", None, ""),
        ("CARE_COORDINATION", "OB", ""),
        ("POLICE", "nowhere", "region_of_others"),
    ],
)
def test_a_region_fits_the_kind_of_reporter(reporter_type, unit, code):
    data = replace(said(police_unit=unit), reporter_type=reporter_type)
    assert wrong(data) == ([("police_unit", code)] if code else [])


def test_the_region_of_an_organisation_that_reports_without_one_is_left_out(police):
    police.reporter_type = "NLA"
    assert said().sent_by(police).police_unit is None
    police.reporter_type = "POLICE"
    assert said().sent_by(police).police_unit == "MN"


def test_ages_are_kept_as_far_as_the_dates_tell(system, police):
    data = said(
        reported_on=PartialDate(2024, 5, 3),
        date_of_birth=PartialDate(2007),
        periods=(PartialPeriod.parse("2022-09/2023"), PartialPeriod.parse("2021~/2021")),
    )
    report = receive(by=system, data=data, channel="API", organisation=police)
    report.refresh_from_db()
    assert report.ages == (16, 17)
    assert report.age_group == "AGE_15_17"
    assert report.starting_ages == (12, 15)


def test_a_correction_keeps_the_parts_and_the_old_report_its_own(system, police):
    first = said(periods=(PartialPeriod.parse("2019/.."),), control_means=("DEBT_BONDAGE",))
    report = receive(by=system, data=first, channel="API", organisation=police)
    new = correct(
        by=system, report=report, data=replace(first, periods=(PartialPeriod.parse("2019/2020"),))
    )
    texts = {one.pk: str(one.periods.get()) for one in Report.objects.all()}
    assert texts == {report.pk: "2019/..", new.pk: "2019/2020"}
    assert [one.code for one in new.circumstances.all()] == ["DEBT_BONDAGE"]


def test_a_place_is_a_municipality_or_a_country(system, police):
    report = receive(by=system, data=said(), channel="API", organisation=police)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportPlace.objects.create(report=report, municipality_id="GM0363", country_id="NL")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportPlace.objects.create(report=report)


def test_a_row_from_before_says_stateless(system, police):
    report = receive(by=system, data=said(), channel="API", organisation=police)
    assert ReportNationality(report=report).code == "STATELESS"


@pytest.mark.parametrize(
    "name", ["residence_status", "police_report_status", "reflection_period_status"]
)
def test_answers_that_are_none_stand_apart(name):
    answers, none = answers_apart(name)
    assert [code for code, _label in none] == ["NOT_ASKED", "REFUSED", "UNKNOWN"]
    assert not {code for code, _label in answers} & {code for code, _label in none}
    if name != "residence_status":
        assert "NONE" in dict(answers)
