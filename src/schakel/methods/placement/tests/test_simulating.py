"""Invented years: the same each time, honest about chance, and nobody in a bed that is taken."""

import json
import subprocess
import sys
from functools import partial
from types import SimpleNamespace

import pytest

from schakel.methods.placement import comparing, program, simulating
from schakel.methods.placement.comparing import interval
from schakel.methods.placement.simulating import WAYS, play
from schakel.methods.placement.worlds import SCHEMES, world

pytestmark = pytest.mark.pure
SMALL = {"seed": 3, "days": 60, "requests": 500, "warming": 30}
SHORT = ["--years", "2", "--days", "30", "--requests", "60"]


@pytest.mark.parametrize("way", WAYS)
def test_a_year_is_the_same_each_time_and_no_bed_is_given_twice(way, monkeypatch):
    drawn = world(**SMALL)
    full = {place["unit"]: place["child_places"] for place in drawn.places}
    seen, children = [], set()

    offered = []

    def watched(waiting, places, book):
        found = WAYS[way](waiting, places, book)
        offered.extend((one.key, one.unit) for one in found.placed)
        left = {place["unit"]: place["free_beds"] for place in places}
        for one in found.placed:
            left[one.unit] -= one.persons
        seen.extend(left.values())
        children.update(full[place["unit"]] - place["child_places"] for place in places)
        return found

    monkeypatch.setattr(simulating, "WAYS", {way: watched})
    year = play(drawn, way)
    assert min(seen) == 0
    assert min(children) == 0 < max(children)
    asked = [one for one in drawn.requests if one.after is None]
    assert (year.split, year.requests) == (0, sum(one.day >= 30 for one in asked))
    assert 0 < year.refusals < year.offers
    assert 0 < year.minors_placed <= year.minors
    assert year.flowed > 0
    assert len(set(offered)) == len(offered), "no unit is offered again to whom it refused"
    assert all(unit.startswith("OMM") for key, unit in offered if key.endswith("-on"))
    assert year.placed + year.unmet == year.persons
    assert 0.5 < year.occupancy <= 1
    assert play(world(**SMALL), way) == year


def test_the_ways_meet_the_same_year():
    years = [play(world(**SMALL), way) for way in WAYS]
    assert len({(one.requests, one.persons, one.nowhere, one.rare_persons) for one in years}) == 1
    assert len({one.placed for one in years}) > 1
    assert sum(SCHEMES["COSM"].units) == 40
    assert sum(SCHEMES["OMM"].units) == 36


def test_only_what_is_more_than_chance_is_called_better():
    assert not interval([0.0, 0.0, 0.0]).sure
    assert not interval([1.0]).sure
    assert interval([4.0, 5.0, 6.0]).sure
    narrow, wide = interval([1.0, 2.0, 4.0]), interval([1.0, 2.0, 4.0], 0.999)
    assert narrow.high - narrow.low < wide.high - wide.low


def test_a_verdict_allows_for_how_many_figures_were_looked_at():
    gains = [1, 2, 3, 4, 5, 9]
    played = {
        "joint": tuple(SimpleNamespace(placed=gain) for gain in gains),
        "one_by_one": tuple(SimpleNamespace(placed=0) for _ in gains),
    }
    found = comparing.Comparison(len(gains), {}, played)
    placed = comparing.MEASURES[0]
    assert found.change("joint", placed, "one_by_one").sure
    assert found.verdict("joint", placed, "one_by_one") == "no difference shown"
    played["joint"] = tuple(SimpleNamespace(placed=gain) for gain in (4, 5, 4, 5, 4, 5))
    assert found.verdict("joint", placed, "one_by_one") == "better"
    assert found.verdict("one_by_one", placed, "joint") == "worse"


def test_the_command_tells_the_same_to_people_and_programs(capsys, monkeypatch):
    monkeypatch.setattr(comparing, "world", partial(world, warming=10))
    assert program.main([*SHORT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["ways"]) == set(WAYS)
    assert told["options"]["seed"] == 1
    assert program.main(SHORT) == 0
    text = capsys.readouterr().out
    assert all(line in text for line in told["verdict"])
    assert "nothing about people" in text


@pytest.mark.parametrize(
    ("name", "value"), [("years", "1"), ("days", "0"), ("every", "99"), ("requests", "-3")]
)
def test_an_option_that_cannot_be_used_is_told(name, value, capsys):
    assert program.main([f"--{name}", value]) == 2
    assert f"--{name} must be between" in capsys.readouterr().err
    assert program.main([f"--{name}", value, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"].startswith(f"--{name}")


def test_the_command_starts_without_django():
    code = (
        "import sys; sys.argv = ['schakel', 'simulate-placement', '--years', '0']\n"
        "from schakel.config.cli import main\n"
        "try: main()\nexcept SystemExit as end: sys.exit(end.code + 10 * ('django' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 2
