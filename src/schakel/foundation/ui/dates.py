"""Dates of which only the year, or the year and the month, may be known, or only roughly."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100

ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
# How people write that a date is rough; the first is how it is stored (ISO 8601-2: a tilde at the end).
ROUGHLY = re.compile(
    r"\s*(?:~|±|(?:ca|circa|omstreeks|ongeveer|rond|about|around|approximately)\b\.?)\s*",
    re.IGNORECASE,
)
# "About" may be this many years off, either way. A convention of this register, not a law: the field
# has none, and a year is what people mean who say "about nineteen" or "about May 2019".
ABOUT_YEARS = 1
DUTCH = re.compile(r"(?:(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.])?(?P<year>\d{4})")

MESSAGES = {
    "year_missing": _("Fill in the year as well; the month and the day may stay empty."),
    "month_missing": _("Fill in the month as well, or leave the day empty."),
    "year_range": _("Fill in a year of four digits between 1900 and 2100."),
    "month_range": _("Fill in a month from 1 to 12."),
    "day_range": _("This month does not have that day. Check the day."),
    "unreadable": _("Write a date as 3-5-2019, 5-2019 or 2019."),
}


class DateError(ValueError):
    """Not a date; `code` is a key of `MESSAGES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, with a month and a day where these are known; `about`: it may be a year off.

    Sorts by time; a date of which less is known comes before those it may cover ("2019" < "2019-01"),
    and a rough one after the same date without "about". Whatever lies wholly before sorts before.
    """

    year: int
    month: int | None = field(default=None, compare=False)
    day: int | None = field(default=None, compare=False)
    about: bool = field(default=False, compare=False)
    _order: tuple[int, int, bool] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `DateError` for a day that does not exist, or a day without a month."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DateError("year_range")
        if self.day is not None and self.month is None:
            raise DateError("month_missing")
        if self.month is not None and not 1 <= self.month <= 12:
            raise DateError("month_range")
        if self.day is not None and not 1 <= self.day <= _days_in(self.year, self.month or 1):
            raise DateError("day_range")
        object.__setattr__(self, "_order", (self.month or 0, self.day or 0, self.about))

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2019", "2019-05", "2019-05-03", "5-2019" or "3-5-2019"; else `DateError`.

        With "~", "±", "ca.", "omstreeks" or "about" before it, or a tilde after it, it is rough.
        """
        bare = text.strip()
        mark = ROUGHLY.match(bare)
        about = mark is not None or bare.endswith("~")
        bare = (bare[mark.end() :] if mark else bare).removesuffix("~").rstrip()
        match = ISO.fullmatch(bare) or DUTCH.fullmatch(bare)
        if match is None:
            raise DateError("unreadable")
        parts = {name: int(part) for name, part in match.groupdict().items() if part}
        return cls(**parts, about=about)

    def __str__(self) -> str:
        """The known beginning of the ISO 8601 date: "2019", "2019-05-03"; rough: "2019-05~"."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.about else "")

    def label(self) -> str:
        """In words, in the active language: "3 mei 2019", "mei 2019", "omstreeks 2019"."""
        month = str(MONTHS[self.month]) if self.month else ""
        words = " ".join(str(part) for part in (self.day, month, self.year) if part)
        return gettext("about %(date)s") % {"date": words} if self.about else words

    def earliest(self) -> date:
        """The first day that it can have been."""
        year = self.year - (ABOUT_YEARS if self.about else 0)
        month = self.month or 1
        return date(year, month, min(self.day or 1, _days_in(year, month)))

    def latest(self) -> date:
        """The last day that it can have been."""
        year = self.year + (ABOUT_YEARS if self.about else 0)
        month = self.month or 12
        return date(year, month, min(self.day or 31, _days_in(year, month)))

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Can it have been in the period from `first` to `last` (both included; None: no bound)?"""
        return (first is None or first <= self.latest()) and (
            last is None or self.earliest() <= last
        )

    @property
    def may_stand_for_unknown(self) -> bool:
        """Is it the 1st of January? Registers put that day where only the year is known."""
        return (self.month, self.day) == (1, 1)


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def first_of_january_notice() -> str:
    """What to say beside a date that `may_stand_for_unknown`; the date itself stays as it was given."""
    return gettext("1 January often means that the day and the month are not known.")


class PartialDateWidget(forms.MultiWidget):
    """Day, month and year as three short boxes in one fieldset; `about` adds a box to tick."""

    template_name = "ui/forms/partial_date.html"
    use_fieldset = True
    parts = ((_("Day"), 2), (_("Month"), 2), (_("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None, *, about: bool = False) -> None:
        boxes: list[forms.Widget] = [
            forms.TextInput(
                {"inputmode": "numeric", "maxlength": size, "size": size, "autocomplete": "off"}
            )
            for _label, size in self.parts
        ]
        self.about = about
        super().__init__([*boxes, *([forms.CheckboxInput()] if about else [])], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """From "2019-05" or a `PartialDate` to [day, month, year], and whether it is rough."""
        return _boxes(value, self.about)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for box, (label, size) in zip(boxes, self.parts, strict=False):
            box["label"] = label
            box["attrs"]["class"] = (
                f"utrecht-textbox utrecht-textbox--html-input schakel-date__box-{size}"
            )
        for box in boxes[len(self.parts) :]:
            box["label"] = _("about this date")
            box["attrs"]["class"] = "utrecht-checkbox utrecht-checkbox--html-input"
        context["widget"] |= {"boxes": boxes[: len(self.parts)], "about": boxes[len(self.parts) :]}
        return context


def _boxes(value: Any, about: bool) -> list[Any]:
    if not value:
        return [None, None, None, *([False] if about else [])]
    known = value if isinstance(value, PartialDate) else PartialDate.parse(str(value))
    return [known.day, known.month, known.year, *([known.about] if about else [])]


class PartialDateField(forms.MultiValueField):
    """Day, month and year; cleans to a `PartialDate`, or None when nothing was filled in.

    `about`: the date may be a rough one. A model keeps it as text, "" where there is none:
    `max_length=10`, or 11 with `about`.
    """

    default_error_messages = {**MESSAGES, "required": _("Fill in a date; the year is enough.")}

    def __init__(self, *, about: bool = False, **kwargs: Any) -> None:
        boxes: list[forms.Field] = [
            forms.CharField(required=False, max_length=4) for _part in range(3)
        ]
        self.about = about
        super().__init__(
            [*boxes, *([forms.BooleanField(required=False)] if about else [])],
            require_all_fields=False,
            **{"widget": PartialDateWidget(about=about), **kwargs},
        )

    def clean(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            value = _boxes(value, self.about)
        parts = [str(part).strip() if part is not None else "" for part in value[:3]]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress([*parts, *value[3:]])

    def compress(self, data_list: Sequence[Any]) -> PartialDate | None:
        """From ["3", "5", "2019"] to a date; a `ValidationError` that says what to do."""
        try:
            return _read(*data_list) if data_list else None
        except DateError as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        old = [str(part or "") for part in _boxes(initial, self.about)]
        return old != [str(part or "").strip() for part in data or [""] * len(old)]


def _read(day: str, month: str, year: str, about: bool = False) -> PartialDate:
    if not year:
        raise DateError("year_missing")
    for text, code in ((year, "year_range"), (month, "month_range"), (day, "day_range")):
        if text and not (text.isascii() and text.isdecimal()):
            raise DateError(code)
    parts = (int(month) if month else None, int(day) if day else None)
    return PartialDate(int(year), *parts, about=bool(about))
