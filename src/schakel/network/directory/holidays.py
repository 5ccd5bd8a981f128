"""Public holidays, on which offices are closed."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_SUNDAY = 6
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Day, Whit Monday


@lru_cache(maxsize=32)
def holidays(year: int) -> frozenset[date]:
    """The generally recognised holidays of a year (Algemene termijnenwet art. 3, first paragraph)."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in _AFTER_EASTER}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return frozenset({sunday, kings_day(year)} | moving | fixed)


def kings_day(year: int) -> date:
    """27 April, or the day before where that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day


def is_holiday(day: date) -> bool:
    """Whether offices are closed for the whole country."""
    return day in holidays(day.year)
