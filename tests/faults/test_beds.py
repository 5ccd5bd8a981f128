"""Fifty offers and placements at the same moment on ten beds: one each, and everybody hears the answer."""

import json

import pytest

from tests.demo import Home
from tests.faults.beds import ASKERS, BEDS


@pytest.mark.both
def test_ten_beds_take_ten_and_nobody_is_left_without_an_answer(busy: Home) -> None:
    done = busy.run("shell", "--no-imports", "-c", "from tests.faults import beds; beds.main()")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    heard = dict(found["heard"])
    placed = {request: number for request, number in heard.items() if number != "taken"}
    assert len(heard) == ASKERS
    assert placed == dict(found["placed"])
    assert len(placed) == BEDS
    assert (found["most_in_a_unit"], found["double"]) == (1, 0)
    assert (found["unanswered"], found["answers"]) == (0, BEDS)
