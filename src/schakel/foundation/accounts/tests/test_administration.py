"""The administrator's pages, as an administrator uses them."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client, override_settings

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User


def with_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(administrator: User) -> Client:
    return signed_in(with_factor(administrator))


def test_the_list_costs_the_same_for_few_and_many(
    desk: Client, centre: Organisation, django_assert_max_num_queries: Callable
) -> None:
    users = User.objects.bulk_create(
        User(email=f"u{n}@example.org", name=f"User {n:03}") for n in range(120)
    )
    Mandate.objects.bulk_create(
        Mandate(user=user, organisation=centre, role=Role.EDITOR) for user in users
    )
    with django_assert_max_num_queries(12):
        page = desk.get("/accounts/users/")
    assert len(page.context["page"].object_list) == 50
    assert "User 000" in page.content.decode()
    assert "User 119" in desk.get("/accounts/users/?page=3").content.decode()


@pytest.mark.parametrize(("text", "found"), [("edi", 1), ("EDITH@EX", 1), ("nobody", 0), ("", 2)])
def test_searching_by_name_or_address(desk: Client, editor: User, text: str, found: int) -> None:
    page = desk.post("/accounts/users/", {"text": text})
    assert page.context["page"].paginator.count == found
    assert (editor.email in page.content.decode()) is bool(found)


def test_a_new_user_gets_a_mail_and_can_start(desk: Client) -> None:
    answer = desk.post(
        "/accounts/users/new/",
        {"name": "Vera Vos", "email": "vera@example.org"},
        follow=True,
    )
    user = User.objects.get(email="vera@example.org")
    text = answer.content.decode()
    assert "Account gemaakt" in text
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/new/" in line)
    assert link not in text  # only the person gets it
    assert mail.outbox[0].to == [user.email]

    person = Client()
    form = person.get(link.removeprefix("http://testserver"), follow=True)
    passwords = {"password1": "a fine password", "password2": "a fine password"}
    person.post(form.request["PATH_INFO"], passwords)
    person.post("/account/login/", {"login": user.email, "password": "a fine password"})
    assert person.get("/accounts/me/").status_code == 200


def test_a_taken_address_is_said(desk: Client, editor: User) -> None:
    answer = desk.post(
        "/accounts/users/new/",
        {"name": "X", "email": editor.email},
    )
    assert "Er is al een gebruiker" in answer.content.decode()


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=9,  # where nobody listens
)
def test_a_mail_server_that_is_down_loses_no_user(desk: Client) -> None:
    data = {"name": "X", "email": "x@example.org"}
    answer = desk.post("/accounts/users/new/", data, follow=True)
    assert "kon niet worden verstuurd" in answer.content.decode()
    assert User.objects.filter(email="x@example.org").exists()


def test_from_role_to_role(desk: Client, editor: User, centre: Organisation) -> None:
    page = f"/accounts/users/{editor.number}/"
    desk.post(f"{page}roles/", {"organisation": centre.number, "role": "analyst"})
    mandate = editor.mandates.get(role="analyst")
    assert "analist" in desk.get(page).content.decode()
    desk.post(f"{page}roles/{mandate.pk}/withdraw/")
    assert not editor.mandates.filter(role="analyst").exists()
    assert "Rol ingetrokken" in desk.get(page).content.decode()


def test_another_users_mandate_is_not_withdrawn_by_number(
    desk: Client, editor: User, registrar: User
) -> None:
    mandate = registrar.mandates.get()
    answer = desk.post(f"/accounts/users/{editor.number}/roles/{mandate.pk}/withdraw/")
    assert answer.status_code == 404
    assert registrar.mandates.exists()


def test_closing_and_opening(desk: Client, editor: User) -> None:
    person = signed_in(editor)
    for _press in range(2):
        desk.post(f"/accounts/users/{editor.number}/open-or-close/", {"open": "no"})
    assert person.get("/accounts/me/").status_code == 302
    desk.post(f"/accounts/users/{editor.number}/open-or-close/", {"open": "yes"})
    assert signed_in(User.objects.get(pk=editor.pk)).get("/accounts/me/").status_code == 200


def test_a_lost_telephone(desk: Client, registrar: User) -> None:
    person = signed_in(with_factor(registrar))
    assert person.get("/accounts/me/").status_code == 200
    desk.post(f"/accounts/users/{registrar.number}/second-step/reset/")
    assert person.get("/accounts/me/").url == "/accounts/me/second-step/"


@pytest.mark.parametrize("what", ["roles/", "open-or-close/", "second-step/reset/", "invite/"])
def test_not_on_oneself(desk: Client, administrator: User, centre: Organisation, what: str) -> None:
    page = f"/accounts/users/{administrator.number}/"
    data = {"organisation": centre.number, "role": "registrar"}
    assert desk.post(page + what, data).status_code == 403
    assert "Dit is uw eigen account" in desk.get(page).content.decode()


def test_others_see_their_own_account_only(editor: User, registrar: User) -> None:
    person = signed_in(editor)
    assert person.get(f"/accounts/users/{editor.number}/").status_code == 200
    assert person.get(f"/accounts/users/{registrar.number}/").status_code == 404
    assert person.post(f"/accounts/users/{editor.number}/open-or-close/").status_code == 403
    assert person.get("/accounts/users/").status_code == 403


def test_the_auditor_reads_and_changes_nothing(
    make_user: Callable[..., User], editor: User
) -> None:
    auditor = signed_in(with_factor(make_user("otto", Role.AUDITOR)))
    assert auditor.get("/accounts/users/").status_code == 200
    page = auditor.get(f"/accounts/users/{editor.number}/")
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    assert auditor.post(f"/accounts/users/{editor.number}/open-or-close/").status_code == 403


def test_adding_an_organisation(desk: Client, django_assert_max_num_queries: Callable) -> None:
    data = {"name": "Zorg Oost", "reporter_type": "CARE_COORDINATION", "police_unit": "ON"}
    assert desk.post("/accounts/organisations/", data).status_code == 302
    with django_assert_max_num_queries(12):
        page = desk.get("/accounts/organisations/").content.decode()
    assert "Zorg Oost" in page
    assert "Oost-Nederland" in page
    again = desk.post("/accounts/organisations/", {"name": "zorg oost"})
    assert "Er is al een organisatie" in again.content.decode()


def test_my_account_shows_who_i_am(desk: Client, administrator: User) -> None:
    page = desk.get("/accounts/me/").content.decode()
    assert administrator.email in page
    assert "beheerder" in page
    assert "Authenticator-app" in page
