"""Only the public list opens a page to who did not sign in, and one comes back to where one was."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from schakel.foundation.access.middleware import ClosedByDefaultMiddleware


@login_not_required
def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def outcome(request: HttpRequest, view_name: str = "persons:persons") -> HttpResponse | None:
    request.user = AnonymousUser()
    namespace, _, name = view_name.rpartition(":")
    request.resolver_match = ResolverMatch(
        page, (), {}, name, None, [namespace] if namespace else []
    )
    return ClosedByDefaultMiddleware(page).process_view(request, page, (), {})


def test_a_view_cannot_open_itself() -> None:
    response = outcome(RequestFactory().get("/register/?page=2"))
    assert response.status_code == 302
    assert response.url.endswith("?next=/register/%3Fpage%3D2")


def test_the_public_list_opens() -> None:
    assert outcome(RequestFactory().get("/health"), "health") is None


def test_after_a_form_one_returns_to_the_page_that_held_it() -> None:
    request = RequestFactory().post(
        "/register/join/", headers={"Referer": "http://testserver/register/P-1/?tab=log"}
    )
    assert outcome(request).url.endswith("?next=/register/P-1/%3Ftab%3Dlog")


@pytest.mark.parametrize("page", ["https://elsewhere.example/x", ""])
def test_after_a_form_from_elsewhere_one_returns_home(page: str) -> None:
    request = RequestFactory().post("/register/join/", headers={"Referer": page})
    assert outcome(request).url.endswith("?next=/home/")


def test_a_piece_of_a_page_moves_the_whole_page() -> None:
    request = RequestFactory().get(
        "/register/rows/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/register/"},
    )
    response = outcome(request)
    assert response.status_code == 204
    assert response["HX-Redirect"].endswith("?next=/register/")
