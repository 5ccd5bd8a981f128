"""Every page of the system, found by walking the address table and the links on the pages themselves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import (
    NoReverseMatch,
    Resolver404,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from django.utils.translation import override
from playwright.sync_api import APIRequestContext

# Addresses that are no page to look at, each with its reason.
NO_PAGE = {
    "health": "answers machines with one word",
    "api:api-root": "answers programs",
    "api:nothing-here": "answers programs",
    "api:figure": "answers programs",
    **dict.fromkeys(
        (
            *("directory:service", "directory:organization", "directory:organizations"),
            *("directory:taxonomy", "directory:taxonomies"),
            *("directory:taxonomy-term", "directory:taxonomy-terms"),
        ),
        "answers programs",
    ),
    **dict.fromkeys(settings.TOKEN_VIEWS, "answers programs, by token"),
    "accounts:stay": "answers the script that warns before a session ends",
}
# How many pages of one kind are opened: one user may offer what another does not. Of a kind that an earlier
# visitor opened, another opens one.
EXAMPLES, AGAIN = 2, 1


def addresses() -> set[str]:
    """The name of every address in the system."""
    return set(_names(get_resolver()))


def _names(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _names(entry, deeper)
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join((*namespaces, entry.name))


def plain_path(name: str) -> str | None:
    """The Dutch address of a page that needs no arguments; None for the others."""
    with override("nl"):
        try:
            return reverse(name)
        except NoReverseMatch:
            return None


@cache
def name_of(path: str) -> str | None:
    """Which page stands at `path`; None when it is none of ours. Most links stand on every page."""
    with override("nl"):
        try:
            return resolve(urlsplit(path).path).view_name
        except Resolver404:
            return None


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        # Where a form leads counts too: an address that only takes forms must be seen to exist.
        wanted = {"a": "href", "form": "action", "button": "formaction"}.get(tag)
        self.found += [value for name, value in attributes if name == wanted and value]


def links(html: str) -> list[str]:
    """Addresses of our own that a page links to, in the order of the page."""
    reader = _Links()
    reader.feed(html)
    return [link for link in reader.found if link.startswith("/") and not link.startswith("/en/")]


@dataclass
class Tour:
    """What one visitor can open: one example address per page, what is no page, and what broke.

    No page: files to download, addresses that lead on to another, and those that only take forms
    (405 when merely opened). Being sent to the sign-in page does not count as having been there.
    """

    pages: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def tour(requests: APIRequestContext, public: Collection[str], earlier: Collection[str]) -> Tour:
    """Open every page that this visitor may, starting from those that need no arguments.

    `public`: names of pages that are the same for everybody, and were opened by another visitor. `earlier`:
    names of the others that were.
    """
    seen = Tour()
    waiting = [path for name in sorted(addresses()) if (path := plain_path(name))]
    tried: dict[str, set[str]] = {}
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        name = name_of(path)
        examples = tried.setdefault(name or "", set())
        if name is None or name in NO_PAGE or name in public:
            continue
        if path in examples or len(examples) == (AGAIN if name in earlier else EXAMPLES):
            continue
        examples.add(path)
        waiting += _visit(requests, name, path, seen)
    return seen


def _visit(requests: APIRequestContext, name: str, path: str, seen: Tour) -> list[str]:
    answer = requests.get(path, max_redirects=0)
    if answer.status >= 500:
        seen.broken.append(f"{name} {path}: {answer.status}")
    elsewhere = answer.headers.get("location", "")
    if answer.status == 405 or (elsewhere and "/account/login/" not in elsewhere):
        seen.other.setdefault(name, path)
    if answer.status != 200:
        return []
    if "text/html" not in answer.headers.get("content-type", ""):
        seen.other.setdefault(name, path)
        return []
    seen.pages.setdefault(name, path)
    return links(answer.text())
