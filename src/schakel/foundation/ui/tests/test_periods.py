"""Periods of which either end may not be known: reading, writing, contradictions, overlap."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.ui.dates import DateError, PartialDate
from schakel.foundation.ui.periods import MESSAGES, PartialPeriod
from schakel.foundation.ui.tests.test_dates import partial_dates

pytestmark = pytest.mark.pure


@st.composite
def periods(draw: st.DrawFn) -> PartialPeriod:
    """Every period that can be: with or without ends, going on, ended, or not known which."""
    start = draw(st.none() | partial_dates())
    end = draw(st.none() | partial_dates())
    if start and end and start.earliest() > end.latest():
        start, end = end, start
    ongoing = False if end else draw(st.none() | st.booleans())
    if start is None and ongoing is None:
        ongoing = True
    return PartialPeriod(start, end, ongoing)


@given(periods())
def test_a_period_written_and_read_is_the_same_period(value: PartialPeriod) -> None:
    assert PartialPeriod.parse(str(value)) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2017/2018-05", "2017/2018-05"),
        ("5-2017 t/m 3-2018", "2017-05/2018-03"),
        ("2017 tot en met ca. 2018", "2017/2018~"),
        ("2017 - 2018", "2017/2018"),
        ("2017 to 2018", "2017/2018"),
        ("sinds 5-2019", "2019-05/.."),
        ("since about 2019", "2019~/.."),
        ("2019/..", "2019/.."),
        ("2019 tot nu", "2019/.."),
        ("2019/gestopt", "2019/XXXX"),
        ("2019", "2019/"),
        ("2019/", "2019/"),
        ("/2020", "/2020"),
        ("? t/m 2020", "/2020"),
        ("/..", "/.."),
        ("1-2-2019 t/m 3-2-2019", "2019-02-01/2019-02-03"),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, written: str) -> None:
    assert str(PartialPeriod.parse(text)) == written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019/2018", "order"),
        ("/", "nothing"),
        ("", "nothing"),
        ("?", "nothing"),
        ("last summer", "unreadable"),
        ("5/2019", "unreadable"),
        ("2017/2018/2019", "unreadable"),
        ("sinds gisteren", "unreadable"),
    ],
)
def test_what_is_no_period_names_its_fault(text: str, code: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialPeriod.parse(text)
    assert caught.value.code == code


def test_what_has_ended_does_not_go_on() -> None:
    with pytest.raises(DateError) as caught:
        PartialPeriod(PartialDate(2017), PartialDate(2018), ongoing=True)
    assert caught.value.code in MESSAGES
    assert PartialPeriod(PartialDate(2017), PartialDate(2018)).ongoing is False


def test_a_rough_start_may_lie_after_the_end() -> None:
    assert PartialPeriod(PartialDate(2019, about=True), PartialDate(2018))


@given(periods(), st.dates(date(1890, 1, 1), date(2110, 12, 31)))
def test_a_period_touches_its_own_days_and_no_others(value: PartialPeriod, day: date) -> None:
    if value.start is not None:
        assert value.overlaps(value.start.latest(), None) or value.end is not None
        assert value.overlaps(day, day) <= (value.start.earliest() <= day)
    if value.end is not None:
        assert value.overlaps(None, value.end.earliest()) or value.start is not None
        assert value.overlaps(day, day) <= (day <= value.end.latest())
    assert value.overlaps(None, None)


def test_a_label_says_what_is_not_known() -> None:
    with translation.override("nl"):
        assert PartialPeriod.parse("2017 t/m 5-2018").label() == "vanaf 2017, tot en met mei 2018"
        assert PartialPeriod.parse("2017/..").label() == "vanaf 2017, gaat nog door"
        assert (
            PartialPeriod.parse("2017/XXXX").label() == "vanaf 2017, gestopt, niet bekend wanneer"
        )
    with translation.override("en"):
        assert PartialPeriod.parse("/2018").label() == "start not known, to 2018"
