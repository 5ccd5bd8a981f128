"""Signing in, with and without a second step, and what of it is kept."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.tests.codes import totp
from schakel.foundation.accounts.tests.conftest import PASSWORD
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry

SIGN_IN = "/account/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post(SIGN_IN, {"login": email, "password": password, **extra})


def set_up_app(client: Client) -> str:
    """Set up an authenticator app as a person would; gives its secret."""
    page = client.get("/account/second-step/app/")
    secret = page.context["form"].secret
    answer = client.post("/account/second-step/app/", {"code": totp(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def logged(event: Event) -> list[tuple[str, str, str]]:
    return list(Entry.objects.filter(event=event).values_list("actor", "object_id", "data"))


def test_password_and_nothing_more_for_a_role_without_persons(client: Client, editor: User) -> None:
    answer = sign_in(client, "Edith@Example.org")
    assert answer.url == "/home/"
    assert client.get("/accounts/me/").status_code == 200
    assert logged(Event.SIGN_IN) == [(editor.number, editor.number, "")]


def test_one_returns_to_where_one_was(client: Client, editor: User) -> None:
    answer = client.get("/accounts/me/")
    assert answer.url == "/account/login/?next=/accounts/me/"
    assert sign_in(client, editor.email, next="/accounts/me/").url == "/accounts/me/"


def test_no_return_to_another_site(client: Client, editor: User) -> None:
    assert sign_in(client, editor.email, next="https://elsewhere.example/").url == "/home/"


def test_a_wrong_password_says_so_and_keeps_no_address(client: Client, editor: User) -> None:
    answer = sign_in(client, editor.email, "wrong")
    assert "horen niet bij elkaar" in answer.content.decode()
    sign_in(client, "secret-typed-in-the-wrong-box", "x")
    sign_in(client, "nobody@example.org", "x")
    assert logged(Event.SIGN_IN_FAILED) == [
        ("anonymous", "unknown", "password"),
        ("anonymous", editor.number, "password"),
    ]


def test_nobody_signs_up() -> None:
    for name in (
        "account_signup",
        "account_email",
        "account_confirm_email",
        "account_set_password",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["x"] if name == "account_confirm_email" else [])


def test_a_closed_account_stays_out(client: Client, editor: User) -> None:
    sign_in(client, editor.email)
    User.objects.update(is_active=False)
    assert client.get("/accounts/me/").status_code == 302
    assert sign_in(Client(), editor.email).url == "/account/closed/"
    assert client.get("/account/closed/").status_code == 200


def test_signing_out_ends_the_session_and_is_logged(client: Client, editor: User) -> None:
    sign_in(client, editor.email)
    assert client.get("/account/logout/").status_code == 200  # asks; a link alone signs nobody out
    assert client.get("/accounts/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/accounts/me/").status_code == 302
    assert logged(Event.SIGN_OUT) == [(editor.number, editor.number, "")]


class TestSecondStep:
    """For every role that can see a person."""

    @pytest.mark.parametrize(
        "path", ["/accounts/me/", "/home/", "/account/second-step/", "/account/password/"]
    )
    def test_without_it_nothing_opens(self, client: Client, registrar: User, path: str) -> None:
        sign_in(client, registrar.email)
        assert client.get(path).url == "/accounts/me/second-step/"

    def test_only_what_sets_it_up_opens(self, client: Client, registrar: User) -> None:
        sign_in(client, registrar.email)
        page = client.get("/accounts/me/second-step/")
        assert "Stel een tweede stap in" in page.content.decode()
        for path in ("/account/second-step/app/", "/account/second-step/passkeys/new/"):
            assert client.get(path).status_code == 200
        assert client.post("/account/logout/").status_code == 302

    def test_once_set_up_everything_opens_and_the_next_sign_in_asks_for_it(
        self, client: Client, registrar: User, django_capture_on_commit_callbacks: Callable
    ) -> None:
        sign_in(client, registrar.email)
        with django_capture_on_commit_callbacks(execute=True):
            secret = set_up_app(client)
        assert client.get("/accounts/me/").status_code == 200
        assert "totp:added" in [data for *_, data in logged(Event.SECURITY)]

        other = Client()
        assert sign_in(other, registrar.email).url.startswith("/account/login/code/")
        assert other.get("/accounts/me/").status_code == 302  # a password alone opens nothing
        answer = other.post("/account/login/code/", {"code": "000000"})
        assert answer.status_code == 200
        assert (registrar.number, "second_factor") in [x[1:] for x in logged(Event.SIGN_IN_FAILED)]
        assert other.post("/account/login/code/", {"code": totp(secret)}).url == "/home/"
        assert other.get("/accounts/me/").status_code == 200

    def test_a_code_works_once(self, client: Client, registrar: User) -> None:
        sign_in(client, registrar.email)
        secret = set_up_app(client)
        code = totp(secret)
        first, second = Client(), Client()
        for browser, status in ((first, 302), (second, 200)):
            sign_in(browser, registrar.email)
            assert browser.post("/account/login/code/", {"code": code}).status_code == status

    def test_a_recovery_code_works_once(self, client: Client, registrar: User) -> None:
        sign_in(client, registrar.email)
        set_up_app(client)
        codes = client.get("/account/second-step/codes/").context["unused_codes"]
        assert len(codes) == 10
        for status in (302, 200):
            other = Client()
            sign_in(other, registrar.email)
            answer = other.post("/account/login/code/", {"code": codes[0]})
            assert answer.status_code == status

    def test_secrets_lie_in_the_vault(self, client: Client, registrar: User) -> None:
        sign_in(client, registrar.email)
        secret = set_up_app(client)
        for factor in Authenticator.objects.filter(user=registrar):
            assert secret not in str(factor.data)
            assert next(iter(factor.data.values())).startswith("v1.")

    def test_removing_the_last_one_closes_everything_again(
        self, client: Client, registrar: User
    ) -> None:
        sign_in(client, registrar.email)
        set_up_app(client)
        client.post("/account/second-step/app/remove/")
        assert client.get("/accounts/me/").url == "/accounts/me/second-step/"
        assert "totp:removed" in [data for *_, data in logged(Event.SECURITY)]

    def test_long_after_signing_in_the_password_is_asked_again(
        self, client: Client, registrar: User
    ) -> None:
        sign_in(client, registrar.email)
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 3600
        session.save()
        answer = client.get("/account/second-step/app/")
        assert answer.url.startswith("/account/confirm/")
        assert client.get(answer.url).status_code == 200
        assert client.post(answer.url, {"password": PASSWORD}).url == "/account/second-step/app/"

    @override_settings(SCHAKEL_DEMO=True)
    def test_the_demonstration_has_none_and_says_so(self, client: Client, registrar: User) -> None:
        sign_in(client, registrar.email)
        assert client.get("/accounts/me/").status_code == 200
        assert "De tweede stap staat uit" in Client().get(SIGN_IN).content.decode()


class TestPasswords:
    """Forgotten, chosen, changed."""

    def test_the_page_does_not_tell_who_has_an_account(self, client: Client, editor: User) -> None:
        for email in (editor.email, "nobody@example.org"):
            answer = client.post("/account/password/forgotten/", {"email": email})
            assert answer.url == "/account/password/forgotten/sent/"
        assert [message.to for message in mail.outbox] == [[editor.email]]

    def test_a_link_works_once(self, client: Client, editor: User) -> None:
        client.post("/account/password/forgotten/", {"email": editor.email})
        link = next(line for line in mail.outbox[0].body.splitlines() if "/password/new/" in line)
        path = link.removeprefix("http://testserver")
        form = client.get(path, follow=True)
        passwords = {"password1": "quite another one", "password2": "quite another one"}
        assert client.post(form.request["PATH_INFO"], passwords).status_code == 302
        assert sign_in(Client(), editor.email, "quite another one").status_code == 302
        assert "werkt niet meer" in Client().get(path).content.decode()
        assert logged(Event.SECURITY)[0][2] == "password:reset"
        assert editor.name not in mail.outbox[0].body

    @pytest.mark.parametrize("password", ["short", "123456789012", "edith@example"])
    def test_a_bad_password_is_refused(self, client: Client, editor: User, password: str) -> None:
        sign_in(client, editor.email)
        answer = client.post(
            "/account/password/",
            {"oldpassword": PASSWORD, "password1": password, "password2": password},
        )
        assert answer.context["form"].errors["password1"]

    def test_changing_it_keeps_this_session_and_ends_the_others(
        self, client: Client, editor: User
    ) -> None:
        other = Client()
        for browser in (client, other):
            sign_in(browser, editor.email)
        new = "quite another one"
        answer = client.post(
            "/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
        )
        assert answer.url == "/accounts/me/"
        assert client.get("/accounts/me/").status_code == 200
        assert other.get("/accounts/me/").status_code == 302
        assert logged(Event.SECURITY)[0][2] == "password:changed"


def test_staying_signed_in_lengthens_the_session(client: Client, editor: User) -> None:
    assert client.get("/accounts/me/stay/").status_code == 302
    sign_in(client, editor.email)
    before = client.cookies["sessionid"].value
    answer = client.post("/accounts/me/stay/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.cookies["sessionid"].value == before  # sent again: 45 minutes from now
    assert client.session.get_expiry_age() == 45 * 60
