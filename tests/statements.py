"""Which tests PostgreSQL is asked, chosen by what they ask of SQLite: docs/decisions/0032 says why.

Loaded by pytest as a plugin. In a run of the whole suite, the pass on SQLite writes down which statements
each test sends; the pass on PostgreSQL leaves out tests whose statements enough others send. Without
`SCHAKEL_TEST_STATEMENTS` (a path) nothing is written down, and nothing left out.
"""

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import is_hypothesis_test

from tests.database import engine, on_transactions
from tests.demo import STATEMENTS

# How many tests send a statement to PostgreSQL, of those that send it at all.
ENOUGH = 2
# And where the two understand something differently: searching, JSON, moments, windows, its own functions.
MORE, DIFFERENT = 5, re.compile(r"LIKE|UPPER\(|LOWER\(|REGEXP|JSON|COLLATE|OVER \(|django_", re.I)
# One statement, with however many rows, values and savepoints it is sent.
SAME = (
    (re.compile(r'"s\d+_x\d+"'), "savepoint"),
    (re.compile(r"\b\d+\b"), "0"),
    (re.compile(r"%s(?:, ?%s)+"), "%s"),
    (re.compile(r"(\([^()]*%s[^()]*\))(?:, ?\([^()]*%s[^()]*\))+"), r"\1"),
)


@cache
def shape(statement: str) -> str:
    """What a statement asks, whatever it is asked about."""
    for found, written in SAME:
        statement = found.sub(written, statement)
    return statement


def chosen(record: Mapping[str, Collection[str]], always: Collection[str] = ()) -> set[str]:
    """Tests that send every statement often enough, with those of `always`; the same for the same record.

    Rare statements first, which leave least choice; of their senders whoever has most of what is wanted,
    for what it takes.
    """
    senders = defaultdict(list)
    for test in sorted(record):
        for one in sorted(set(record[test])):
            senders[one].append(test)
    wanted = Counter({one: MORE if DIFFERENT.search(one) else ENOUGH for one in senders})
    found = set(always)
    for test in found & set(record):
        wanted.subtract(set(record[test]))

    def worth(test: str) -> float:
        sent = set(record[test])
        return sum(wanted[one] > 0 for one in sent) / (1 + len(sent))

    for one in sorted(senders, key=lambda one: (len(senders[one]), one)):
        for test in sorted(set(senders[one]) - found, key=lambda test: (-worth(test), test)):
            if wanted[one] <= 0:
                break
            found.add(test)
            wanted.subtract(set(record[test]))
    return found


def _whatever_it_asks(item: pytest.Item) -> bool:
    """Made-up values, real transactions, or marked: the statements do not tell what it finds out."""
    return (
        is_hypothesis_test(getattr(item, "obj", None))
        or on_transactions(item)
        or item.get_closest_marker("both") is not None
    )


class Recorder:
    """Writes down what each test that passes sends, its fixtures included."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sent: dict[str, list[str]] = {}
        self.now: set[str] = set()
        self.test = ""

    def _listen(self, execute: Any, statement: Any, *rest: Any) -> Any:
        self.now.add(shape(str(statement)))
        try:
            return execute(statement, *rest)
        except DatabaseError:
            # What one database refuses, the other must refuse by means of its own: nobody asks that instead.
            self.now.add(f"refused in {self.test}")
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.now, self.test = set(), item.nodeid
        with connection.execute_wrapper(self._listen):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.sent[report.nodeid] = sorted(self.now)

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps(self.sent), encoding="utf-8")


class Chooser:
    """Leaves out what others ask as well; a test that the record does not know is asked."""

    def __init__(self, path: Path) -> None:
        self.record = json.loads(path.read_text("utf-8"))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        # Others may have been deselected: those do not send anything.
        here = {item.nodeid for item in items}
        record = {test: sent for test, sent in self.record.items() if test in here}
        always = {item.nodeid for item in items if _whatever_it_asks(item)} | (here - set(record))
        asked = chosen(record, always)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in asked])
        items[:] = [item for item in items if item.nodeid in asked]


def pytest_configure(config: pytest.Config) -> None:
    path = os.environ.get(STATEMENTS)
    if not path:
        return
    if engine() == "sqlite":
        config.pluginmanager.register(Recorder(Path(path)))
    elif Path(path).exists():
        config.pluginmanager.register(Chooser(Path(path)))
