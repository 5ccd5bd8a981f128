"""A small installation of its own for each fault."""

from pathlib import Path

import pytest

from tests.demo import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder without anything in it yet."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture
def prepared(home: Home) -> Home:
    """A database with its tables and code lists, and no reports."""
    done = home.run("setup")
    assert done.returncode == 0, done.stderr
    return home
