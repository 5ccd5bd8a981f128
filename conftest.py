"""What every test of every app stands on: a migrated database that holds the reference data."""

import pytest
from django.core.management import call_command, get_commands


def _load_reference() -> None:
    if "load_reference" in get_commands():
        call_command("load_reference", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """After the migrations: code lists, municipalities and countries, once for the whole session."""
    with django_db_blocker.unblock():
        _load_reference()


@pytest.fixture(autouse=True)
def reference_after_flush(request: pytest.FixtureRequest) -> None:
    """A test on real transactions empties every table at its end; the next one needs them filled."""
    marker = request.node.get_closest_marker("django_db")
    on_transactions = bool(marker and marker.kwargs.get("transaction"))
    if on_transactions or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        _load_reference()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one browser and one served demo: a parallel run keeps them together."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
