"""People and organisations for the tests of intake."""

from collections.abc import Callable

import pytest

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.geography.models import PoliceUnit
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.tests.programme import REPORT, Programme, programme_of


@pytest.fixture
def system() -> SystemActor:
    return SystemActor("test")


@pytest.fixture
def police(db: None) -> Organisation:
    return Organisation.objects.create(
        name="Politie Voorbeeldstad",
        reporter_type="POLICE",
        police_unit=PoliceUnit.objects.get(code="MN"),
    )


@pytest.fixture
def shelter(db: None) -> Organisation:
    return Organisation.objects.create(name="Opvang De Linde", reporter_type="SHELTER")


@pytest.fixture
def new_user(db: None) -> Callable[[Organisation, Role], User]:
    def make(organisation: Organisation, role: Role) -> User:
        count = User.objects.count()
        user = User.objects.create_user(f"user{count}@example.org", name=f"Gebruiker {count}")
        Mandate.objects.create(user=user, organisation=organisation, role=role)
        return user

    return make


@pytest.fixture
def officer(new_user: Callable[..., User], police: Organisation) -> User:
    return new_user(police, Role.REPORTER)


@pytest.fixture
def shelter_worker(new_user: Callable[..., User], shelter: Organisation) -> User:
    return new_user(shelter, Role.SHELTER)


@pytest.fixture
def registrar(new_user: Callable[..., User]) -> User:
    centre = Organisation.objects.create(name="Het centrum")
    return new_user(centre, Role.REGISTRAR)


@pytest.fixture
def identified() -> ReportData:
    """A report by the police with everything a search would look for."""
    return ReportData(
        reporter_type="POLICE",
        reporter_reference="PL-2024-001",
        reported_on=PartialDate(2024, 5, 3),
        surname="Zonnebloem",
        name_prefix="van der",
        given_names="Mirabella",
        birth_name="Korenbloem",
        aliases=("Mirabellissima", "Мірабелла"),
        date_of_birth=PartialDate(2001, 2, 28),
        birth_basis="CLAIMED",
        birth_place="Iași-Verzonnen",
        v_number="9912345678",
        phone="+31600001234",
        person_key="sleutel-77",
        gender="FEMALE",
        nationalities=("NL", "PL"),
        forms=(FormData("SEXUAL", "HOTEL"), FormData("LABOUR")),
        purposes=(PurposeData("REGISTRATION", "BPG_4_2"),),
        note="Vertrouwelijke toelichting",
    )


@pytest.fixture
def programme(police: Organisation) -> Programme:
    return programme_of(police)


@pytest.fixture
def sent(programme: Programme) -> dict:
    return programme.post("/reports", REPORT).json()
