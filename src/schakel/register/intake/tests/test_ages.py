"""Ages from partial dates: always a range that holds the truth, and never wider than it must be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.ages import (
    age_at,
    age_bounds,
    age_group_at,
    age_range,
    group_of,
    starting_age_range,
)

pytestmark = pytest.mark.pure
DAYS = st.dates(date(1905, 1, 1), date(2095, 12, 31))


def blurred(day: date, known: int, shift: int) -> PartialDate:
    """What may be told of a day: its year, its month or all; `shift` days off makes it rough."""
    told = day + timedelta(days=shift)
    return PartialDate(*(told.year, told.month, told.day)[:known], about=shift != 0)


TOLD = st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([0, 0, -300, 300]))


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@given(DAYS, DAYS, TOLD, TOLD)
def test_the_range_holds_the_true_age(born, on, how_born, how_on):
    assume(born <= on)
    low, high = age_bounds(blurred(born, *how_born), blurred(on, *how_on))
    assert 0 <= low <= years(born, on) <= high


@given(DAYS, DAYS)
def test_whole_dates_leave_one_age(born, on):
    assume(born <= on)
    whole = blurred(born, 3, 0), blurred(on, 3, 0)
    assert age_at(*whole) == years(born, on)


@given(DAYS, DAYS)
def test_about_widens_by_a_year_either_way(born, on):
    assume(born.year + 3 <= on.year)
    exact, told = PartialDate(born.year), blurred(on, 3, 0)
    low, high = age_bounds(exact, told)
    assert age_bounds(replace(exact, about=True), told) == (low - 1, high + 1)


@given(DAYS, DAYS, DAYS, TOLD, TOLD, TOLD)
def test_the_age_at_the_start_holds_the_truth(born, start, on, how_born, how_start, how_on):
    assume(born <= start <= on)
    period = PartialPeriod(start=blurred(start, *how_start))
    told_on = blurred(on, how_on[0], 0)
    by_birth = starting_age_range(None, blurred(born, *how_born), told_on, [period])
    by_age = starting_age_range(years(born, on), None, told_on, [period])
    for ages in (by_birth, by_age):
        assert ages is not None
        assert ages[0] <= years(born, start) <= ages[1]


@given(DAYS, DAYS, DAYS)
def test_of_several_periods_the_first_start_counts(born, one, other):
    assume(born <= min(one, other))
    periods = [PartialPeriod(start=blurred(day, 3, 0)) for day in (one, other)]
    found = starting_age_range(None, blurred(born, 3, 0), None, periods)
    assert found == (years(born, min(one, other)),) * 2


def test_without_a_start_or_an_age_there_is_no_age_at_the_start():
    period, born, on = PartialPeriod.parse("2019/.."), PartialDate(2000), PartialDate(2024)
    assert starting_age_range(None, born, on, []) is None
    assert starting_age_range(None, born, on, [PartialPeriod.parse("/2020")]) is None
    assert starting_age_range(None, None, on, [period]) is None
    assert starting_age_range(20, None, None, [period]) is None
    assert starting_age_range(20, None, PartialDate(2024, 5, 3), [period]) == (14, 16)


def test_a_group_only_where_the_whole_range_falls_in_it():
    on = PartialDate(2024, 5, 3)
    assert age_group_at(None, PartialDate(2008), on) == "AGE_15_17"
    assert age_group_at(None, PartialDate(2008, about=True), on) == "UNKNOWN"
    assert age_group_at(None, PartialDate(2006), on) == "UNKNOWN"
    assert age_group_at(17, PartialDate(2006), on) == "AGE_15_17"
    assert group_of((23, 30)) == "AGE_23_30"
    assert group_of((22, 23)) == "UNKNOWN"
    assert group_of((11, 51)) == "UNKNOWN"
    assert group_of(None) == "UNKNOWN"


def test_a_given_age_is_its_own_range():
    assert age_range(17, PartialDate(1990), PartialDate(2024)) == (17, 17)
    assert age_range(None, None, PartialDate(2024)) is None
