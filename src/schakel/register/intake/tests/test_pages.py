"""What reporters see and send, through the pages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import ask, correct, receive, withdraw
from schakel.register.intake.models import Report, ReportDraft
from schakel.register.intake.queries import latest_status
from schakel.register.intake.tests.browsing import filled, send, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def as_shelter(client, shelter_worker):
    client.force_login(shelter_worker)
    return client


@pytest.fixture
def report(officer, police, identified):
    return receive(by=officer, data=identified, channel="PORTAL", organisation=police)


def test_a_minimal_report_needs_a_reference_and_nothing_else(as_shelter, shelter):
    answer = send(as_shelter, reporter_reference="K-9")
    report = Report.objects.with_rows().get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("intake:detail", args=[report.number])
    assert report.organisation == shelter
    assert report.share_level == "NONE"
    assert [p.legal_basis for p in report.purposes.all()] == ["NO_IDENTITY"]
    receipt = as_shelter.get(answer["Location"]).content.decode()
    assert report.number in receipt
    assert "K-9" in receipt


def test_a_double_click_makes_one_report_and_shows_the_same_receipt(as_shelter):
    address = write(as_shelter, reporter_reference="K-9").replace("/check/", "/send/")
    first = as_shelter.post(address)
    second = as_shelter.post(address)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_two_reports_with_one_reference_are_told_apart(as_shelter):
    send(as_shelter, reporter_reference="K-9")
    address = reverse("intake:new")
    again = as_shelter.post(address, filled(as_shelter, address, reporter_reference="K-9"))
    assert again.status_code == 200
    assert Report.objects.get().number in again.content.decode()


def test_the_form_asks_no_name_without_consent(as_shelter):
    address = write(as_shelter, reporter_reference="K-9").replace("/check/", "/person/")
    form = as_shelter.get(address).context["form"]
    assert not {"surname", "given_names", "date_of_birth"} & set(form.fields)
    purpose = address.replace("/person/", "/purpose/")
    as_shelter.post(purpose, filled(as_shelter, purpose, consent="CONSENT_VICTIM"))
    form = as_shelter.get(address).context["form"]
    assert {"surname", "given_names", "date_of_birth"} <= set(form.fields)


def test_a_name_sent_to_the_form_without_names_is_not_taken_in(as_shelter):
    address = write(as_shelter, reporter_reference="K-9").replace("/check/", "/person/")
    as_shelter.post(address, {**filled(as_shelter, address), "surname": "Zonnebloem"})
    as_shelter.post(address.replace("/person/", "/send/"))
    assert Report.objects.get().identity.surname == ""


def test_a_report_with_consent_holds_the_name_and_the_ground(as_shelter):
    send(
        as_shelter,
        reporter_reference="K-9",
        surname="Zonnebloem",
        consent="CONSENT_VICTIM",
        consent_date_2="2026",
        date_of_birth_2="2001",
    )
    report = Report.objects.with_rows().get()
    (purpose,) = report.purposes.all()
    assert (purpose.legal_basis, purpose.consent_date) == ("CONSENT_VICTIM", "2026")
    assert report.identity.surname == "Zonnebloem"


def test_the_police_report_names_without_consent_for_registration_only(as_officer):
    send(
        as_officer,
        reporter_reference="PL-1",
        surname="Zonnebloem",
        purposes=["REGISTRATION", "SHELTER"],
    )
    report = Report.objects.with_rows().get()
    bases = {p.purpose: p.legal_basis for p in report.purposes.all()}
    assert bases == {"REGISTRATION": "BPG_4_2", "SHELTER": "NO_IDENTITY"}
    assert report.police_unit_id == "MN"


def test_errors_stand_beside_the_field_and_nothing_is_stored(as_officer):
    address = reverse("intake:new")
    values = filled(as_officer, address, reporter_reference="PL-1", reported_on_2="2099")
    answer = as_officer.post(address, values)
    assert answer.context["form"].errors.keys() == {"reported_on"}
    assert not Report.objects.exists()
    assert not ReportDraft.objects.exists()


def test_a_reporter_sees_only_reports_of_its_own_organisation(
    as_shelter, report, shelter_worker, shelter, identified
):
    content = as_shelter.get(reverse("intake:own")).content.decode()
    assert report.number not in content
    for name in ("intake:detail", "intake:correct", "intake:withdraw"):
        address = reverse(name, args=[report.number])
        assert as_shelter.get(address).status_code == 404
        assert as_shelter.post(address, {"reason": "x"}).status_code == 404
    assert latest_status(report) == "RECEIVED"


def test_the_list_shows_own_reports_with_status_and_narrows(as_officer, officer, report):
    withdraw(by=officer, report=report, reason="dubbel")
    address = reverse("intake:own")
    content = as_officer.get(address).content.decode()
    assert report.number in content
    assert "PL-2024-001" in content
    assert "Zonnebloem" not in content
    assert report.number in as_officer.get(f"{address}?status=WITHDRAWN").content.decode()
    assert report.number not in as_officer.get(f"{address}?status=RECEIVED").content.decode()
    assert (
        report.number
        in as_officer.get(f"{address}?number={report.number.lower()}").content.decode()
    )
    assert report.number not in as_officer.get(f"{address}?year=1999").content.decode()
    assert as_officer.get(f"{address}?year=abc&page=zz").status_code == 200


def test_the_list_costs_as_many_queries_for_many_reports(
    as_officer, officer, police, identified, django_assert_max_num_queries
):
    for n in range(30):
        data = type(identified)("POLICE", reporter_reference=f"R{n}", purposes=identified.purposes)
        receive(by=officer, data=data, channel="PORTAL", organisation=police)
    as_officer.get(reverse("intake:own"))
    with django_assert_max_num_queries(12):
        answer = as_officer.get(reverse("intake:own"))
    assert answer.content.decode().count("R2") >= 1


def test_a_report_page_costs_a_bounded_number_of_queries_and_is_logged(
    as_officer, report, django_assert_max_num_queries
):
    address = reverse("intake:detail", args=[report.number])
    with django_assert_max_num_queries(30):
        content = as_officer.get(address).content.decode()
    assert "Zonnebloem" in content  # one's own report shows what one sent
    seen = about("report", report.number).filter(event=Event.VIEW).get()
    assert "identity" in seen.data


def test_a_correction_starts_from_what_was_sent(as_officer, report):
    address = reverse("intake:correct", args=[report.number])
    values = filled(as_officer, address)
    assert values["surname"] == "Zonnebloem"
    assert (values["main_form"], values["sector"]) == ("SEXUAL", "HOTEL")
    assert values["other_forms"] == ["LABOUR"]
    answer = as_officer.post(address, {**values, "gender": "MALE"})
    new = Report.objects.get(corrects=report)
    assert answer["Location"] == reverse("intake:detail", args=[new.number])
    assert new.gender == "MALE"
    assert new.identity.surname == "Zonnebloem"
    assert (
        new.number
        in as_officer.get(reverse("intake:detail", args=[report.number])).content.decode()
    )
    assert as_officer.get(address).status_code == 404  # a report is corrected once


def test_withdrawing_asks_for_a_reason(as_officer, report):
    address = reverse("intake:withdraw", args=[report.number])
    assert as_officer.post(address, {"reason": ""}).status_code == 200
    assert latest_status(report) == "RECEIVED"
    as_officer.post(address, {"reason": "Dubbel gestuurd"})
    assert latest_status(report) == "WITHDRAWN"


def test_a_citizen_service_number_is_refused_in_reasons_answers_and_corrections(
    as_officer, registrar, report
):
    text = "zie BSN 123456782"
    for name, data in (("withdraw", {"reason": text}), ("correct", {"note": text})):
        address = reverse(f"intake:{name}", args=[report.number])
        refused = as_officer.post(address, {**filled(as_officer, address), **data})
        assert refused.context["form"].errors
    ask(by=registrar, report=report, question="Welke gemeente?")
    as_officer.post(reverse("intake:detail", args=[report.number]), {"answer": text})
    assert latest_status(report) == "QUESTION"
    with pytest.raises(ValidationError):
        withdraw(by=registrar, report=report, reason=text)
    assert Report.objects.count() == 1


def test_a_question_is_answered_on_the_page(as_officer, registrar, report):
    ask(by=registrar, report=report, question="Welke gemeente?")
    address = reverse("intake:detail", args=[report.number])
    assert "Welke gemeente?" in as_officer.get(address).content.decode()
    as_officer.post(address, {"answer": "Utrecht"})
    assert latest_status(report) == "ANSWERED"


def test_the_centre_takes_a_report_by_telephone(client, registrar, police):
    client.force_login(registrar)
    send(client, reporter_reference="TEL-1", organisation=police.pk, channel="PHONE")
    report = Report.objects.get()
    assert (report.organisation, report.channel) == (police, "PHONE")
    assert report.police_unit_id == "MN"


def test_the_centre_must_say_for_whom(client, registrar, police):
    client.force_login(registrar)
    address = reverse("intake:new")
    answer = client.post(address, filled(client, address, reporter_reference="TEL-1"))
    assert "organisation" in answer.context["form"].errors
    assert not ReportDraft.objects.exists()


def test_somebody_with_two_organisations_chooses(as_shelter, shelter_worker, police):
    Mandate.objects.create(user=shelter_worker, organisation=police, role=Role.REPORTER)
    assert "organisation" in as_shelter.get(reverse("intake:new")).context["form"].fields
    send(as_shelter, reporter_reference="X", organisation=police.pk)
    assert Report.objects.get().organisation == police


def test_a_page_never_tells_whether_others_know_the_person(
    as_shelter, officer, police, system, shelter, identified, report
):
    """The same person twice, by two organisations: the pages of both look as if there were one."""
    answer = send(
        as_shelter,
        reporter_reference="K-9",
        surname=identified.surname,
        given_names=identified.given_names,
        consent="CONSENT_VICTIM",
        date_of_birth_0="28",
        date_of_birth_1="2",
        date_of_birth_2="2001",
    )
    receipt = as_shelter.get(answer["Location"]).content.decode()
    assert report.number not in receipt
    assert police.name not in receipt


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_downloads(as_officer, kind):
    answer = as_officer.get(reverse("intake:template", args=[kind]))
    assert answer.status_code == 200
    assert f"reports.{kind}" in answer["Content-Disposition"]


def test_an_analyst_has_no_business_here(client, new_user, shelter):
    client.force_login(new_user(shelter, Role.ANALYST))
    for name in ("intake:own", "intake:new"):
        assert client.get(reverse(name)).status_code == 403


def test_a_corrected_report_of_the_list_says_so(as_officer, officer, report, identified):
    correct(by=officer, report=report, data=identified)
    assert "vervangen" in as_officer.get(reverse("intake:own")).content.decode()
