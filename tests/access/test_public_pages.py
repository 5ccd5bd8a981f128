"""Public pages leave no trace with the visitor, load nothing from elsewhere, and can be left at once."""

import re
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from tests.access.matrix import TABLE, Row
from tests.access.world import World

PAGES = [row for row in TABLE if row.visitor == 200]
# Pages with a form: its token against forged requests is a cookie, and nothing else is.
WITH_FORM = {"account_login", "account_reset_password", "entries:check"}
# A chart inside a page of somebody else: that page is the one to leave, and anybody may frame it.
EMBEDDED = {"figures:embed"}
LOADED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
}


class Parts(HTMLParser):
    """What a page loads by itself, and whether it can be left at once."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.exits: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = dict(pairs)
        if tag in LOADED and attributes.get("rel") not in ("alternate", "canonical", "license"):
            self.loads += filter(None, [attributes.get(LOADED[tag])])
        if "data-quick-exit" in attributes:
            self.exits.append(attributes.get("href") or "")


def visit(world: World, row: Row, language: str = "nl") -> HttpResponse:
    with override(language):
        path = reverse(row.name, kwargs=row.given(world))
    return world.client(None).get(path)


def is_page(answer: HttpResponse) -> bool:
    return answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_cookies(world: World, row: Row) -> None:
    names = set(visit(world, row).cookies)
    assert names == ({"csrftoken"} if row.name in WITH_FORM else set())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_nothing_from_elsewhere_and_an_exit(world: World, row: Row, language: str) -> None:
    answer = visit(world, row, language)
    if not is_page(answer):
        return
    parts = Parts(answer.content.decode())
    assert all(re.match(r"/(?!/)|data:", address) for address in parts.loads), parts.loads
    if row.name in EMBEDDED:
        assert not parts.exits
        return
    assert len(parts.exits) == 1
    assert parts.exits[0].startswith("https://")


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_the_browser_is_told_to_load_from_here_only(world: World, row: Row) -> None:
    policy = visit(world, row)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if row.name in EMBEDDED:
        policy = policy.replace("frame-ancestors *", "")
    assert not re.search(r"https?:|\*", policy)


def test_there_are_public_pages_to_look_at() -> None:
    assert {"public:start", "public:rights", "directory:index"} <= {row.name for row in PAGES}
