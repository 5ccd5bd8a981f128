"""Invented people, senders and reports for the tests of this app."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.actions import receive
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.models import Report

SYSTEM = SystemActor("tests")
REGISTRATION = PurposeData("REGISTRATION", "BPG_4_2")
SHELTER = PurposeData("SHELTER", "CONSENT_VICTIM")


def organisation(name: str = "Politie Testland", kind: str = "POLICE") -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"reporter_type": kind})[0]


def user(role: Role = Role.REGISTRAR, email: str = "") -> User:
    email = email or f"{role}@example.org"
    person = User.objects.create_user(email=email, name=f"Test {role}", password="x" * 16)
    Mandate.objects.create(user=person, organisation=organisation("Centrum", ""), role=role)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def data(
    year: int | str | None = 2024,
    *,
    kind: str = "POLICE",
    key: str = "",
    scope: str = "tests",
    forms: Iterable[str] = ("SEXUAL",),
    purposes: tuple[PurposeData, ...] = (REGISTRATION,),
    born: str = "",
    **given: object,
) -> ReportData:
    return ReportData(
        reporter_type=kind,
        scope=scope,
        reported_on=PartialDate.parse(str(year)) if year else None,
        person_key=key,
        forms=tuple(FormData(form) for form in forms),
        purposes=purposes,
        date_of_birth=PartialDate.parse(born) if born else None,
        **given,
    )


def report(year: int | str | None = 2024, sender: Organisation | None = None, **given) -> Report:
    return receive(by=SYSTEM, data=data(year, **given), channel="PORTAL", organisation=sender)
