"""Who changed what of an entry, newest first: for whoever keeps it."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schakel.foundation.accounts.models import User
from schakel.network.directory.ages import in_words
from schakel.network.directory.areas import days_in_words
from schakel.network.directory.asked import CheckRequest
from schakel.network.directory.models import SAYS, Coverage, Deputy, Listing, ListingVersion
from schakel.network.directory.partners import KNOWN, Partner, PartnerVersion

NEWEST = 40
_LONGEST = 80
_NAMED = 12
# Kept as codes, read as names: what gives the names.
_NAMED_CODES = {
    "languages": "language_names",
    "networks": "network_names",
    "accessibility": "accessible",
}
# When, by whom (number), what, and more about it.
Line = tuple[datetime, str, str, str]


def history(listing: Listing) -> list[dict[str, Any]]:
    """Dicts of time, title and text, for a timeline; five queries."""
    versions = sorted(listing.versions.all(), key=lambda row: row.pk)
    links = CheckRequest.objects.filter(listing=listing, confirmed=True).select_related("user")
    found: list[Line] = [
        *((row.at, row.by, *_first(row)) for row in versions[:1]),
        *((new.at, new.by, *_changed(old, new)) for old, new in pairwise(versions)),
        *_areas(listing),
        *((row.at, row.by, _("A deputy"), _absence(row)) for row in _deputies(listing)),
        *(
            (row.closed_at or row.asked_at, _user(row), _("Confirmed by the link in a mail"), "")
            for row in links
        ),
    ]
    return _timeline(found)


def partner_history(partner: Partner) -> list[dict[str, Any]]:
    """The same of a partner abroad; two queries."""
    versions = sorted(partner.versions.select_related("country"), key=lambda row: row.pk)
    return _timeline(
        [
            *((row.at, row.by, *_first(row)) for row in versions[:1]),
            *(
                (new.at, new.by, _("Changed"), _differences(old, new, KNOWN))
                for old, new in pairwise(versions)
            ),
        ]
    )


def _timeline(found: list[Line]) -> list[dict[str, Any]]:
    newest = sorted(found, key=lambda one: one[0], reverse=True)[:NEWEST]
    numbers = {one[1] for one in newest}
    names = dict(User.objects.filter(number__in=numbers).values_list("number", "name"))
    return [
        {
            "time": at,
            "title": title,
            "text": f"{names.get(by, _('the system'))}. {text}".strip(),
        }
        for at, by, title, text in newest
    ]


def _first(row: ListingVersion | PartnerVersion) -> tuple[str, str]:
    return _("First version"), row.name


def _changed(old: ListingVersion, new: ListingVersion) -> tuple[str, str]:
    day = date_format(new.valid_from, "j F Y") if new.valid_from else ""
    return _("Changed, holds from %(day)s") % {"day": day}, _differences(old, new, SAYS)


def _differences(old: Model, new: Model, names: tuple[str, ...]) -> str:
    return "; ".join(
        f"{_field(new, name)}: {_short(_value(old, name))} → {_short(_value(new, name))}"
        for name in names
        if getattr(old, name) != getattr(new, name)
    )


def _field(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _value(row: Model, name: str) -> Any:
    """The value as people read it: codes and countries by name."""
    if name in _NAMED_CODES and hasattr(row, _NAMED_CODES[name]):
        return ", ".join(getattr(row, _NAMED_CODES[name]))
    value = getattr(row, name.removesuffix("_id"))
    return date_format(value, "j F Y") if isinstance(value, date) else value


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Truncator(str(value or "")).chars(_LONGEST) or "–"


def _areas(listing: Listing) -> list[Line]:
    """What changed of where it helps, after the first areas: one line for what was written together."""
    rows = list(listing.coverage.select_related("municipality", "police_unit"))
    begun: dict[tuple[Any, ...], list[Coverage]] = {}
    ended: dict[tuple[Any, ...], list[Coverage]] = {}
    for row in rows:
        if row.valid_from:
            begun.setdefault((row.at.replace(microsecond=0), row.by), []).append(row)
        if row.ended_at and row.valid_to:
            ended.setdefault((row.ended_at.replace(microsecond=0), row.ended_by), []).append(row)
    return [
        *((at, by, _("Helps here"), _where(mine)) for (at, by), mine in begun.items()),
        *((at, by, _("No longer helps here"), _where(mine)) for (at, by), mine in ended.items()),
    ]


def _where(rows: list[Coverage]) -> str:
    """Places with their ages and days, those with the same ones together."""
    together: dict[str, list[str]] = {}
    for row in rows:
        words = [in_words((row.min_age, row.max_age)), days_in_words(row.valid_from, row.valid_to)]
        place, region = row.municipality, row.police_unit
        named = place.display_name if place else region.name if region else ""
        together.setdefault(", ".join(filter(None, words)), []).append(
            named or _("the Netherlands")
        )
    return "; ".join(
        f"{', '.join(sorted(names)[:_NAMED])}{' …' if len(names) > _NAMED else ''} ({words})"
        for words, names in together.items()
    )


def _deputies(listing: Listing) -> list[Deputy]:
    return list(listing.deputies.all())


def _absence(row: Deputy) -> str:
    days = (date_format(row.valid_from, "j F Y"), date_format(row.valid_to, "j F Y"))
    return _("away from %(first)s, back on %(last)s") % {"first": days[0], "last": days[1]}


def _user(row: CheckRequest) -> str:
    return row.user.number if row.user else ""
