"""Ages and age groups from what is known of a date of birth, which may be a year only, or rough.

An age is a range wherever the dates leave several possible. A rough date widens it by a year
(`dates.ABOUT_YEARS`). A birth on the 1st of January is taken as given: it is for a person to doubt it.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from schakel.foundation.terms.ages import age_group
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.choices import UNKNOWN

# The first and the last day between which something was.
Span = tuple[date, date]
# The lowest and the highest age in whole years.
Ages = tuple[int, int]


def age_bounds(born: PartialDate, on: PartialDate) -> Ages:
    """The lowest and the highest age that someone born `born` can have had on `on`; never below 0."""
    return _bounds(_span(born), _span(on))


def age_at(born: PartialDate | None, on: PartialDate | None) -> int | None:
    """The age, where both dates leave only one possible."""
    if born is None or on is None:
        return None
    low, high = age_bounds(born, on)
    return low if low == high else None


def age_range(age: int | None, born: PartialDate | None, on: PartialDate | None) -> Ages | None:
    """The ages possible on `on`: the one given, else what the dates leave; None: not known."""
    if age is not None:
        return age, age
    return None if born is None or on is None else age_bounds(born, on)


def starting_age_range(
    age: int | None,
    born: PartialDate | None,
    on: PartialDate | None,
    periods: Iterable[PartialPeriod],
) -> Ages | None:
    """The ages possible when exploitation first began, from the birth or the age on `on`.

    None where no period has a start, or nothing tells the age.
    """
    starts = [one.start for one in periods if one.start is not None]
    births = _span(born) if born is not None else _births(age, on)
    if not starts or births is None:
        return None
    # Any of the starts may have been the first where their order is not certain.
    first = min(one.earliest() for one in starts), min(one.latest() for one in starts)
    return _bounds(births, first)


def group_of(ages: Ages | None) -> str:
    """The age group, where the whole range falls in one; else not known."""
    if ages is None:
        return UNKNOWN
    first, last = (age_group(one) for one in ages)
    return first if first == last else UNKNOWN


def age_group_at(age: int | None, born: PartialDate | None, on: PartialDate | None) -> str:
    """The age group: from the age where given, else from the dates where these leave only one."""
    return group_of(age_range(age, born, on))


def _span(known: PartialDate) -> Span:
    return known.earliest(), known.latest()


def _births(age: int | None, on: PartialDate | None) -> Span | None:
    """Between which days somebody was born who was `age` on `on`."""
    if age is None or on is None:
        return None
    turned_older = _years_before(on.earliest(), age + 1)
    return turned_older + timedelta(days=1), _years_before(on.latest(), age)


def _years_before(day: date, years: int) -> date:
    """The same day that many years before; the last of February where there is no 29th."""
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _bounds(born: Span, on: Span) -> Ages:
    return max(_years(born[1], on[0]), 0), max(_years(born[0], on[1]), 0)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
