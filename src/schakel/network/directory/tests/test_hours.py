"""Opening hours: what people write, and whether it is open now."""

from datetime import date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from schakel.network.directory.holidays import holidays
from schakel.network.directory.hours import ALWAYS, DAYS, read_hours

pytestmark = pytest.mark.pure
CHRISTMAS = datetime.fromisoformat("2026-12-25T10:00")
OFFICE = read_hours("ma-vr 9.00-12.30, 13:00-17; za 10-12")


def at(text: str) -> tuple[bool, str]:
    state = OFFICE.at(datetime.fromisoformat(text))
    return state.is_open, f"{state.changes_at:%a %d %H:%M}" if state.changes_at else ""


def test_what_people_write_is_kept_in_one_spelling() -> None:
    assert str(OFFICE) == "MO-FR 09:00-12:30, 13:00-17:00; SA 10:00-12:00"
    assert str(read_hours("Mo-Su 0-24")) == ALWAYS
    assert str(read_hours("")) == ""
    with override("nl"):
        assert OFFICE.lines()[1] == ("zaterdag", "10:00 – 12:00")


@pytest.mark.parametrize(
    "wrong",
    ["negen tot vijf", "ma 17-9", "ma 9-25", "vr-ma 9-17", "xx 9-17", "ma 9-12, 11-17", "ma -"],
)
def test_what_cannot_be_read_is_refused_in_words(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_hours(wrong)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T09:00", (True, "Mon 23 12:30")),
        ("2026-11-23T12:30", (False, "Mon 23 13:00")),
        ("2026-11-23T17:00", (False, "Tue 24 09:00")),
        ("2026-11-21T12:00", (False, "Mon 23 09:00")),
        # Christmas on a Friday, its second day on a Saturday.
        ("2026-12-24T18:00", (False, "Mon 28 09:00")),
    ],
)
def test_open_now_and_when_that_changes(moment: str, expected: tuple[bool, str]) -> None:
    assert at(moment) == expected


def test_day_and_night_is_never_closed() -> None:
    always = read_hours(ALWAYS, on_holidays=True)
    assert always.at(CHRISTMAS).is_open
    assert always.at(CHRISTMAS).changes_at is None
    assert OFFICE.at(CHRISTMAS).is_holiday


def test_holidays_that_move() -> None:
    found = holidays(2026)
    moving = {date(2026, 4, 5), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)}
    assert moving | {date(2026, 4, 27), date(2026, 5, 5)} <= found
    assert date(2025, 4, 26) in holidays(2025), "King's Day, not on a Sunday"
    assert date(2026, 4, 3) not in found


SPANS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda span: span[0] < span[1])


@given(st.lists(st.tuples(st.integers(0, 6), SPANS), unique_by=lambda one: one[0]))
def test_reading_what_was_kept_gives_the_same_hours(days: list) -> None:
    text = "; ".join(f"{DAYS[day]} {opens}:00-{closes}:00" for day, (opens, closes) in days)
    hours = read_hours(text)
    assert read_hours(str(hours)) == hours
