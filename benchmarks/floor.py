"""The floor for pages: the same server, sign-in, shell and middleware around one query of its own."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.django import Template
from django.urls import path

from schakel.config.urls import urlpatterns as ours
from schakel.foundation.accounts.models import User

# The shell itself, since everything around the content belongs to the floor too.
TEMPLATE = (
    '{% extends "ui/staff.html" %}{% block title %}Floor{% endblock %}'
    "{% block main %}<p>{{ users }}</p>{% endblock %}"
)


@cache
def _template() -> Template:
    return engines["django"].from_string(TEMPLATE)


def floor(request: HttpRequest) -> HttpResponse:
    """One query, one number."""
    return HttpResponse(_template().render({"users": User.objects.count()}, request))


class CountQueriesMiddleware:
    """Tell in a header how many queries the answer took, those of the middleware included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Queries"] = str(queries)
        return response


urlpatterns = [path("floor/", floor, name="floor"), *ours]
