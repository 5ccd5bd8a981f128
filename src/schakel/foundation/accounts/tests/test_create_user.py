"""`schakel create-user`: the first administrator, from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.management.commands import create_user
from schakel.foundation.accounts.models import Organisation, User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_user", "ann@example.org", "--name", "Ann", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_a_link_that_sets_a_password() -> None:
    said = run(
        "--role", "administrator", "--role", "editor", "--organisation", "Centre",
        "--address", "https://schakel.example/",
    )  # fmt: skip
    user = User.objects.get()
    assert user.roles == {Role.ADMINISTRATOR, Role.EDITOR}
    assert user.organisation.name == "Centre"
    assert user.number in said
    link = said.split()[-1]
    path = link.removeprefix("https://schakel.example")
    client = Client()
    form = client.get(path, follow=True)
    client.post(
        form.request["PATH_INFO"], {"password1": "a fine password", "password2": "a fine password"}
    )
    user.refresh_from_db()
    assert user.check_password("a fine password")
    assert not user.check_password("")


def test_an_organisation_is_found_by_number_or_name() -> None:
    party = Organisation.objects.create(name="Centre")
    run("--role", "editor", "--organisation", party.number.lower())
    assert party.mandates.count() == 1
    assert Organisation.objects.count() == 1


def test_a_role_needs_an_organisation() -> None:
    with pytest.raises(CommandError, match="--organisation"):
        run("--role", "editor")


def test_a_second_time_says_so_and_changes_nothing() -> None:
    run()
    with pytest.raises(CommandError):
        run("--role", "editor", "--organisation", "New one")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [(["a fine password", "another one"], "differ"), (["short", "short"], "12")],
)
def test_a_typed_password_is_checked(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], error: str
) -> None:
    answers = iter(typed)
    monkeypatch.setattr(create_user, "getpass", lambda _prompt: next(answers))
    with pytest.raises(CommandError, match=error):
        run("--ask-password")
    assert not User.objects.exists()


def test_a_typed_password_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_user, "getpass", lambda _prompt: "a fine password")
    assert "http" not in run("--ask-password")
    assert User.objects.get().check_password("a fine password")
