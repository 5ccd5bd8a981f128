"""Every address × every role, against the table in `matrix`."""

from collections.abc import Collection, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from schakel.config import urls
from schakel.foundation.accounts.choices import Role
from tests.access.matrix import TABLE, Row
from tests.access.world import World
from tests.database import engine


def names(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The full name of every address below `resolver`."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join((*namespaces, entry.name or f"(no name) {entry.pattern}"))


def ask(world: World, row: Row, role: Role | None) -> HttpResponse:
    """Open the address of `row` as somebody of this role; what changes is undone."""
    cache.clear()
    client = world.client(role)
    with override("nl"):
        path = reverse(row.name, kwargs=row.given(world))
    data = row.data(world) if row.data else None
    with transaction.atomic():
        answer = client.get(path) if data is None else client.post(path, data)
        transaction.set_rollback(True)
    return answer


def is_sent_to_sign_in(answer: HttpResponse) -> bool:
    """Closed: to the sign-in page, with the address to come back to."""
    return answer.status_code == 302 and answer.url.startswith(f"{reverse('account_login')}?next=")


def test_the_table_has_every_address_and_no_other() -> None:
    with override("nl"):
        existing = set(names(get_resolver()))
    tabled = {row.name for row in TABLE}
    assert sorted(existing - tabled) == [], "addresses without a line in tests/access/matrix.py"
    assert sorted(tabled - existing) == [], "lines of tests/access/matrix.py without an address"


def test_every_line_says_something_of_its_own() -> None:
    lines = [str(row) for row in TABLE]
    assert len(lines) == len(set(lines))


def test_the_public_list_is_what_the_table_opens_to_visitors() -> None:
    for_visitors = {row.name for row in TABLE if row.visitor not in (None, 401)}
    assert for_visitors == settings.PUBLIC_VIEWS
    assert {row.name for row in TABLE if row.visitor == 401} == settings.TOKEN_VIEWS


def asking(row: Row) -> Collection[Role]:
    """Everybody; of a public page, and on PostgreSQL, one role for each answer that the table gives.

    A public page never looks who is there, which `test_public_pages` holds it to. Elsewhere who may is
    decided before the database is asked, and `test_two_faces` compares the rules on both.
    """
    if engine() == "sqlite" and row.visitor is None:
        return list(Role)
    return {row.expected(role): role for role in Role}.values()


REFUSALS = (403, 404)


def refuse_briefly(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """From here on in this test, an answer with this status has no page around it."""
    monkeypatch.setattr(
        urls, f"handler{status}", lambda *_, **__: HttpResponse(status=status), raising=False
    )


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_role_gets_what_the_table_says(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same page that says no, one is drawn at each address; below, one for each role."""
    wrong = {}
    for role in asking(row):
        answer = ask(world, row, role)
        if answer.status_code != row.expected(role) or is_sent_to_sign_in(answer):
            wrong[str(role)] = (answer.status_code, getattr(answer, "url", ""), row.expected(role))
        elif row.leads and role in row.roles:
            assert answer.url.startswith(row.leads)
        if answer.status_code in REFUSALS:
            refuse_briefly(monkeypatch, answer.status_code)
    assert not wrong, "role: (status, leads to, expected)"


@pytest.mark.parametrize("role", Role)
def test_whoever_is_refused_gets_a_page_that_says_so(world: World, role: Role) -> None:
    pages = [
        row
        for row in TABLE
        if row.data is None and row.visitor is None and not row.name.startswith("api:")
    ]
    refused = {row.expected(role): row for row in pages if row.expected(role) in REFUSALS}
    assert 403 in refused
    for status, row in refused.items():
        answer = ask(world, row, role)
        assert answer.status_code == status
        assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_visitors_see_the_public_pages_and_no_other(world: World, row: Row) -> None:
    answer = ask(world, row, None)
    if row.visitor is None:
        assert is_sent_to_sign_in(answer), answer.status_code
    else:
        assert answer.status_code == row.visitor
        assert not is_sent_to_sign_in(answer)
