"""What stands in every row of a table, worked out once: addresses of numbered pages, and days."""

from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

_PLACE = "0-0"  # stands for the number; our numbers begin with a letter


def address_of(url_name: str, number: str) -> str:
    """`reverse(url_name, args=[number])`; only the first of a language and installation is worked out."""
    before, after = _around(url_name, get_language(), get_urlconf(), get_script_prefix())
    return f"{before}{quote(number)}{after}"


@lru_cache(maxsize=256)
def _around(url_name: str, *_installation: str | None) -> tuple[str, str]:
    before, _place, after = reverse(url_name, args=[_PLACE]).partition(_PLACE)
    return before, after


def day_as(style: str, day: date) -> str:
    """The day in one of Django's formats, such as "SHORT_DATE_FORMAT", in the active language."""
    return _day_as(style, day, get_language())


@lru_cache(maxsize=4096)
def _day_as(style: str, day: date, _language: str | None) -> str:
    return date_format(day, style)
