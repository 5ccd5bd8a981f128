"""Other names, numbers and the basis of a date of birth: through every door, and out again with consent."""

from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fields import EncryptedField
from schakel.register.intake.actions import receive
from schakel.register.intake.data import IDENTIFYING, PurposeData, ReportData
from schakel.register.intake.files.checking import check_file
from schakel.register.intake.files.htcds import as_htcds
from schakel.register.intake.files.rows import FileDefaults
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.intake.queries import data_of
from schakel.register.intake.tests.browsing import filled, send, write
from schakel.register.intake.tests.programme import REPORT
from schakel.register.intake.validation import problems
from schakel.register.intake.withdrawing import withdraw_consent

pytestmark = pytest.mark.django_db
TOLD = {
    "name_prefix": "van der",
    "birth_name": "Korenbloem",
    "aliases": ("Bella", "Мірабелла"),
    "birth_basis": "CLAIMED",
    "birth_place": "Iași",
    "v_number": "9912345678",
    "phone": "+31600001234",
}
ANSWERS = TOLD | {
    "aliases": "Bella, Мірабелла",
    "v_number": "99.1234.5678",
    "phone": "+31 6-00001234",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


def told_by(report: Report) -> dict[str, object]:
    data = data_of(Report.objects.with_rows().get(pk=report.pk))
    return {name: getattr(data, name) for name in TOLD}


def row(**cells):
    cells = {"kenmerk melder": "R-1", **cells}
    text = "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n"
    defaults = FileDefaults(reporter_type="POLICE", source="test")
    return check_file(text.encode(), file_format="CSV", defaults=defaults)


def test_the_form_keeps_them_and_a_correction_begins_with_them(client, officer):
    client.force_login(officer)
    check = client.get(write(client, reporter_reference="PL-1", **ANSWERS)).text
    for text in ("Bella, Мірабелла", "Eigen opgave", "Korenbloem", "9912345678"):
        assert text in check
    send(client, reporter_reference="PL-2", **ANSWERS)
    report = Report.objects.get()
    assert told_by(report) == TOLD
    address = reverse("intake:correct", args=[report.number])
    client.post(address, filled(client, address, birth_place="Cluj"))
    assert told_by(Report.objects.get(corrects=report)) == TOLD | {"birth_place": "Cluj"}


def test_without_a_ground_they_are_not_asked(client, shelter_worker):
    client.force_login(shelter_worker)
    page = client.get(write(client, reporter_reference="L-1").replace("/check/", "/person/"))
    assert "birth_basis" in page.context["form"].fields
    assert not set(IDENTIFYING) & set(page.context["form"].fields)


def test_a_file_says_them_in_dutch():
    outcome = row(
        tussenvoegsel="van der",
        geboortenaam="Korenbloem",
        alias="Bella; Мірабелла",
        **{"basis geboortedatum": "eigen opgave", "geboorteplaats": "Iași"},
        **{"v-nummer": "V 99.1234.5678", "telefoonnummer": "+31 (0)6 0000 1234"},
    )
    assert outcome.errors == []
    (found,) = outcome.rows
    assert {name: getattr(found, name) for name in TOLD} == TOLD


def test_a_programme_says_them(programme):
    body = REPORT | TOLD | {"aliases": list(TOLD["aliases"])}
    assert programme.post("/reports", body).status_code == 201
    assert told_by(Report.objects.get()) == TOLD


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"v-nummer": "991234567"}, "not_a_v_number"),
        ({"v-nummer": "123456782"}, "not_a_v_number"),
        ({"telefoonnummer": "612345678"}, "not_a_phone"),
        ({"telefoonnummer": "bel haar zus"}, "not_a_phone"),
        ({"alias": "123456782"}, "service_number"),
        ({"geboorteplaats": "123456782"}, "service_number"),
        ({"basis geboortedatum": "gegokt"}, "unknown_value"),
    ],
)
def test_what_is_none_is_refused_and_a_service_number_is_not_even_repeated(cells, code):
    outcome = row(**cells)
    assert [error.code for error in outcome.errors] == [code]
    assert "123456782" not in repr(outcome)


@pytest.mark.parametrize("name", IDENTIFYING)
def test_each_wants_a_ground(name):
    value = ("Bella",) if name == "aliases" else TOLD.get(name, "Zonnebloem")
    data = ReportData(
        reporter_type="SHELTER", purposes=(PurposeData("REGISTRATION", "NO_IDENTITY"),)
    )
    assert list(problems(replace(data, **{name: value}))) == [(name, "identity_without_basis")]


def test_how_a_year_is_known_wants_none():
    data = ReportData(
        reporter_type="SHELTER",
        date_of_birth=PartialDate(2001),
        birth_basis="ESTIMATED",
        purposes=(PurposeData("REGISTRATION", "NO_IDENTITY"),),
    )
    assert list(problems(data)) == []


def test_they_lie_encrypted_and_go_with_the_consent(system, shelter, identified):
    data = replace(
        identified,
        reporter_type="SHELTER",
        purposes=(PurposeData("REGISTRATION", "CONSENT_VICTIM"),),
    )
    report = receive(by=system, data=data, channel="PORTAL", organisation=shelter)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_reportidentity")
        stored = repr(cursor.fetchall())
    for text in ("Korenbloem", "Mirabellissima", "CLAIMED", "Verzonnen", "9912345678", "600001234"):
        assert text not in stored
    withdraw_consent(
        by=system,
        report=report,
        purposes=["REGISTRATION"],
        withdrawn_on=timezone.localdate(),
        given_by="PERSON",
    )
    identity = ReportIdentity.objects.get()
    columns = [one for one in ReportIdentity._meta.fields if isinstance(one, EncryptedField)]
    assert len(columns) > 10
    assert {getattr(identity, one.name) for one in columns} == {""}


def test_htcds_takes_the_number_and_says_what_it_has_no_field_for(identified):
    written = as_htcds(identified)
    assert written.values["prs_MobilePhone"] == "+31600001234"
    lost = {name for name, _code, reason in written.dropped if reason == "no_field"}
    assert {"name_prefix", "birth_name", "aliases", "birth_basis", "v_number"} <= lost
    assert "+31600001234" not in as_htcds(identified, with_identity=False).values.values()
