"""What every test of every app stands on: a migrated database that holds the reference data."""

import gc
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases
from django.utils import translation
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests import migrated
from tests.database import on_transactions

# No example fails for being slow: the machine may be busy with something else.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
# `--hypothesis-profile=thousand`: tests that ask for it take as many examples as are told of.
settings.register_profile("thousand", max_examples=1000)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def own_database() -> str:
    """Of whoever runs the tests, which none may touch."""
    return str(connection.settings_dict["NAME"])


@pytest.fixture(scope="session")
def migrations_at_hand() -> Iterator[ExitStack]:
    """A database that is made until this is closed begins with what the suite has migrated already."""
    with ExitStack() as stack:
        stack.enter_context(migrated.at_hand())
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(
    own_database: str,
    migrations_at_hand: ExitStack,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """After the migrations: code lists, municipalities and countries, once for the whole session."""
    with django_db_blocker.unblock():
        if str(connection.settings_dict["NAME"]) == own_database:
            # pytest-django made none: it looks for the mark `django_db`, which tests of one world lack.
            setup_databases(verbosity=0, interactive=False, aliases={connection.alias})
        migrations_at_hand.close()
        migrated.keep()
        _load_reference()


@pytest.fixture(scope="session", autouse=True)
def snapshots_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Snapshots lie in files, which no rollback takes away: not in the home of whoever runs the tests."""
    django_settings.SCHAKEL_SNAPSHOTS = tmp_path_factory.mktemp("snapshots")


@pytest.fixture(autouse=True)
def reference_after_flush(request: pytest.FixtureRequest) -> None:
    """A test on real transactions empties every table at its end; the next one needs them filled."""
    if on_transactions(request.node):
        request.getfixturevalue("transactional_db")
        _load_reference()


@pytest.fixture(autouse=True)
def language_of_the_site() -> None:
    """A request leaves its language behind in the process; the next test starts in Dutch again."""
    translation.deactivate()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Let the tables be emptied after a test on real transactions, also those that refuse to be."""
    if not on_transactions(item):
        return (yield)
    with item.config.stash[blocking_manager_key].unblock(), _guards_down():
        return (yield)


def _load_reference() -> None:
    call_command("load_reference", stdout=StringIO())


@contextmanager
def _guards_down() -> Iterator[None]:
    """Without the triggers that keep the log and the reports from being changed."""
    down, up = _switch()
    _execute(down)
    try:
        yield
    finally:
        _execute(up)


def _switch() -> tuple[list[str], list[str]]:
    """The statements that put this database's triggers out of work, and back to work."""
    if connection.vendor == "postgresql":
        setting = "SET session_replication_role ="
        return [f"{setting} replica"], [f"{setting} DEFAULT"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    names = [connection.ops.quote_name(name) for name, _sql in triggers]
    return [f"DROP TRIGGER {name}" for name in names], [sql for _name, sql in triggers]


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
