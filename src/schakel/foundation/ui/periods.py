"""Periods between two partial dates, of which either end may not be known."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.foundation.ui.dates import DateError, PartialDate

# How the second half of a written period says that there is no end yet, or one that nobody knows
# (ISO 8601-2: two dots, and a year of which every digit is unspecified).
GOES_ON, ENDED = "..", "XXXX"
_GOES_ON = frozenset({GOES_ON, "nu", "heden", "now", "today"})
_ENDED = frozenset({ENDED.lower(), "gestopt", "ended"})
_OPEN = frozenset({"", "?", "..", "unknown", "onbekend"})
_BETWEEN = re.compile(r"\s+(?:t/m|tot en met|tot|to|until)\s+|\s*[/–—]\s*|\s+-\s+", re.IGNORECASE)
_SINCE = re.compile(r"(?:sinds|vanaf|since|from)\s+", re.IGNORECASE)

MESSAGES = {
    "nothing": _("Give a start, an end, or say whether it goes on."),
    "goes_on_and_ends": _("It cannot have ended and still go on. Clear one of the two."),
    "order": _("The end is before the start. Check both dates."),
}


@dataclass(frozen=True)
class PartialPeriod:
    """From `start` to `end`, None: not known. `ongoing`: does it still go on; None: not known.

    A period with an end does not go on. Raises `DateError` for a contradiction (a key of `MESSAGES`).
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    ongoing: bool | None = None

    def __post_init__(self) -> None:
        if self.end is not None:
            if self.ongoing:
                raise DateError("goes_on_and_ends")
            object.__setattr__(self, "ongoing", False)
        if self.start is None and self.ongoing is None:
            raise DateError("nothing")
        if self.start and self.end and self.start.earliest() > self.end.latest():
            raise DateError("order")

    @classmethod
    def parse(cls, text: str) -> "PartialPeriod":
        """Read "2017/2018-05", "2017 t/m 5-2018", "sinds 2019" or "2019/.."; else `DateError`.

        A single date is a start of which the end is not known.
        """
        bare = text.strip()
        since = _SINCE.match(bare)
        if since:
            return cls(start=PartialDate.parse(bare[since.end() :]), ongoing=True)
        first, *rest = _BETWEEN.split(bare, maxsplit=1)
        start = None if first.lower() in _OPEN else PartialDate.parse(first)
        last = rest[0].lower() if rest else ""
        if last in _GOES_ON:
            return cls(start=start, ongoing=True)
        if last in _ENDED:
            return cls(start=start, ongoing=False)
        return cls(start=start, end=None if last in _OPEN else PartialDate.parse(last))

    def __str__(self) -> str:
        """As an interval of ISO 8601-2: "2017/2018-05~", "2019/..", "2019/XXXX", "2019/", "/2020"."""
        open_end = {True: GOES_ON, False: ENDED, None: ""}[self.ongoing]
        return f"{self.start or ''}/{self.end or open_end}"

    def label(self) -> str:
        """In words, in the active language."""
        first = gettext("start not known")
        if self.start is not None:
            first = gettext("from %(date)s") % {"date": self.start.label()}
        if self.end is not None:
            last = gettext("to %(date)s") % {"date": self.end.label()}
        else:
            last = {
                True: gettext("still going on"),
                False: gettext("ended, not known when"),
                None: gettext("end not known"),
            }[self.ongoing]
        return f"{first}, {last}"

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Can it have touched the days from `first` to `last` (both included; None: no bound)?

        What is not known of it does not keep it out.
        """
        starts_in_time = self.start is None or last is None or self.start.earliest() <= last
        ends_late_enough = self.end is None or first is None or first <= self.end.latest()
        return starts_in_time and ends_late_enough
