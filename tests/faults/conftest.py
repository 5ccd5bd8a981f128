"""A small installation of its own for each fault."""

import os
from pathlib import Path
from shutil import copytree

import psycopg
import pytest

from tests import demo
from tests.database import engine
from tests.demo import Home
from tests.faults.reporters import settings
from tests.migrated import TEMPLATE


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder without anything in it yet."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `schakel setup` leaves it; made once, and copied for each fault."""
    return demo.installation(tmp_path_factory.mktemp("installation"), settings())


@pytest.fixture
def prepared(installation: Path, tmp_path: Path) -> Home:
    """A database with its tables and code lists, and no reports."""
    return Home(copytree(installation, tmp_path / "home"))


@pytest.fixture
def mortal(installation: Path, tmp_path: Path) -> Home:
    """The same, for processes that will not live long."""
    return Home(copytree(installation, tmp_path / "home"), settings())


@pytest.fixture
def busy(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home that many will use at once, on the database of this pass of the suite."""
    folder = tmp_path / "home"
    if engine() == "sqlite":
        return Home(copytree(request.getfixturevalue("installation"), folder), settings())
    folder.mkdir()
    request.getfixturevalue("django_db_setup")
    home = Home(folder, {**settings(), **_database()})
    done = home.run("setup")
    assert done.returncode == 0, done.stderr
    return home


def _database() -> dict[str, str]:
    """A database beside the one of the suite, with the same tables and nothing in them."""
    server, name = os.environ["SCHAKEL_DATABASE_URL"].rsplit("/", 1)
    # Another worker may run another test with a database of its own.
    own = f"busy_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(f"{server}/{name}", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {own}")
        connection.execute(f"CREATE DATABASE {own} TEMPLATE {TEMPLATE}")
    return {"SCHAKEL_DATABASE_URL": f"{server}/{own}"}
