"""The demonstration's logins: one per role, usable with one click, and dead outside the demonstration."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts import actions
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from schakel.foundation.accounts.models import Mandate, Organisation, User

SYSTEM = SystemActor("demo-data")
SIGN_IN = "/account/login/"


@pytest.fixture
def logins(db: None) -> list[User]:
    with override_settings(SCHAKEL_DEMO=True):
        return actions.create_demo_logins(by=SYSTEM)


def test_there_is_one_for_every_role() -> None:
    # Two of these: what they decide takes two, or is handed over to the next shift.
    twice = [Role.REGISTRAR, Role.DISCLOSURE_OFFICER, Role.PLACEMENT_COORDINATOR]
    assert sorted(login.role for login in DEMO_LOGINS) == sorted([*Role, *twice])


@override_settings(SCHAKEL_DEMO=True)
def test_making_them_again_changes_nothing(logins: list[User]) -> None:
    counts = [model.objects.count() for model in (User, Organisation, Mandate)]
    again = actions.create_demo_logins(by=SYSTEM)
    assert again == logins
    assert [model.objects.count() for model in (User, Organisation, Mandate)] == counts


@override_settings(SCHAKEL_DEMO=True)
def test_a_forgotten_password_comes_back(logins: list[User]) -> None:
    logins[0].set_password("something else entirely")
    logins[0].save()
    actions.create_demo_logins(by=SYSTEM)
    assert User.objects.get(pk=logins[0].pk).check_password(DEMO_PASSWORD)


@override_settings(SCHAKEL_DEMO=True)
def test_given_organisations_are_used(db: None) -> None:
    police = Organisation.objects.create(name="Another unit", reporter_type="POLICE")
    actions.create_demo_logins(by=SYSTEM, organisations={"police": police})
    assert police.mandates.get().role == Role.REPORTER


@override_settings(SCHAKEL_DEMO=True)
def test_the_page_shows_them_and_each_button_signs_in(logins: list[User]) -> None:
    page = Client().get(SIGN_IN).content.decode()
    assert page.count(f'name="password" value="{DEMO_PASSWORD}"') == len(DEMO_LOGINS)
    for login in DEMO_LOGINS:
        assert f'name="login" value="{login.email}"' in page
        client = Client()
        client.post(SIGN_IN, {"login": login.email, "password": DEMO_PASSWORD})
        shown = client.get("/accounts/me/")
        assert shown.status_code == 200
        assert login.name in shown.content.decode()


class TestOutsideTheDemonstration:
    """What everybody knows opens nothing."""

    def test_the_page_shows_nothing(self, logins: list[User]) -> None:
        page = Client().get(SIGN_IN).content.decode()
        assert DEMO_PASSWORD not in page
        assert "demo.example" not in page

    def test_they_cannot_be_made(self, db: None) -> None:
        for action in (actions.create_demo_logins, actions.create_demo_organisations):
            with pytest.raises(PermissionDenied):
                action(by=SYSTEM)
        assert not User.objects.exists()

    def test_those_left_in_the_table_are_dead(self, logins: list[User], client: Client) -> None:
        answer = client.post(SIGN_IN, {"login": logins[0].email, "password": DEMO_PASSWORD})
        assert answer.status_code == 200
        assert client.get("/accounts/me/").status_code == 302

    def test_an_open_session_ends(self, logins: list[User], client: Client) -> None:
        with override_settings(SCHAKEL_DEMO=True):
            client.force_login(logins[0])
            assert client.get("/accounts/me/").status_code == 200
        assert client.get("/accounts/me/").status_code == 302
