"""Opening hours: read as people write them, kept in one spelling, asked whether it is open now.

Kept as ``MO-FR 09:00-17:00; SA 10:00-12:00``, days in the codes of RFC 5545. Empty: not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.network.directory.holidays import is_holiday

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALWAYS = "MO-SU 00:00-24:00"
_DUTCH = ("ma", "di", "wo", "do", "vr", "za", "zo")
_WHOLE_DAY = (0, 24 * 60)
_SPELLINGS = {
    **{code.lower(): n for n, code in enumerate(DAYS)},
    **{code: n for n, code in enumerate(_DUTCH)},
    **{code: n for n, code in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_SPAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*-\s*(\d{1,2})(?:[.:](\d{2}))?")
_PART = re.compile(r"(?P<days>[a-z]+(?:\s*-\s*[a-z]+)?)\s+(?P<times>[\d.:\-, ]+)")
# Longer than any row of holidays and weekends.
_LOOK_AHEAD = 14

Span = tuple[int, int]  # minutes since midnight; the second is where it closes


@dataclass(frozen=True)
class OpenState:
    """Open or closed at a moment, and when that changes; `changes_at` is None where it never does."""

    is_open: bool
    changes_at: datetime | None = None
    is_holiday: bool = False


@dataclass(frozen=True)
class Hours:
    """The spans of each day of the week, Monday first."""

    week: tuple[tuple[Span, ...], ...]
    on_holidays: bool = False

    def __str__(self) -> str:
        return "; ".join(
            f"{_joined(DAYS, first, last)} {', '.join(_span(one) for one in spans)}"
            for first, last, spans in self._groups()
        )

    @property
    def is_always(self) -> bool:
        return self.on_holidays and all(spans == (_WHOLE_DAY,) for spans in self.week)

    def lines(self) -> list[tuple[str, str]]:
        """(days, times) in the language of the page; days with the same times together."""
        names = [str(WEEKDAYS[n]) for n in range(len(DAYS))]
        return [
            (_joined(names, first, last, " – "), ", ".join(_span(one, " – ") for one in spans))
            for first, last, spans in self._groups()
        ]

    def at(self, moment: datetime) -> OpenState:
        """How it stands at a local moment."""
        if self.is_always:
            return OpenState(is_open=True)
        closed_today = self._closed_on(moment.date())
        for opens, closes in self._moments(moment.date()):
            if opens <= moment < closes:
                return OpenState(is_open=True, changes_at=closes)
            if moment < opens:
                return OpenState(is_open=False, changes_at=opens, is_holiday=closed_today)
        return OpenState(is_open=False, is_holiday=closed_today)

    def _closed_on(self, day: date) -> bool:
        return not self.on_holidays and is_holiday(day)

    def _moments(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """When it opens and closes from this day on."""
        for ahead in range(_LOOK_AHEAD):
            day = first + timedelta(days=ahead)
            if self._closed_on(day):
                continue
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - local, as is what is asked
            for opens, closes in self.week[day.weekday()]:
                yield midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)

    def _groups(self) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
        first = 0
        for n in range(1, len(DAYS) + 1):
            if n == len(DAYS) or self.week[n] != self.week[first]:
                if self.week[first]:
                    yield first, n - 1, self.week[first]
                first = n


@lru_cache(maxsize=2000)
def read_hours(text: str, on_holidays: bool = False) -> Hours:
    """Hours from ``ma-vr 9.00-17.00; za 10-12`` in Dutch or English. ValueError where it cannot be read."""
    week: list[list[Span]] = [[] for _day in DAYS]
    for part in filter(None, (one.strip() for one in text.lower().split(";"))):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(_("Write for instance: ma-vr 9.00-17.00; za 10.00-12.00"))
        for day in _days(found["days"]):
            week[day] += [_read_span(one.strip()) for one in found["times"].split(",")]
    sorted_week = tuple(tuple(sorted(spans)) for spans in week)
    for spans in sorted_week:
        if any(now[1] > later[0] for now, later in pairwise(spans)):
            raise ValueError(_("Two times on one day overlap."))
    return Hours(sorted_week, on_holidays)


def typed(kept: str) -> str:
    """Kept hours as people of the page's language type them."""
    if (get_language() or "").startswith("en"):
        return kept
    return re.sub("[A-Z]{2}", lambda found: _DUTCH[DAYS.index(found[0])], kept)


def _days(text: str) -> range:
    first, _dash, last = (one.strip() for one in text.partition("-"))
    begin, end = _SPELLINGS.get(first), _SPELLINGS.get(last or first)
    if begin is None or end is None or begin > end:
        raise ValueError(_("Days are: ma, di, wo, do, vr, za, zo."))
    return range(begin, end + 1)


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(_("Write times as 9.00-17.00."))
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if not 0 <= opens < closes <= _WHOLE_DAY[1]:
        raise ValueError(_("Times lie between 0.00 and 24.00, and it closes after it opens."))
    return opens, closes


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0)


def _span(one: Span, between: str = "-") -> str:
    return between.join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in one)


def _joined(names: "tuple[str, ...] | list[str]", first: int, last: int, to: str = "-") -> str:
    return names[first] if first == last else f"{names[first]}{to}{names[last]}"
