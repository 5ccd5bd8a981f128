"""Processes killed at any moment: nothing lost, nothing doubled, and it can always be gone on with.

Some kills here; `python scripts/kills.py --kills 1000` does as many as you want.
"""

from random import Random

import pytest

from tests.demo import Home
from tests.faults.kills import kill_imports, kill_submissions

pytestmark = pytest.mark.pure

KILLS = 6
SERVER_KILLS = 3
SEED = 2026


def test_killed_imports_leave_whole_chunks_and_end_when_run_again(mortal: Home) -> None:
    tally = kill_imports(mortal, KILLS, Random(SEED))
    assert tally.wrong == []
    assert tally.kills >= KILLS


def test_a_killed_server_loses_and_doubles_no_report(mortal: Home) -> None:
    tally = kill_submissions(mortal, SERVER_KILLS, Random(SEED))
    assert tally.wrong == []
    assert tally.kills >= SERVER_KILLS
    assert tally.reports > 0
