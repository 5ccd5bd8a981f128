"""Dates of which only the year, or the year and the month, may be known."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100

ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
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
    """A year, with a month and a day where these are known.

    Sorts by time; a date of which less is known comes before those it may cover ("2019" < "2019-01").
    """

    year: int
    month: int | None = field(default=None, compare=False)
    day: int | None = field(default=None, compare=False)
    _order: tuple[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `DateError` for a day that does not exist, or a day without a month."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DateError("year_range")
        if self.day is not None and self.month is None:
            raise DateError("month_missing")
        if self.month is not None and not 1 <= self.month <= 12:
            raise DateError("month_range")
        if self.day is not None and not 1 <= self.day <= self._days_in_month():
            raise DateError("day_range")
        object.__setattr__(self, "_order", (self.month or 0, self.day or 0))

    def _days_in_month(self) -> int:
        return calendar.monthrange(self.year, self.month or 1)[1]

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2019", "2019-05", "2019-05-03", "5-2019" or "3-5-2019"; else `DateError`."""
        match = ISO.fullmatch(text.strip()) or DUTCH.fullmatch(text.strip())
        if match is None:
            raise DateError("unreadable")
        return cls(**{name: int(part) for name, part in match.groupdict().items() if part})

    def __str__(self) -> str:
        """The known beginning of the ISO 8601 date: "2019", "2019-05" or "2019-05-03"."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def label(self) -> str:
        """In words, in the active language: "3 mei 2019", "mei 2019", "2019"."""
        month = str(MONTHS[self.month]) if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


class PartialDateWidget(forms.MultiWidget):
    """Day, month and year as three short boxes in one fieldset."""

    template_name = "ui/forms/partial_date.html"
    use_fieldset = True
    parts = ((_("Day"), 2), (_("Month"), 2), (_("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [
            forms.TextInput(
                {"inputmode": "numeric", "maxlength": size, "size": size, "autocomplete": "off"}
            )
            for _label, size in self.parts
        ]
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """From "2019-05" or a `PartialDate` to [day, month, year]."""
        return _boxes(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, (label, size) in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            box["label"] = label
            box["attrs"]["class"] = (
                f"utrecht-textbox utrecht-textbox--html-input schakel-date__box-{size}"
            )
        return context


def _boxes(value: Any) -> list[Any]:
    if not value:
        return [None, None, None]
    date = value if isinstance(value, PartialDate) else PartialDate.parse(str(value))
    return [date.day, date.month, date.year]


class PartialDateField(forms.MultiValueField):
    """Day, month and year; cleans to a `PartialDate`, or None when nothing was filled in.

    A model keeps it as text (`max_length=10`): `str(value) if value else ""`.
    """

    widget = PartialDateWidget
    default_error_messages = {**MESSAGES, "required": _("Fill in a date; the year is enough.")}

    def __init__(self, **kwargs: Any) -> None:
        numbers = [forms.CharField(required=False, max_length=4) for _part in range(3)]
        super().__init__(numbers, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            value = _boxes(value)
        parts = [str(part).strip() if part is not None else "" for part in value]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress(parts)

    def compress(self, data_list: Sequence[str]) -> PartialDate | None:
        """From ["3", "5", "2019"] to a date; a `ValidationError` that says what to do."""
        try:
            return _read(*data_list) if data_list else None
        except DateError as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        old = [str(part or "") for part in _boxes(initial)]
        return old != [str(part or "").strip() for part in data or ["", "", ""]]


def _read(day: str, month: str, year: str) -> PartialDate:
    if not year:
        raise DateError("year_missing")
    for text, code in ((year, "year_range"), (month, "month_range"), (day, "day_range")):
        if text and not (text.isascii() and text.isdecimal()):
            raise DateError(code)
    return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
