"""The frames around every page: what a visitor gets, and what nobody leaves behind."""

import re
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from schakel.foundation.accounts.models import User

PAGE = """{% extends shell_under_test %}{% block title %}Reports {% badge "new" "info" %}{% endblock %}
{% block lead %}What came in.{% endblock %}{% block main %}<p>Text</p>{% endblock %}"""
MENU = [{"label": "Start", "url": "/", "current": True}, {"label": "More", "url": "/more/"}]


class Untouchable:
    """Stands where the session and the user would be, and fails when looked at."""

    def __getattr__(self, name: str) -> None:
        raise AssertionError(f"a public page looked at {name}")


def render(shell: str, request: HttpRequest, **context: object) -> str:
    template = engines["django"].from_string(PAGE)
    menu = {"navigation": MENU, "demo": False, "session_seconds": 1800}
    with translation.override("en"):
        return template.render({**menu, "shell_under_test": shell, **context}, request)


def signed_in_request() -> HttpRequest:
    request = RequestFactory().get("/desk/")
    request.user = SimpleNamespace(
        name="A. Person", organisation=SimpleNamespace(name="The Centre"), roles=frozenset()
    )
    return request


@pytest.mark.pure
def test_the_public_shell_touches_neither_session_nor_user_nor_token() -> None:
    request = RequestFactory().get("/")
    request.session = Untouchable()
    request.user = Untouchable()
    html = render("ui/public.html", request)
    assert "csrfmiddlewaretoken" not in html
    assert "CSRF_COOKIE" not in request.META


@pytest.mark.pure
def test_the_public_shell_offers_the_way_out_with_and_without_scripts() -> None:
    html = render("ui/public.html", RequestFactory().get("/"))
    link = re.search(r"<a[^>]*data-quick-exit[^>]*>", html)
    assert link is not None
    assert 'href="https://' in link.group(0)
    assert "noreferrer" in link.group(0)
    assert 'id="leave-explained"' in html


@pytest.mark.pure
@pytest.mark.parametrize("shell", ["ui/public.html", "ui/partner.html", "ui/staff.html"])
def test_each_shell_is_a_whole_page(shell: str) -> None:
    html = render(shell, signed_in_request())
    assert '<html lang="en">' in html
    assert "<title>Reports new – Schakel</title>" in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert html.index('href="#main"') < html.index("<header") < html.index('id="main"')
    assert html.count('aria-current="page"') == 2, "the menu stands twice, for wide and narrow"
    assert "invented" not in html
    assert "invented" in render(shell, signed_in_request(), demo=True)


@pytest.mark.pure
@pytest.mark.parametrize("shell", ["ui/partner.html", "ui/staff.html"])
def test_who_is_signed_in_can_see_it_and_sign_out(shell: str) -> None:
    html = render(shell, signed_in_request())
    assert "A. Person" in html
    assert "The Centre" in html
    assert re.search(r'<form method="post" action="[^"]+">\s*<input type="hidden" name="csrf', html)
    assert 'data-session-seconds="1800"' in html
    assert "data-quick-exit" not in html


@pytest.mark.pure
def test_a_session_is_kept_alive_by_a_page_that_logs_no_reading() -> None:
    html = render("ui/staff.html", signed_in_request())
    assert re.search(r'data-session-url="(/en)?/home/"', html)


@pytest.mark.pure
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_nothing_but_themselves(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1
    assert "data-quick-exit" in html


@pytest.mark.django_db
def test_a_page_that_does_not_exist_sets_no_cookie(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert not response.cookies
    assert "Deze pagina bestaat niet" in response.content.decode()


@pytest.mark.django_db
def test_the_gallery_is_for_whoever_is_signed_in(client: Client) -> None:
    address = reverse("ui:gallery")
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("a@example.org", name="A. Person"))
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<h2") > 9
