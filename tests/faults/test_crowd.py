"""Many reporters at the same moment: nobody is sent away, nothing is lost, nothing is there twice."""

import pytest

from tests.demo import Home
from tests.faults.crowd import crowd, differences, serving
from tests.faults.reporters import access

REPORTERS, PROGRAMS = 9, 3
SECONDS = 2.0


@pytest.mark.both
def test_a_crowd_is_served_and_every_report_is_there_once(busy: Home) -> None:
    with serving(busy) as server:
        outcome = crowd(access(busy, REPORTERS, PROGRAMS).callers(server.address), SECONDS)
    assert outcome.refused == []
    assert outcome.unanswered == 0
    assert len(outcome.receipts) >= REPORTERS + PROGRAMS
    assert differences(busy, outcome.receipts) == []
