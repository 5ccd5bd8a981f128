"""The attacks break what is known to be weak, in about the measured proportions, and not what holds."""

from dataclasses import replace
from functools import cache, partial

import pytest

from schakel.methods.attacks.releases import Dimension
from schakel.methods.attacks.suite import Settings, run
from schakel.methods.attacks.tests import registers
from schakel.methods.disclosure.tests.microdata import microdata

pytestmark = pytest.mark.pure


@cache
def case(protection):
    return registers.case(registers.MAKERS[protection], registers.people(seed=2))


@cache
def attacked(protection, code, targets=20, pairs=3, batch=25):
    settings = Settings(only=[code], targets=targets, pairs=pairs, batch=batch)
    (verdict,) = run(case(protection), settings)
    return verdict


def shares(protection):
    by_kind = attacked(protection, "S1").details["by_kind"]
    return [by_kind[kind]["determined"] / by_kind[kind]["targets"] for kind in ("small", "single")]


def test_exact_tables_give_everything_away():
    small, single = shares("exact")
    assert small == 1
    assert single > 0.3
    for code in ("S1", "S2", "S3", "S4", "S6"):
        assert not attacked("exact", code).passed, code
    assert attacked("exact", "S2").measured == 1
    assert attacked("exact", "S4").measured > 0.9


def test_leaving_small_numbers_out_is_undone_by_subtraction():
    small, single = shares("suppressed")
    assert small > 0.5
    assert single > 0.3
    assert not attacked("suppressed", "S6").passed


def test_rounding_each_number_by_itself_leaves_narrow_bounds_and_contradictions():
    verdict = attacked("rounded", "S1", targets=10)
    assert not verdict.passed
    assert verdict.details["narrowest"] <= 1
    assert not attacked("rounded", "S6").passed
    assert not attacked("rounded", "S4").passed


def test_small_count_rounding_holds():
    for code in ("S1", "S2", "S3", "S6", "S7"):
        verdict = attacked("small_count", code, targets=200)
        assert verdict.passed, verdict
    found = attacked("small_count", "S1", targets=200).details
    assert found["targets"] == 400
    assert found["narrowest"] == 4


def test_one_record_added_is_found_and_a_hundred_are_not():
    assert not attacked("small_count", "S4", batch=1, pairs=8).passed
    assert attacked("small_count", "S4", batch=100, pairs=3).passed


def test_the_worst_cell_is_named():
    assert "=" in attacked("exact", "S1").worst_cell
    assert attacked("small_count", "S1", targets=200).worst_cell.endswith("in 0-4")


@pytest.mark.parametrize("seed", [101, 102, 103])
def test_eight_attributes_hold_on_seeds_that_nothing_was_tuned_on(seed):
    columns = microdata(registers.PEOPLE, seed)
    rows = list(zip(*([str(code) for code in column] for column in columns), strict=True))
    dimensions = tuple(Dimension(f"d{place}") for place in range(len(columns)))
    empty = replace(registers.EMPTY, dimensions=dimensions)
    made = registers.case(partial(registers.small_count, empty=empty), rows)
    for verdict in run(made, Settings(only=("S1", "S2", "S3", "S6", "S7"))):
        assert verdict.passed, verdict
