"""Periods that run: promises of the centre, and terms of the law. Worked out from history, never stored.

The table `clocks.csv` says how long each is and where that stands. Weekends do not count as working days;
public holidays do, as the promise is the centre's own and not a term of law.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.register.persons.choices import Clock

FILE = Path(__file__).parent / "clocks.csv"
_FRIDAY = 4
STATUTORY = "statutory"


@dataclass(frozen=True)
class Period:
    """How long a clock runs, and where that stands; `basis` service or statutory."""

    code: str
    amount: int
    unit: str
    basis: str
    source: str

    def ends(self, start: date) -> date:
        """The last day on which it is in time."""
        if self.unit == "days":
            return start + timedelta(days=self.amount)
        if self.unit == "months":
            return months_later(start, self.amount)
        return _working_days_later(start, self.amount)


@dataclass(frozen=True)
class Running:
    """A clock of one report: since when, until when, and when it was met (None: it still runs)."""

    clock: Clock
    since: date
    due: date
    met: date | None = None

    @property
    def overdue(self) -> bool:
        """Later than promised; also where it was met too late."""
        return (self.met or timezone.localdate()) > self.due

    @property
    def source(self) -> str:
        return periods()[self.clock].source

    @property
    def in_words(self) -> str:
        """How it stands, for a row of a list."""
        if self.met is not None:
            return _("late") if self.overdue else _("in time")
        left = (self.due - timezone.localdate()).days
        if left < 0:
            return ngettext("%(count)d day late", "%(count)d days late", -left) % {"count": -left}
        if left == 0:
            return _("today at the latest")
        return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}


def started(clock: Clock, since: date, met: date | None = None) -> Running:
    """The clock as it runs from the day `since`."""
    return Running(clock, since, periods()[clock].ends(since), met)


@cache
def periods() -> dict[str, Period]:
    """The table, by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Period(row["code"], int(row["amount"]), row["unit"], row["basis"], row["source"])
            for row in csv.DictReader(file)
        ]
    return {row.code: row for row in rows}


def _working_days_later(start: date, days: int) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() <= _FRIDAY:
            days -= 1
    return day


def months_later(start: date, months: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 1), following - timedelta(days=1))
