"""Areas in words, for whoever keeps an entry or is asked whether it is right."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.network.directory.ages import in_words
from schakel.network.directory.models import Coverage

# More municipalities than this are counted and not named.
_MANY = 12


def days_in_words(valid_from: date | None, valid_to: date | None) -> str:
    """In the language of the page; empty where it neither begins nor ends."""
    first, last = (date_format(day, "j F Y") if day else "" for day in (valid_from, valid_to))
    if valid_from and valid_from == valid_to:
        return _("called off before it began on %(day)s") % {"day": first}
    if valid_from and valid_to:
        return _("from %(first)s until %(last)s") % {"first": first, "last": last}
    if valid_from:
        return _("from %(day)s") % {"day": first}
    return _("until %(day)s") % {"day": last} if valid_to else ""


def in_lines(rows: Iterable[Coverage], today: date) -> list[str]:
    """Where, whom and when: one line for places with the same ages and days."""
    together: dict[str, list[str]] = {}
    for row in rows:
        begins = row.valid_from if row.valid_from and row.valid_from > today else None
        words = (in_words((row.min_age, row.max_age)), days_in_words(begins, row.valid_to))
        place = row.municipality.display_name if row.municipality else ""
        region = row.police_unit.name if row.police_unit else ""
        together.setdefault(", ".join(filter(None, words)), []).append(
            place or region or _("whole country")
        )
    return [": ".join(filter(None, (_named(names), words))) for words, names in together.items()]


def _named(names: list[str]) -> str:
    if len(names) > _MANY:
        return _("%(n)s municipalities") % {"n": len(names)}
    return ", ".join(names)
