"""While a registrar types, the register says whether it may know the person; nobody else sees that."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.register.intake.drafting import start_draft
from schakel.register.linkage.models import LinkRecord
from schakel.register.linkage.tests.test_arrival import TESFAY
from schakel.register.persons.actions import register
from schakel.register.persons.tests.people import SYSTEM, organisation, report, user

pytestmark = pytest.mark.django_db
TYPED = {
    "surname": "Tesfai",
    "given_names": "Semhar",
    "date_of_birth_0": "4",
    "date_of_birth_1": "3",
    "date_of_birth_2": "1999",
    "gender": "FEMALE",
    "nationality": "ER",
}


def browser_of(role: Role) -> tuple[Client, User]:
    somebody = user(role)
    if role == Role.SHELTER:
        party = organisation("Opvang De Linde", "SHELTER")
        Mandate.objects.filter(user=somebody).update(organisation=party)
        somebody = User.objects.get(pk=somebody.pk)
    client = Client()
    client.force_login(somebody)
    return client, somebody


def page_about_the_person(client: Client, somebody: User) -> str:
    draft = start_draft(
        by=somebody,
        organisation=organisation("Opvang De Linde", "SHELTER"),
        token="0" * 32,
        answers={"purposes": ["REGISTRATION"], "consent": ["CONSENT_VICTIM"]},
        step="person",
    )
    answer = client.get(reverse("intake:draft", args=[draft.number, "person"]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_registrar_sees_who_it_may_be_and_the_look_is_logged(django_assert_max_num_queries):
    person = register(by=SYSTEM, report=report(2023, nationalities=("ER",), **TESFAY))
    for number in range(20):
        report(2023, surname="Tesfay", given_names=f"Naam{number}", born=f"1999-05-{number + 1:02}")
    client, registrar = browser_of(Role.REGISTRAR)
    assert reverse("linkage:typed") in page_about_the_person(client, registrar)
    with django_assert_max_num_queries(20):
        text = client.post(reverse("linkage:typed"), TYPED).content.decode()
    assert person.number in text
    assert "achternaam anders gespeld" in text
    assert "Tesfa" not in text
    line = Entry.objects.filter(event=Event.SEARCH).latest("pk")
    assert (line.actor, line.data) == (registrar.actor_id, "typed_identity")


def test_too_little_to_look_for_is_neither_searched_nor_logged():
    client, _registrar = browser_of(Role.REGISTRAR)
    text = client.post(reverse("linkage:typed"), {"surname": "onbekend"}).content.decode()
    assert "Zodra er een naam" in text
    assert not Entry.objects.filter(event=Event.SEARCH).exists()


def test_a_partner_never_learns_whether_somebody_is_known():
    register(by=SYSTEM, report=report(2023, **TESFAY))
    client, worker = browser_of(Role.SHELTER)
    assert "/linkage/" not in page_about_the_person(client, worker)
    assert client.post(reverse("linkage:typed"), TYPED).status_code == 403


def test_what_was_typed_is_not_kept():
    client, _registrar = browser_of(Role.REGISTRAR)
    client.post(reverse("linkage:typed"), TYPED)
    assert not LinkRecord.objects.exists()
