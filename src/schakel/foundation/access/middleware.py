"""Closed by default: every page needs a signed-in person unless it stands on the short public list."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own login check, with the public pages named in one place (`settings.PUBLIC_VIEWS`)."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponse],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is not None and match.view_name in settings.PUBLIC_VIEWS:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
