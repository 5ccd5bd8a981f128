"""Ages and age groups from what is known of a date of birth, which may be a year only."""

from schakel.foundation.terms.ages import age_group
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.choices import UNKNOWN

_LAST = (12, 31)


def age_bounds(born: PartialDate, on: PartialDate) -> tuple[int, int]:
    """The lowest and the highest age that someone born `born` can have had on `on`; never below 0."""
    youngest = _years(_latest(born), _earliest(on))
    oldest = _years(_earliest(born), _latest(on))
    return max(youngest, 0), max(oldest, 0)


def age_at(born: PartialDate | None, on: PartialDate | None) -> int | None:
    """The age, where both dates leave only one possible."""
    if born is None or on is None:
        return None
    low, high = age_bounds(born, on)
    return low if low == high else None


def age_group_at(age: int | None, born: PartialDate | None, on: PartialDate | None) -> str:
    """The age group: from the age where given, else from the dates where these leave only one."""
    if age is not None:
        return age_group(age)
    if born is None or on is None:
        return UNKNOWN
    groups = {age_group(one) for one in age_bounds(born, on)}
    return groups.pop() if len(groups) == 1 else UNKNOWN


def _earliest(date: PartialDate) -> tuple[int, int, int]:
    return date.year, date.month or 1, date.day or 1


def _latest(date: PartialDate) -> tuple[int, int, int]:
    month, day = (date.month or _LAST[0]), (date.day or _LAST[1])
    return date.year, month, day


def _years(born: tuple[int, int, int], on: tuple[int, int, int]) -> int:
    return on[0] - born[0] - ((on[1], on[2]) < (born[1], born[2]))
