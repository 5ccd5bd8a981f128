"""Which database the suite runs on: `SCHAKEL_TEST_DATABASE` is `sqlite` (default) or `postgresql`.

Loaded by pytest as a plugin before Django reads its settings (`-p tests.database` in pyproject.toml),
because the settings take the database's address from the environment once, when they are imported.
"""

import atexit
import os
from contextlib import ExitStack

import pytest

from tests.cluster import ClusterFailedError, NoPostgreSQLError, cluster

ENGINES = ("sqlite", "postgresql")
_open = ExitStack()


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


def pytest_report_header() -> str:
    return f"database: {engine()}"
