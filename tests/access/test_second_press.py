"""Every button of every form is pressed twice: a clear answer, never an error, and nothing is there twice.

Forms are found on the pages of the table in `matrix` and filled in by what they say of themselves, so a new
form is pressed without a line here. What only takes forms and is on no page of these tests is sent what
its own line in the table says.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override

from schakel.foundation.accounts.choices import Role
from tests.access.filling import Data, Form, filled, forms_of, spoiled
from tests.access.lines import INCOMPLETE, Row
from tests.access.matrix import TABLE
from tests.access.world import World

# Pages that hold forms which lead elsewhere.
HOLDERS = frozenset(
    {
        "accounts:user",
        "webhooks:detail",
        "intake:draft-check",
        "intake:delivery",
        "intake:tip",
        "persons:triage",
        "persons:report",
        "persons:person",
        "persons:import",
        "linkage:case",
        "linkage:quality",
        "linkage:decision",
        "linkage:join",
        "analysis:snapshots",
        "delivery:edition",
        "disclosure:release",
        "deliveries:agreement",
        "accountability:statement",
        "estimation:run",
        "synthesis:file",
        "placement:request",
        "placement-clocks:group",
    }
)
# Nothing is made or changed by a second press of these, whatever it writes.
LOOKS = {
    "persons:report-identity": "each look at a name is noted",
    "persons:person-identity": "each look at a name is noted",
    "persons:report-files": "each look at files is noted",
    "persons:report-file": "each look at a file is noted",
    "linkage:identities": "each look at names is noted",
}
# Of others, with tests of their own.
FOREIGN = ("account_", "mfa_", "api:")
# Of some two hundred buttons so many do something at once; the others want what the world does not hold.
ACCEPTED_AT_LEAST = 100
JUNK = (
    "a\x00b",
    "9" * 30,
    "9" * 5_000,
    "\N{SUPERSCRIPT TWO}",
    "-1",
    "2026-02-31",
    "x" * 10_000,
    "<script>\N{GRINNING FACE}",
)


@dataclass
class Press:
    """One button of one form of somebody."""

    name: str
    role: Role
    path: str
    data: Data
    form: Form | None = None
    button: tuple[str, str] = ("", "")

    @property
    def kind(self) -> tuple[Any, ...]:
        """What tells two forms of one address apart."""
        controls = [one.name for one in self.form.controls] if self.form else []
        return (self.name, self.button, *controls)


def takes_forms(client: Client, path: str) -> bool:
    """A view names the methods that it takes; this one is none of them."""
    answer = client.put(path)
    return "POST" in answer.get("Allow", "") if answer.status_code == 405 else False


def name_of(path: str) -> str:
    with override("nl"):
        try:
            return resolve(path.partition("?")[0].partition("#")[0]).view_name
        except Resolver404:
            return ""


def lines(world: World) -> Iterator[tuple[Row, Role, str]]:
    """Each line of the table that somebody can open, as one of those."""
    for row in TABLE:
        if not row.roles or row.name.startswith(FOREIGN):
            continue
        role = min(row.roles)
        with override("nl"):
            yield row, role, reverse(row.name, kwargs=row.given(world))


def on_page(client: Client, role: Role, path: str) -> Iterator[Press]:
    """The buttons of a page."""
    answer = client.get(path)
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        return
    for form in forms_of(answer.content.decode(), path):
        name = name_of(form.action)
        if form.method != "post" or name.startswith(FOREIGN):
            continue
        for button, value in form.buttons or [("", "")]:
            data = filled(form) | ({button: value} if button else {})
            yield Press(name, role, form.action, data, form, (button, value))


@pytest.fixture(scope="module")
def presses(world: World) -> list[Press]:
    """Every form that takes a press, once for each of its buttons, and each address that takes forms."""
    found: dict[Any, Press] = {}
    taking: dict[str, Press] = {}
    for row, role, path in lines(world):
        client = world.client(role)
        with transaction.atomic():
            takes = row.data is not None or takes_forms(client, path)
            if takes:
                data = row.data(world) if row.data else {}
                taking.setdefault(row.name, Press(row.name, role, path, data))
            if row.data is None and (takes or row.name in HOLDERS):
                for press in on_page(client, role, path):
                    found.setdefault(press.kind, press)
            transaction.set_rollback(True)
    pressed = {press.name for press in found.values()}
    return [*found.values(), *(press for name, press in taking.items() if name not in pressed)]


def rows() -> Counter[str]:
    """How many rows each table holds; the log and the sessions grow with every page."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ("audit", "sessions", "contenttypes", "auth")
    ]
    asked = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return Counter(dict(cursor.fetchall()))


def send(client: Client, press: Press, data: Data, page: str) -> Any:
    for values in data.values():
        for one in values if isinstance(values, list) else [values]:
            if hasattr(one, "seek"):
                one.seek(0)
    return client.post(press.path, data | {"csrfmiddlewaretoken": page})


def test_nothing_is_there_twice(world: World, presses: list[Press]) -> None:
    """The same page once more gives the same answer; another page, or another tab, an answer at all."""
    wrong, accepted = [], 0
    for press in presses:
        cache.clear()
        client = world.client(press.role)
        with transaction.atomic():
            answers = [send(client, press, press.data, "one page")]
            if answers[0].status_code == INCOMPLETE:
                more = Counter[str]()
            else:
                after = rows()
                answers.append(send(client, press, press.data, "one page"))
                more = rows() - after
                answers.append(send(client, press, press.data, "another page"))
            transaction.set_rollback(True)
        statuses = [answer.status_code for answer in answers]
        accepted += statuses[0] == 302
        if {409, 500} & set(statuses) or (more and press.name not in LOOKS):
            wrong.append((press.name, press.path, statuses, dict(more)))
    assert not wrong
    assert accepted >= ACCEPTED_AT_LEAST


def test_junk_is_answered_with_a_page(world: World, presses: list[Press]) -> None:
    """Each control of a form gets something else that nobody can mean."""
    wrong = []
    for place, press in enumerate(presses):
        if press.form is None:
            continue
        cache.clear()
        client = world.client(press.role)
        with transaction.atomic():
            answer = send(client, press, spoiled(press.form, JUNK, place), "one page")
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            wrong.append((press.name, press.path, answer.status_code))
    assert not wrong
