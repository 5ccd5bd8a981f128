"""Partial dates: reading, writing, order and the form field."""

from datetime import date

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.ui.dates import DateError, PartialDate, PartialDateField

pytestmark = pytest.mark.pure


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Real dates of which the day, or the day and the month, are forgotten."""
    day = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
    known = draw(st.sampled_from([1, 2, 3]))
    return PartialDate(*(day.year, day.month, day.day)[:known])


@given(partial_dates())
def test_a_date_written_and_read_is_the_same_date(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value


@given(partial_dates())
def test_the_dutch_notation_reads_the_same(value: PartialDate) -> None:
    parts = [part for part in (value.day, value.month, value.year) if part is not None]
    for mark in "-/.":
        assert PartialDate.parse(mark.join(str(part) for part in parts)) == value


@given(partial_dates(), partial_dates())
def test_order_is_that_of_the_written_form(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (str(one) < str(other))
    assert (one == other) == (str(one) == str(other))


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 31))
def test_only_days_that_exist_are_dates(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        with pytest.raises(DateError, match="day_range"):
            PartialDate(year, month, day)
    else:
        assert PartialDate(year, month, day).day == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("yesterday", "unreadable"),
        ("", "unreadable"),
        ("19", "unreadable"),
        ("2019-13", "month_range"),
        ("31-4-2019", "day_range"),
        ("29-2-2023", "day_range"),
        ("1-1-1899", "year_range"),
    ],
)
def test_what_is_no_date_names_its_fault(text: str, code: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert caught.value.code == code


def test_a_label_is_in_the_readers_language() -> None:
    with translation.override("nl"):
        assert PartialDate(2019, 5, 3).label() == "3 mei 2019"
        assert PartialDate(2019, 5).label() == "mei 2019"
    with translation.override("en"):
        assert PartialDate(2019, 5).label() == "May 2019"
        assert PartialDate(2019).label() == "2019"


class Birth(forms.Form):
    born = PartialDateField(required=False)


class RequiredBirth(forms.Form):
    born = PartialDateField()


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"born_0": day, "born_1": month, "born_2": year}


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("3", "5", "2019", "2019-05-03"),
        (" 03 ", "05", "2019", "2019-05-03"),
        ("", "5", "2019", "2019-05"),
        ("", "", "2019", "2019"),
    ],
)
def test_the_field_takes_what_is_known(day: str, month: str, year: str, expected: str) -> None:
    form = Birth(boxes(day, month, year))
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["born"]) == expected


def test_nothing_filled_in_is_not_known() -> None:
    form = Birth(boxes("", "", ""))
    assert form.is_valid()
    assert form.cleaned_data["born"] is None
    assert not RequiredBirth(boxes("", "", "")).is_valid()


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("3", "5", "", "year_missing"),
        ("3", "", "2019", "month_missing"),
        ("31", "4", "2019", "day_range"),
        ("x", "4", "2019", "day_range"),
        ("²", "4", "2019", "day_range"),
        ("3", "13", "2019", "month_range"),
        ("3", "4", "19", "year_range"),
    ],
)
def test_the_field_says_which_box_is_wrong(day: str, month: str, year: str, code: str) -> None:
    form = Birth(boxes(day, month, year))
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["born"]] == [code]


def test_a_stored_date_comes_back_in_the_boxes() -> None:
    html = str(Birth(initial={"born": "2019-05"})["born"])
    assert 'value="5"' in html
    assert 'value="2019"' in html
    assert not Birth(boxes("", "5", "2019"), initial={"born": "2019-05"}).has_changed()
    assert Birth(boxes("", "6", "2019"), initial={"born": "2019-05"}).has_changed()
