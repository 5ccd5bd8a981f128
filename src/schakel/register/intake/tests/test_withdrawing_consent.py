"""Taking consent back on the screen: what will happen, what was done, and the difference with withdrawing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from schakel.register.intake.actions import receive, withdraw
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.models import ConsentWithdrawal, ReportIdentity

pytestmark = pytest.mark.django_db
CONSENT = PurposeData("REGISTRATION", "CONSENT_VICTIM")
HELP = PurposeData("SHELTER", "CONSENT_VICTIM")
LAW = PurposeData("REGISTRATION", "BPG_4_2")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


@pytest.fixture
def reported(system, shelter):
    def make(*purposes: PurposeData, organisation=shelter):
        data = ReportData(
            reporter_type=organisation.reporter_type,
            reporter_reference="L-12",
            surname="Zonnebloem",
            person_key="sleutel",
            purposes=purposes or (CONSENT, HELP),
        )
        return receive(by=system, data=data, channel="PORTAL", organisation=organisation)

    return make


def address(name: str, report) -> str:
    return reverse(f"intake:{name}", args=[report.number])


def today(**more) -> dict[str, object]:
    day = timezone.localdate()
    return {
        "withdrawn_on_0": day.day,
        "withdrawn_on_1": day.month,
        "withdrawn_on_2": day.year,
        "given_by": "PERSON",
        **more,
    }


def filled_in(page) -> dict[str, object]:
    """What a browser sends when the form is sent as it is shown."""
    form = page.context["form"]
    day = form["withdrawn_on"].field.widget.decompress(form["withdrawn_on"].value())
    return {
        "purposes": form["purposes"].value(),
        "given_by": form["given_by"].value(),
        **{f"withdrawn_on_{place}": part for place, part in enumerate(day)},
    }


def test_one_page_and_one_button(client, shelter_worker, reported) -> None:
    report = reported()
    client.force_login(shelter_worker)
    assert address("withdraw-consent", report) in client.get(address("detail", report)).text
    page = client.get(address("withdraw-consent", report))
    assert "Dit kan niet ongedaan worden gemaakt" in page.text
    answer = client.post(address("withdraw-consent", report), filled_in(page), follow=True)
    assert answer.redirect_chain == [(address("consent-withdrawn", report), 302)]
    assert "Namen gewist" in answer.text
    assert "Zonnebloem" not in client.get(address("detail", report)).text
    assert ReportIdentity.objects.get().surname == ""


def test_what_was_done_can_be_read_again_by_both_sides(
    client, shelter_worker, registrar, reported
) -> None:
    report = reported()
    client.force_login(registrar)
    client.post(
        address("withdraw-consent", report), today(purposes=["REGISTRATION"], given_by="PARENT")
    )
    for reader in (shelter_worker, registrar):
        client.force_login(reader)
        page = client.get(address("consent-withdrawn", report)).text
        assert "een ouder of voogd" in page
        assert "data-print" in page
        own_page = client.get(address("detail", report), follow=True)
        assert address("consent-withdrawn", report) in own_page.text


def test_the_police_are_told_that_the_registration_stays(client, officer, police, reported) -> None:
    report = reported(LAW, HELP, organisation=police)
    client.force_login(officer)
    page = client.get(address("withdraw-consent", report))
    assert "De registratie rust op een andere grondslag" in page.text
    answer = client.post(address("withdraw-consent", report), filled_in(page), follow=True)
    assert "De registratie, met de naam en de geboortedatum" in answer.text
    assert ReportIdentity.objects.get().surname == "Zonnebloem"


def test_without_consent_there_is_nothing_to_withdraw(client, officer, police, reported) -> None:
    report = reported(LAW, organisation=police)
    client.force_login(officer)
    assert address("withdraw-consent", report) not in client.get(address("detail", report)).text
    assert client.get(address("withdraw-consent", report)).status_code == 404
    assert client.get(address("consent-withdrawn", report)).status_code == 404


def test_a_second_click_leads_to_what_was_done(client, shelter_worker, reported) -> None:
    report = reported()
    client.force_login(shelter_worker)
    sent = today(purposes=["REGISTRATION", "SHELTER"])
    for _click in range(2):
        answer = client.post(address("withdraw-consent", report), sent)
        assert answer["Location"] == address("consent-withdrawn", report)
    assert ConsentWithdrawal.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"purposes": []},
        {"purposes": ["INFO_ADVICE"]},
        {"given_by": "NEIGHBOUR"},
        {"withdrawn_on_0": ""},
        {"withdrawn_on_2": "2999"},
    ],
)
def test_what_is_not_right_is_said(client, shelter_worker, reported, wrong) -> None:
    report = reported()
    client.force_login(shelter_worker)
    sent = today(purposes=["REGISTRATION"]) | wrong
    answer = client.post(address("withdraw-consent", report), sent)
    assert answer.context["form"].errors
    assert not ConsentWithdrawal.objects.exists()


def test_withdrawing_the_report_erases_nothing_and_says_so(
    client, shelter_worker, reported
) -> None:
    report = reported()
    client.force_login(shelter_worker)
    assert address("withdraw-consent", report) in client.get(address("withdraw", report)).text
    withdraw(by=shelter_worker, report=report, reason="dubbel")
    assert ReportIdentity.objects.get().surname == "Zonnebloem"
    page = client.get(address("withdraw-consent", report))
    client.post(address("withdraw-consent", report), filled_in(page))
    assert ReportIdentity.objects.get().surname == ""


def test_a_correction_says_why_the_name_may_not_come_back(client, shelter_worker, reported) -> None:
    report = reported(CONSENT)
    client.force_login(shelter_worker)
    client.post(address("withdraw-consent", report), today(purposes=["REGISTRATION"]))
    form = client.get(address("correct", report)).context["form"]
    assert not form.with_identity
    sent = {
        "token": "x",
        "reporter_reference": "L-13",
        "purposes": ["REGISTRATION"],
        "person_key": "sleutel",
        "gender": "UNKNOWN",
        "residence_status": "UNKNOWN",
        "domestic_crossborder": "UNKNOWN",
        "main_form": "UNKNOWN",
        "police_report_status": "UNKNOWN",
        "reflection_period_status": "UNKNOWN",
    }
    answer = client.post(address("correct", report), sent)
    assert "person_key" in answer.context["form"].errors
    assert client.post(address("correct", report), sent | {"person_key": ""}).status_code == 302


def test_the_list_and_the_page_open_nothing_in_many_queries(
    client, shelter_worker, reported, django_assert_max_num_queries
) -> None:
    report = reported()
    client.force_login(shelter_worker)
    client.post(address("withdraw-consent", report), today(purposes=["REGISTRATION", "SHELTER"]))
    with django_assert_max_num_queries(40):
        client.get(address("consent-withdrawn", report))
