"""The same page sent twice is done once, and whoever pressed twice sees what came of it."""

import os
import subprocess
from socket import gethostname
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy

from schakel.foundation.access import presses
from schakel.foundation.accounts import token_pages
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.accounts.tokens import AccessToken
from schakel.foundation.notices import views
from schakel.network.signals.models import Signal

SIGNAL = {"kind": "BOTTLENECK", "theme": "HOUSING", "text": "Te weinig woningen."}
PAGE = {"csrfmiddlewaretoken": "of one page"}
OTHER_PAGE = {"csrfmiddlewaretoken": "of another page"}


@pytest.fixture
def organisation(db: None) -> Organisation:
    cache.clear()
    return Organisation.objects.create(name="Partner", reporter_type="POLICE")


@pytest.fixture
def client(organisation: Organisation, settings: Any) -> Client:
    settings.SCHAKEL_DEMO = True  # no second step
    user = User.objects.create_user("admin@example.org", name="Admin")
    Mandate.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, data: dict[str, Any], **more: Any) -> Any:
    return client.post(reverse("signals:new"), data, **more)


def test_a_double_click_makes_one_and_gives_the_same_answer(client: Client) -> None:
    first = send(client, SIGNAL | PAGE)
    # The browser dropped the first answer, with the message in it.
    client.cookies.pop("messages", None)
    second = send(client, SIGNAL | PAGE, follow=True)
    assert Signal.objects.count() == 1
    assert second.redirect_chain[0][0] == first.url
    assert len(second.context["messages"]) == 1


def test_a_message_that_waits_for_its_language_is_kept_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`gettext_lazy`: put into words by the answer, not by the view."""
    monkeypatch.setattr(views, "_", gettext_lazy)
    path, choice = reverse("notices:preference"), {"by_mail": "on", "language": "nl"} | PAGE
    client.post(path, choice)
    assert len(client.post(path, choice, follow=True).context["messages"]) == 1


def test_who_comes_back_later_is_told_that_it_was_done_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, SIGNAL | PAGE, follow=True)
    monkeypatch.setattr(presses, "_LATER_SECONDS", -1)
    again = send(client, SIGNAL | PAGE, follow=True)
    assert "niet nog een keer gedaan" in again.content.decode()
    assert Signal.objects.count() == 1


def test_another_page_other_content_or_another_person_is_another_press(client: Client) -> None:
    send(client, SIGNAL | PAGE)
    send(client, SIGNAL | OTHER_PAGE)
    send(client, SIGNAL | PAGE | {"text": "Te weinig tolken."})
    colleague = Client()
    colleague.force_login(User.objects.get())
    send(colleague, SIGNAL | PAGE)
    assert Signal.objects.count() == 4


def test_what_was_not_right_can_be_sent_again(client: Client) -> None:
    wrong = SIGNAL | PAGE | {"text": ""}
    assert [send(client, wrong).status_code for _time in range(2)] == [422, 422]
    send(client, SIGNAL | PAGE)
    assert Signal.objects.count() == 1


def test_a_secret_that_is_shown_once_survives_a_double_click(
    client: Client, organisation: Organisation
) -> None:
    path = reverse("accounts:token-new", kwargs={"number": organisation.number})
    wanted = {"name": "Programma", "scopes": ["reports:write"], "days": "30"} | PAGE
    first, second = client.post(path, wanted), client.post(path, wanted)
    assert first.status_code == second.status_code == 200
    assert AccessToken.objects.count() == 1
    assert first.content == second.content


def test_a_second_press_during_the_first_waits_and_is_then_told_so(
    client: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = reverse("accounts:token-new", kwargs={"number": organisation.number})
    wanted = {"name": "Programma", "scopes": ["reports:write"], "days": "30"} | PAGE
    during: list[Any] = []
    create = token_pages.create_token

    def slow(**given: Any) -> Any:
        during.append(client.post(path, wanted))
        return create(**given)

    monkeypatch.setattr(presses, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(token_pages, "create_token", slow)
    client.post(path, wanted)
    assert during[0].status_code == 409
    assert "<h1" in during[0].content.decode()
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize("lives", [True, False])
def test_what_a_killed_server_left_does_not_stand_in_the_way(
    client: Client, monkeypatch: pytest.MonkeyPatch, lives: bool
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    number = os.getppid() if lives else ended.pid
    with monkeypatch.context() as patched:
        patched.setattr(presses, "_running", lambda: f"running {gethostname()} {number} -")
        patched.setattr(presses, "_keep", lambda *_what: None)  # killed before the answer
        send(client, SIGNAL | PAGE)
    monkeypatch.setattr(presses, "PATIENCE_SECONDS", 0.0)
    assert send(client, SIGNAL | PAGE).status_code == (409 if lives else 302)


def test_what_the_tables_refuse_is_said_and_not_a_fault_of_ours(
    client: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of two administrators at the same moment: the second had seen the name free."""

    def refused(*_args: Any, **_given: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(AccessToken, "save", refused)
    path = reverse("accounts:token-new", kwargs={"number": organisation.number})
    wanted = {"name": "Programma", "scopes": ["reports:write"], "days": "30"} | PAGE
    answer = client.post(path, wanted)
    assert answer.status_code == 409
    assert "op hetzelfde moment" in answer.content.decode()
