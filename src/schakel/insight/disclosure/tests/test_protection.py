"""Whatever the register holds, what comes out shows nothing small and still adds up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.insight.analysis.choices import KIND_CODES, TOTAL, Unit
from schakel.insight.analysis.cubes import Cell, build
from schakel.insight.analysis.tests.people import reports
from schakel.insight.disclosure.choices import BASE
from schakel.insight.disclosure.protection import protect

pytestmark = pytest.mark.pure
REPORTS, PERSONS = Unit.REPORTS.value, Unit.PERSONS.value
registers = st.builds(
    reports,
    seed=st.integers(0, 10_000),
    persons=st.integers(0, 300),
    years=st.just((2023, 2024, None)),
)


@given(registers)
@settings(max_examples=60, deadline=None)
def test_nothing_from_1_to_4_is_shown_or_found_by_subtracting(rows):
    after = protect(build(rows, (2023, 2024))).after
    values = after.values()
    for period in (*after.periods, TOTAL):
        persons = [values[Cell(PERSONS, period, kind)] for kind in KIND_CODES]
        total = values[Cell(PERSONS, period, TOTAL)]
        seen = [*persons, total, sum(persons) - total, *(total - each for each in persons)]
        for kind in (*KIND_CODES, TOTAL):
            many = values[Cell(REPORTS, period, kind)]
            seen += [many, many - values[Cell(PERSONS, period, kind)]]
        assert not [value for value in seen if value < 0 or 0 < value < BASE]


@given(registers)
@settings(max_examples=60, deadline=None)
def test_periods_and_kinds_add_up(rows):
    after = protect(build(rows, (2023, 2024))).after
    values = after.values()
    for unit in (REPORTS, PERSONS):
        for kind in (*KIND_CODES, TOTAL):
            parts = [values[Cell(unit, period, kind)] for period in after.periods]
            assert sum(parts) == values[Cell(unit, TOTAL, kind)]
    for period in (*after.periods, TOTAL):
        parts = [values[Cell(REPORTS, period, kind)] for kind in KIND_CODES]
        assert sum(parts) == values[Cell(REPORTS, period, TOTAL)]


@given(registers)
@settings(max_examples=40, deadline=None)
def test_what_was_empty_stays_empty_and_the_verdict_passes(rows):
    protected = protect(build(rows, (2023, 2024)))
    before = protected.before.values()
    assert protected.passed
    assert all(value == 0 for cell, value in protected.after.values().items() if before[cell] == 0)


def test_the_changes_are_small_beside_the_numbers():
    verdict = protect(build(reports(persons=400), (2022, 2023, 2024))).verdict
    assert verdict.small_before > 0
    assert verdict.largest_error <= 12
    assert verdict.mean_error <= 2.5


def test_the_same_records_give_the_same_hash_and_other_records_another():
    rows = reports(persons=400)
    years = (2022, 2023, 2024)
    first = protect(build(rows, years)).content_hash
    assert first == protect(build(list(reversed(rows)), years)).content_hash
    assert (
        first
        != protect(
            build(rows + [(2024, "POLICE", 10_000 + n) for n in range(9)], years)
        ).content_hash
    )
