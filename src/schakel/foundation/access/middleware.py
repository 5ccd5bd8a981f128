"""Closed by default: every page needs a signed-in person unless it stands on the short public list."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def is_public(request: HttpRequest) -> bool:
    """Does the page at hand stand on the public list?"""
    match = request.resolver_match
    return match is not None and match.view_name in settings.PUBLIC_VIEWS


def is_opened_by_token(request: HttpRequest) -> bool:
    """Is the address at hand for programmes? It asks for their token itself, and takes no session for one."""
    match = request.resolver_match
    return match is not None and match.view_name in settings.TOKEN_VIEWS


class ReadableMiddleware:
    """An address with the character that no database takes (NUL) is refused before a page asks one for it.

    Somebody who tries addresses sends it, nobody who reads; in forms each field says so itself, and what is
    for programmes answers in its own form, after it has looked at the token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        if is_opened_by_token(request):
            return
        if "\0" in request.path_info or any("\0" in text for text in asked):
            raise BadRequest("an address with NUL")


class ClosedByDefaultMiddleware:
    """Sends everybody who is not signed in to the sign-in page, and from there back to where they were.

    Only `settings.PUBLIC_VIEWS` opens a page. Django's own `LoginRequiredMiddleware` would also let a view
    open itself (`login_not_required`), and third-party apps do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if is_public(request) or is_opened_by_token(request):
            return None
        if request.user.is_authenticated:
            return None
        to_sign_in = redirect_to_login(return_address(request))
        response: HttpResponse = to_sign_in
        # A piece of a page was asked for: move the whole page.
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204, headers={"HX-Redirect": to_sign_in.url})
        response["Cache-Control"] = "no-store"
        return response


def return_address(request: HttpRequest) -> str:
    """The page to come back to: this one, or, where a form was sent, the page that held the form."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
