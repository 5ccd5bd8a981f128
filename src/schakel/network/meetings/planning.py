"""On which days a series of meetings falls."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from schakel.network.meetings.models import Series

# So far ahead calendars are filled.
HORIZON = timedelta(days=400)


def days(series: Series, until: date) -> Iterator[date]:
    """The first day, and the same weekday of the month every so many months, up to `until`.

    A fifth Tuesday in a month with four is its last one.
    """
    last = min(until, series.until) if series.until else until
    place, number = (series.first.day - 1) // 7, 0
    while (day := _day(series, number * series.months, place)) <= last:
        yield day
        number += 1


def _day(series: Series, months: int, place: int) -> date:
    year, month = divmod(series.first.year * 12 + series.first.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    day = first + timedelta(days=(series.first.weekday() - first.weekday()) % 7 + 7 * place)
    return day if day.month == first.month else day - timedelta(days=7)


def horizon() -> date:
    """How far ahead meetings are planned today."""
    return timezone.localdate() + HORIZON
