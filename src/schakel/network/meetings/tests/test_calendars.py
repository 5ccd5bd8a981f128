"""A calendar file as RFC 5545 wants it, read back by the rules of the standard."""

from datetime import UTC, date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.network.meetings.calendars import Entry, calendar, escape, fold
from schakel.network.meetings.models import Series
from schakel.network.meetings.planning import days

pytestmark = pytest.mark.pure
DUTCH = ZoneInfo("Europe/Amsterdam")
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120)


def unescape(text: str) -> str:
    """What a reader makes of a text value."""
    found, rest = "", iter(text)
    for char in rest:
        found += {"n": "\n"}.get(sign := next(rest), sign) if char == "\\" else char
    return found


@given(texts)
@settings(max_examples=60)
def test_lines_are_folded_and_come_back_whole(text: str) -> None:
    folded = fold(f"SUMMARY:{escape(text)}")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert unescape(folded.replace("\r\n ", "").removeprefix("SUMMARY:")) == "\n".join(
        text.splitlines()
    )


def test_what_means_something_is_escaped() -> None:
    assert escape("a;b,c\\d\r\ne\x00") == "a\\;b\\,c\\\\d\\ne"


def test_an_entry_says_when_in_dutch_time_and_which_version() -> None:
    start = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    entry = Entry(
        "Q-1@schakel", start, start.replace(hour=11), "SOM", "Utrecht, zaal 1", 2, start, True
    )
    lines = calendar("SOM", [entry]).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {
        "UID:Q-1@schakel",
        "DTSTART;TZID=Europe/Amsterdam:20260303T103000",
        "DTEND;TZID=Europe/Amsterdam:20260303T123000",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
        "LOCATION:Utrecht\\, zaal 1",
    } <= set(lines)


@pytest.mark.parametrize("day", ["2026-01-13", "2026-03-30", "2026-07-14", "2026-10-26"])
def test_the_time_zone_block_is_that_of_the_netherlands(day: str) -> None:
    text = calendar("SOM", [])
    block = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"
    read = tzical(StringIO(block)).get("Europe/Amsterdam")
    noon = datetime.fromisoformat(f"{day}T12:00")
    assert noon.replace(tzinfo=read).utcoffset() == noon.replace(tzinfo=DUTCH).utcoffset()


@pytest.mark.parametrize(
    ("first", "months", "found"),
    [
        (date(2026, 1, 13), 1, ["2026-01-13", "2026-02-10", "2026-03-10"]),  # the second Tuesday
        (
            date(2026, 1, 29),
            1,
            ["2026-01-29", "2026-02-26", "2026-03-26"],
        ),  # the fifth, or the last
        (date(2026, 1, 29), 2, ["2026-01-29", "2026-03-26"]),
    ],
)
def test_the_same_weekday_of_the_month(first: date, months: int, found: list[str]) -> None:
    series = Series(first=first, at=time(10), months=months)
    assert [day.isoformat() for day in days(series, date(2026, 3, 31))] == found
