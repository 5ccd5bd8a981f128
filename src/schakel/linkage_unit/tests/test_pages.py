"""The few pages: for administrators and auditors of the unit, and for nobody else."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver, reverse

from schakel.foundation.accounts.choices import Role
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import Epoch
from schakel.linkage_unit.operators import OPERATOR
from schakel.linkage_unit.tests.senders import ANNA, ANNA_AGAIN, BINTU, CARE, POLICE, Unit, message

pytestmark = pytest.mark.django_db
# Address → arguments; the first are read, the others are forms.
READ: dict[str, list[str]] = {
    "start": [],
    "partners": [],
    "partner": [CARE],
    "epoch": ["2026"],
}
MANAGED: dict[str, list[str]] = {
    "epoch-new": [],
    "token-new": [CARE],
    "delete": ["2026"],
}
SENT: dict[str, list[str]] = {
    "link": ["2026"],
    "calibrate": ["2026"],
    "token-withdraw": [CARE, "T-0000-0000"],
}


@pytest.fixture
def filled(unit: Unit, epoch: Epoch, settings: Any) -> Unit:
    settings.SCHAKEL_DEMO = True  # no second step in this test
    unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": BINTU}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    link(by=OPERATOR, epoch=epoch)
    return unit


def url(name: str, arguments: list[str]) -> str:
    return reverse(f"unit:{name}", args=arguments)


def status(person: Any, method: str, address: str) -> int:
    client = Client()
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    return getattr(client, method)(address).status_code


def test_every_address_is_in_this_table(doors: Any) -> None:
    names = set(get_resolver().namespace_dict["unit"][1].reverse_dict)
    assert {n for n in names if isinstance(n, str)} == set(READ) | set(MANAGED) | set(SENT)


def test_pages_open_to_the_units_own_people_only(filled: Unit, people: dict[str, Any]) -> None:
    may_read, may_manage = {Role.ADMINISTRATOR, Role.AUDITOR}, {Role.ADMINISTRATOR}
    for role, person in people.items():
        for name, arguments in READ.items():
            expected = 200 if role in may_read else 403
            assert status(person, "get", url(name, arguments)) == expected, (role, name)
        for name, arguments in MANAGED.items():
            expected = 200 if role in may_manage else 403
            assert status(person, "get", url(name, arguments)) == expected, (role, name)
        if role not in may_manage:
            for name, arguments in SENT.items():
                assert status(person, "post", url(name, arguments)) == 403, (role, name)
    for name, arguments in (READ | MANAGED).items():
        assert status(AnonymousUser(), "get", url(name, arguments)) == 302, name


def test_no_page_shows_a_reference_or_a_code(filled: Unit, people: dict[str, Any]) -> None:
    filled.client.force_login(people[Role.ADMINISTRATOR])
    for name, arguments in READ.items():
        text = filled.client.get(url(name, arguments)).content.decode()
        assert "Z-1" not in text
        assert "P-9" not in text


def test_an_administrator_runs_a_year(filled: Unit, people: dict[str, Any]) -> None:
    """Adds a party, makes and withdraws its token, opens an epoch, sets a threshold; all by form."""
    client = filled.client
    client.force_login(people[Role.ADMINISTRATOR])
    bad = client.post(url("partners", []), {"name": "X", "source": "O-1", "kind": "SENDER"})
    assert "O-7GBJ-K200" in bad.content.decode()  # an example of what is right
    new = {"name": "Shelter", "source": "O-RG6S-28JN", "kind": "SENDER"}
    client.post(url("partners", []), new)
    made = client.post(url("token-new", [CARE]), {"name": "Case system", "days": "91"})
    assert "schakel_" in made.content.decode()
    number = made.context["token"].number
    assert client.post(url("token-withdraw", [CARE, number])).status_code == 302
    assert "schakel_" not in client.get(url("partner", [CARE])).content.decode()
    dates = {"name": "2027", "opened_on": "2027-01-01", "closes_on": "2026-01-01"}
    assert client.post(url("epoch-new", []), dates).status_code == 200
    assert not Epoch.objects.filter(name="2027").exists()
    client.post(url("epoch-new", []), {**dates, "closes_on": "2027-12-31"})
    assert Epoch.objects.filter(name="2027").exists()
    assert client.post(url("calibrate", ["2026"]), {"threshold": "0.3"}).status_code == 200
    assert client.post(url("calibrate", ["2026"]), {"threshold": "0.72"}).status_code == 302
    assert Epoch.objects.get(name="2026").threshold == 0.72


def test_lists_ask_a_fixed_number_of_questions(
    filled: Unit, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    filled.client.force_login(people[Role.AUDITOR])
    for name, arguments in READ.items():
        with django_assert_max_num_queries(24):
            filled.client.get(url(name, arguments))
