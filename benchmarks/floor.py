"""The floors: a page with one query of its own, and a call that inserts one row; all else is the same."""

import json
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.template.backends.django import Template
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

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


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One row with what was sent, in a table without rules; no token, no log, no key."""
    sent = json.loads(request.body)
    key = f"bench-{uuid.uuid4().hex[:30]}"
    row = Session(session_key=key, session_data=json.dumps(sent), expire_date=timezone.now())
    row.save(force_insert=True)
    return JsonResponse({"number": key}, status=201)


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


urlpatterns = [
    path("floor/", floor, name="floor"),
    path("floor/insert", insert, name="floor-insert"),
    *ours,
]
