"""Which database the suite runs on: `SCHAKEL_TEST_DATABASE` is `sqlite` (default) or `postgresql`.

Loaded by pytest as a plugin before Django reads its settings (`-p tests.database` in pyproject.toml),
because the settings take the database's address from the environment once, when they are imported.
"""

import atexit
import os
from contextlib import ExitStack

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.cluster import ClusterFailedError, NoPostgreSQLError, cluster

ENGINES = ("sqlite", "postgresql")
_open = ExitStack()
# On PostgreSQL a property is tried with a share of the examples: docs/decisions/0032 says why.
SHARE, FEWEST = 4, 5


def engine() -> str:
    """The chosen engine; a word that is neither is an error, not a silent default."""
    name = os.environ.get("SCHAKEL_TEST_DATABASE") or "sqlite"
    if name not in ENGINES:
        raise pytest.UsageError(f"SCHAKEL_TEST_DATABASE={name}: choose one of {', '.join(ENGINES)}")
    return name


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start the cluster; workers of a parallel run inherit the address of the first process."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if engine() == "sqlite":
        os.environ.pop("SCHAKEL_DATABASE_URL", None)
        return
    # Not pytest's own end hook: that one is not called when a run fails before it has begun.
    atexit.register(_open.close)
    try:
        os.environ["SCHAKEL_DATABASE_URL"] = _open.enter_context(cluster())
    except (NoPostgreSQLError, ClusterFailedError) as reason:
        raise pytest.UsageError(f"no PostgreSQL to test on: {reason}") from reason


def examples(number: int) -> int:
    """How many of so many examples a property test tries on this database."""
    return number if engine() == "sqlite" else max(min(number, FEWEST), number // SHARE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All examples of the property tests on SQLite, fewer on PostgreSQL; and no pure test that is not."""
    if wrong := [item.nodeid for item in items if item.get_closest_marker("pure") and _asks(item)]:
        # One is enough to make the pass without a database migrate one, and it would run on SQLite only.
        raise pytest.UsageError(f"marked pure, yet asking a database: {', '.join(wrong)}")
    tests = {getattr(obj, "__func__", obj) for item in items if (obj := getattr(item, "obj", None))}
    for test in filter(is_hypothesis_test, tests):
        given = test._hypothesis_internal_use_settings or settings.default
        fewer = settings(given, max_examples=examples(given.max_examples))
        test._hypothesis_internal_use_settings = fewer


def _asks(item: pytest.Item) -> bool:
    """Whether a test uses the database that pytest makes."""
    fixtures = {"db", "django_db_setup", "transactional_db"} & set(
        getattr(item, "fixturenames", ())
    )
    return bool(fixtures or item.get_closest_marker("django_db"))


def on_transactions(item: pytest.Item) -> bool:
    """Whether a test commits for real, so that no rollback takes away what it did."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


def pytest_report_header() -> str:
    return f"database: {engine()}"
