"""Reports and persons come out of one cube, each counted by its own rule."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.insight.analysis.choices import KIND_CODES, OTHER, TOTAL, UNKNOWN_YEAR, Unit, kind_of
from schakel.insight.analysis.cubes import Cell, build

pytestmark = pytest.mark.pure
REPORTS, PERSONS = Unit.REPORTS.value, Unit.PERSONS.value
TYPES = ["POLICE", "KMAR", "SHELTER", "COA", "LAWYER", "SELF", "OTHER"]
rows = st.lists(
    st.tuples(st.sampled_from([2023, 2024, None]), st.sampled_from(TYPES), st.integers(1, 6)),
    max_size=40,
)


@given(rows)
def test_every_number_is_what_counting_one_by_one_gives(reports):
    expected = Counter()
    known = defaultdict(set)
    for year, reporter_type, person in reports:
        period = UNKNOWN_YEAR if year is None else str(year)
        for shown in (period, TOTAL):
            for kind in (kind_of(reporter_type), TOTAL):
                expected[(REPORTS, shown, kind)] += 1
                known[(PERSONS, shown, kind)].add((period, person))
    expected.update({cell: len(persons) for cell, persons in known.items()})
    found = build(reports).values()
    assert {cell: value for cell, value in found.items() if value} == dict(expected)


@given(rows)
def test_the_order_of_the_reports_does_not_matter(reports):
    one, other = build(reports), build(list(reversed(reports)))
    assert one.inner == other.inner
    assert one.counts.tolist() == other.counts.tolist()


@given(rows)
def test_guards_are_the_differences_that_a_reader_can_take(reports):
    cube = build(reports)
    values = cube.values()
    differences = set()
    for period in (*cube.periods, TOTAL):
        persons = {kind: values[Cell(PERSONS, period, kind)] for kind in (*KIND_CODES, TOTAL)}
        differences |= {values[Cell(REPORTS, period, kind)] - persons[kind] for kind in persons}
        differences |= {persons[TOTAL] - persons[kind] for kind in persons}
        differences.add(sum(persons[kind] for kind in KIND_CODES) - persons[TOTAL])
    assert set((cube.guards @ cube.counts).tolist()) == differences


def test_somebody_known_to_two_kinds_counts_once_in_the_total():
    values = build([(2024, "POLICE", 1), (2024, "FAIRWORK", 1), (2024, "POLICE", 1)]).values()
    assert values[Cell(PERSONS, "2024", "POLICE")] == 1
    assert values[Cell(PERSONS, "2024", "FAIRWORK")] == 1
    assert values[Cell(PERSONS, "2024", TOTAL)] == 1
    assert values[Cell(REPORTS, "2024", TOTAL)] == 3


def test_a_year_without_reports_is_shown_and_other_years_are_left_out():
    cube = build(
        [(2020, "POLICE", 1), (2024, "POLICE", 2), (None, "KMAR", 3)], range(2020, 2023), False
    )
    assert cube.periods == ("2020", "2021", "2022")
    assert cube.values()[Cell(REPORTS, TOTAL, TOTAL)] == 1


def test_a_kind_of_reporter_that_stands_nowhere_is_another():
    assert kind_of("LAWYER") == OTHER
    assert kind_of("COA") == "SHELTER"
