"""A second factor is asked of everybody who can see a person, before anything else opens."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from schakel.foundation.access.middleware import is_opened_by_token, is_public
from schakel.foundation.accounts.queries import has_second_factor

# What is needed to set up a factor, and to leave.
OPEN_WITHOUT_FACTOR = frozenset(
    {
        "accounts:second-factor",
        "accounts:stay",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)


class SecondFactorMiddleware:
    """Whoever needs a second factor and has none can reach only the pages that set one up.

    The password has been checked by then; a factor that is registered was asked for by allauth at sign-in.
    The demonstration has no second factor, and says so on its sign-in page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if settings.SCHAKEL_DEMO or is_public(request) or is_opened_by_token(request):
            return None
        if not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WITHOUT_FACTOR:
            return None
        if not request.user.needs_second_factor or has_second_factor(request.user):
            return None
        return redirect("accounts:second-factor")
