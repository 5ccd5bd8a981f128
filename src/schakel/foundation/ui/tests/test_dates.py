"""Partial dates: reading, writing, order and the form field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.ui.dates import DateError, PartialDate, PartialDateField

pytestmark = pytest.mark.pure


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Real dates of which the day, or the day and the month, are forgotten, or which are rough."""
    day = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
    known = draw(st.sampled_from([1, 2, 3]))
    about = draw(st.booleans())
    return PartialDate(*(day.year, day.month, day.day)[:known], about=about)


@given(partial_dates())
def test_a_date_written_and_read_is_the_same_date(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value


@given(partial_dates())
def test_the_dutch_notation_reads_the_same(value: PartialDate) -> None:
    parts = [part for part in (value.day, value.month, value.year) if part is not None]
    for mark in "-/.":
        written = mark.join(str(part) for part in parts)
        assert PartialDate.parse(f"ca. {written}" if value.about else written) == value


@given(partial_dates(), st.sampled_from(["ca. ", "±", "omstreeks ", "about ", "~", "rond ", "CA "]))
def test_about_is_read_as_people_write_it(value: PartialDate, sign: str) -> None:
    exact = replace(value, about=False)
    assert PartialDate.parse(f"{sign}{exact}") == replace(value, about=True)
    assert PartialDate.parse(f"{exact}~") == replace(value, about=True)
    assert replace(value, about=True) != exact


@pytest.mark.parametrize("text", ["~", "about", "ca.", "~~2019", "aboutt 2019", "2019~~", "ca"])
def test_about_without_a_date_is_no_date(text: str) -> None:
    with pytest.raises(DateError):
        PartialDate.parse(text)


@given(partial_dates(), partial_dates())
def test_what_lies_wholly_before_sorts_before(one: PartialDate, other: PartialDate) -> None:
    assert one.earliest() <= one.latest()
    if one.latest() < other.earliest():
        assert one < other
    if one < other:
        assert not other.latest() < one.earliest()


@given(partial_dates())
def test_a_date_covers_every_day_that_it_may_stand_for(value: PartialDate) -> None:
    first, last = value.earliest(), value.latest()
    assert value.overlaps(first, first)
    assert value.overlaps(last, last)
    assert value.overlaps(None, None)
    assert not value.overlaps(last + timedelta(days=1), None)
    assert not value.overlaps(None, first - timedelta(days=1))
    exact = replace(value, about=False)
    assert first <= exact.earliest() <= exact.latest() <= last
    assert (last - first).days >= (730 if value.about else 0)


def test_the_first_of_january_is_flagged_and_never_changed() -> None:
    day = PartialDate(1998, 1, 1)
    assert day.may_stand_for_unknown
    assert str(day) == "1998-01-01"
    assert not PartialDate(1998, 1).may_stand_for_unknown
    assert not PartialDate(1998).may_stand_for_unknown
    assert not PartialDate(1998, 2, 1).may_stand_for_unknown


@given(partial_dates(), partial_dates())
def test_order_is_that_of_the_written_form(one: PartialDate, other: PartialDate) -> None:
    if not one.about and not other.about:
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
        assert PartialDate(2019, 5, about=True).label() == "omstreeks mei 2019"
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


class RoughBirth(forms.Form):
    born = PartialDateField(required=False, about=True)


def test_about_is_a_box_to_tick() -> None:
    form = RoughBirth({**boxes("", "5", "2019"), "born_3": "on"})
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["born"]) == "2019-05~"
    form = RoughBirth(boxes("", "5", "2019"))
    assert form.is_valid()
    assert str(form.cleaned_data["born"]) == "2019-05"
    assert 'type="checkbox"' not in str(Birth()["born"])


def test_about_alone_is_not_known() -> None:
    form = RoughBirth({"born_3": "on"})
    assert form.is_valid()
    assert form.cleaned_data["born"] is None


def test_a_stored_rough_date_comes_back_in_the_boxes() -> None:
    html = str(RoughBirth(initial={"born": "2019-05~"})["born"])
    assert 'value="2019"' in html
    assert "checked" in html
    same = {**boxes("", "5", "2019"), "born_3": "on"}
    assert not RoughBirth(same, initial={"born": "2019-05~"}).has_changed()
    assert RoughBirth(boxes("", "5", "2019"), initial={"born": "2019-05~"}).has_changed()
