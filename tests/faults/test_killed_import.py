"""A machine that stops in the middle of an import: whole chunks or nothing, and it can be run on."""

import json
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.demo import Home
from tests.standards.patterns import as_file, in_file

pytestmark = pytest.mark.pure

# More than a chunk (1,000), so that the file is taken in by two.
ROWS = 1200
# How far the import has come when the machine stops, in bytes that SQLite has written ahead: the first chunk
# is in. Moments drawn at random are in the tests of random kills.
WRITTEN = 2_600_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The first rows of the published lists, which hold persons on one, two and three lists."""
    path = tmp_path / "lists.csv"
    header, *rows = as_file().splitlines()
    path.write_text("\n".join([header, *rows[:ROWS]]) + "\n", encoding="utf-8")
    return path


def _database(home: Home) -> Path:
    return home.path / "schakel.sqlite3"


def _ask(home: Home, question: str) -> list[tuple]:
    with closing(sqlite3.connect(_database(home))) as connection:
        return connection.execute(question).fetchall()


def _kill_in_the_middle(home: Home, file: Path) -> None:
    """Start the import and stop it with no chance to tidy up once it has written so much."""
    ahead = _database(home).with_name(f"{_database(home).name}-wal")
    running = home.start(
        "import-reports", str(file), "--format", "lists", "--json",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while running.poll() is None:
        if ahead.exists() and ahead.stat().st_size > WRITTEN:
            running.kill()
            running.wait()
            return
        # Looking all the time would take a processor of its own; a chunk takes a hundred times as long.
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.002)
    pytest.fail("the import ended before it could be stopped: choose an earlier moment")


def test_a_killed_import_leaves_whole_chunks_and_can_be_run_on(prepared: Home, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    reports, persons = len(text.splitlines()) - 1, in_file(text).total()
    _kill_in_the_middle(prepared, file)

    assert _ask(prepared, "PRAGMA integrity_check") == [("ok",)]
    # A long file is taken in by chunks: what is in was counted with it, and has become persons.
    counted = "SELECT COALESCE(SUM(reports), 0), COALESCE(SUM(persons), 0) FROM intake_importbatch"
    kept = "SELECT (SELECT COUNT(*) FROM intake_report), (SELECT COUNT(*) FROM persons_person)"
    assert _ask(prepared, kept) == _ask(prepared, counted)
    loose = "SELECT COUNT(*) FROM intake_report WHERE id NOT IN (SELECT report_id FROM persons_membership)"
    assert _ask(prepared, loose) == [(0,)]

    again = prepared.run("import-reports", str(file), "--format", "lists", "--json")
    assert again.returncode == 0, again.stderr
    answer = json.loads(again.stdout)
    assert answer["reports"] + answer["unchanged"] == reports
    assert _ask(prepared, "SELECT COUNT(*) FROM intake_report") == [(reports,)]
    assert _ask(prepared, "SELECT COUNT(*) FROM persons_person") == [(persons,)]
    kinds = Counter(
        dict(_ask(prepared, "SELECT reporter_type, COUNT(*) FROM intake_report GROUP BY 1"))
    )
    assert kinds.total() == reports

    chain = prepared.run("audit", "verify")
    assert chain.returncode == 0, chain.stdout + chain.stderr
