"""The linkage unit's few pages are usable by everyone, too. They are asked for here, without a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, Route

from schakel.foundation.accounts.choices import Role
from schakel.linkage_unit.tests.conftest import doors, epoch, people, unit  # noqa: F401
from tests.accessibility.inspection import EVERYTHING, inspect, listening
from tests.accessibility.pages import links

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ADDRESS = "https://unit.example"
# Pages that the unit shares with the centre are looked at there.
SHARED = ("/account", "/accounts", "/log", "/mfa")


def _pages(client: Client) -> dict[str, HttpResponse]:
    """One of each kind that the unit's own links lead to; some addresses only take forms."""
    found: dict[str, HttpResponse] = {}
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        if "?" in path or path.startswith(SHARED) or (kind := resolve(path).view_name) in seen:
            continue
        seen.add(kind)
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            found[path] = answer
            waiting += links(answer.content.decode())
    return found


def _answer(pages: Mapping[str, HttpResponse], route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path in pages:
        page = pages[path]
        route.fulfill(status=200, headers=dict(page.headers), body=page.content)
    else:
        file = finders.find(path.removeprefix("/static/"))
        route.fulfill(path=Path(str(file))) if file else route.fulfill(status=404)


def test_the_pages_of_the_unit_are_accessible(
    browser: Browser,
    people: dict[str, Any],  # noqa: F811
    settings: Any,
) -> None:
    settings.SCHAKEL_DEMO = True  # no second step in this test
    client = Client(headers={"accept-language": "nl"})
    client.force_login(people[Role.ADMINISTRATOR])
    pages = _pages(client)
    assert len(pages) > 4
    context = browser.new_context(base_url=ADDRESS, locale="nl-NL")
    context.route("**/*", lambda route: _answer(pages, route))
    page = context.new_page()
    wrong: list[str] = []
    with listening(page, ADDRESS) as heard:
        for path in pages:
            wrong += inspect(page, path, heard, schemes={"light": EVERYTHING})
    context.close()
    assert not wrong, "\n" + "\n".join(wrong)
