"""Where each role lands, and what stands there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.accounts.choices import STAFF_ROLES, Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.register.intake.drafting import start_draft


@pytest.fixture
def signed_in(db: None, settings: object) -> object:
    settings.SCHAKEL_DEMO = True  # no second factor needed

    def sign_in(role: str) -> Client:
        user = User.objects.create_user(f"{role}@demo.example", name="Somebody")
        party = Organisation.objects.create(name=f"Party of {role}", reporter_type="POLICE")
        Mandate.objects.create(user=user, organisation=party, role=role)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize("role", sorted(Role))
def test_every_role_lands_on_a_page_that_is_not_empty(signed_in: object, role: str) -> None:
    answer = signed_in(role).get(reverse("home"), follow=True)
    assert answer.status_code == 200
    landed = answer.request["PATH_INFO"]
    assert landed == (reverse("desk") if role in STAFF_ROLES else reverse("home"))
    context = answer.context
    assert context.get("cards") or context.get("waiting") or len(context["navigation"]) > 2


def test_navigation_shows_only_what_the_role_may_open(signed_in: object) -> None:
    client = signed_in(Role.REPORTER)
    for item in client.get(reverse("home")).context["navigation"]:
        assert client.get(item["url"]).status_code in (200, 302), item


def test_exactly_one_link_of_the_navigation_is_current(signed_in: object) -> None:
    client = signed_in(Role.REGISTRAR)
    for name in ("desk", "persons:reports", "persons:imports"):
        items = client.get(reverse(name)).context["navigation"]
        assert [item["url"] for item in items if item["current"]] == [reverse(name)]


def test_a_partner_has_no_desk_and_is_told_so_among_the_own_links(signed_in: object) -> None:
    answer = signed_in(Role.REPORTER).get(reverse("desk"))
    assert answer.status_code == 403
    assert reverse("account_logout") in answer.content.decode()


def test_who_is_not_signed_in_gets_the_public_page_of_an_unknown_address(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()
    assert "data-quick-exit" in page
    assert reverse("account_logout") not in page


def test_start_page_puts_help_first_in_both_languages(client: Client, db: None) -> None:
    for language, words in (("nl", "Nu in gevaar?"), ("en", "In danger now?")):
        with override(language):
            page = client.get(reverse("public:start")).content.decode()
        assert words in page
        assert 'href="tel:112"' in page
        assert page.index("112") < page.index("figures-title")


def test_a_partner_first_sees_what_waits(signed_in: object) -> None:
    client = signed_in(Role.REPORTER)
    assert client.get(reverse("home")).context["waiting"] == []
    user = User.objects.get()
    given = {"organisation": user.organisation, "token": "0" * 32, "answers": {}, "step": "person"}
    start_draft(by=user, **given)
    (item,) = client.get(reverse("home")).context["waiting"]
    assert (item["count"], item["url"]) == (1, reverse("intake:own"))
