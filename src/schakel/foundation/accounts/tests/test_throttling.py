"""Guessing is stopped, across processes, without keeping an address in clear."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory, override_settings

from schakel.foundation.accounts.adapters import SignInAdapter
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.tests.conftest import PASSWORD
from schakel.foundation.accounts.tests.test_sign_in import sign_in

SHARED = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}


def test_after_five_failures_the_right_password_waits_too(client: Client, editor: User) -> None:
    for _ in range(5):
        sign_in(client, editor.email, "wrong")
    answer = sign_in(client, editor.email, PASSWORD)
    assert answer.status_code == 200
    assert "Wacht vijf minuten" in answer.content.decode()
    english = client.post("/en/account/login/", {"login": editor.email, "password": PASSWORD})
    assert "Wait five minutes" in english.content.decode()


def test_another_account_is_not_touched(client: Client, editor: User, administrator: User) -> None:
    for _ in range(5):
        sign_in(client, editor.email, "wrong")
    assert sign_in(client, administrator.email).status_code == 302


def test_one_machine_cannot_try_many_accounts(client: Client, editor: User) -> None:
    for number in range(20):
        sign_in(client, f"nobody{number}@example.org", "wrong")
    assert "Wacht vijf minuten" in sign_in(client, editor.email).content.decode()
    elsewhere = client.post(
        "/account/login/",
        {"login": editor.email, "password": PASSWORD},
        REMOTE_ADDR="198.51.100.7",
    )
    assert elsewhere.status_code == 302


def test_links_by_mail_are_limited_and_the_page_says_what_to_do(
    client: Client, editor: User
) -> None:
    answers = [
        client.post("/account/password/forgotten/", {"email": editor.email}) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Te veel pogingen" in answers[-1].content.decode()


@override_settings(CACHES=SHARED)
def test_failures_are_counted_in_the_database_without_addresses(
    client: Client, editor: User
) -> None:
    """What one process counts another reads: the counts lie in the database."""
    call_command("createcachetable", verbosity=0)
    for _ in range(5):
        sign_in(client, editor.email, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        kept = str(cursor.fetchall())
    assert "login_failed" in kept
    assert editor.email not in kept
    assert "127.0.0.1" not in kept
    assert "Wacht vijf minuten" in sign_in(Client(), editor.email).content.decode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),  # one household
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_what_counts_as_one_machine(one: str, other: str, same: bool) -> None:
    requests = [RequestFactory().get("/", REMOTE_ADDR=address) for address in (one, other)]
    names = [SignInAdapter(request).get_client_ip(request) for request in requests]
    assert (names[0] == names[1]) is same
    assert one not in names[0]
