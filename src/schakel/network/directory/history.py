"""Who changed what of an entry, newest first: for whoever keeps it."""

from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schakel.foundation.accounts.models import User
from schakel.network.directory.asked import CheckRequest
from schakel.network.directory.models import SAYS, Coverage, Deputy, Listing, ListingVersion

NEWEST = 40
_LONGEST = 80


def history(listing: Listing) -> list[dict[str, Any]]:
    """Dicts of time, title and text, for a timeline; five queries."""
    versions = sorted(listing.versions.all(), key=lambda row: row.pk)
    links = CheckRequest.objects.filter(listing=listing, confirmed=True).select_related("user")
    found = [
        *((row.at, row.by, *_first(row)) for row in versions[:1]),
        *((new.at, new.by, *_changed(old, new)) for old, new in pairwise(versions)),
        *((row.at, row.by, _("Another area"), _area(row)) for row in _areas(listing)),
        *((row.at, row.by, _("A deputy"), _absence(row)) for row in _deputies(listing)),
        *(
            (row.closed_at or row.asked_at, _user(row), _("Confirmed by the link in a mail"), "")
            for row in links
        ),
    ]
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


def _first(row: ListingVersion) -> tuple[str, str]:
    return _("First version"), row.name


def _changed(old: ListingVersion, new: ListingVersion) -> tuple[str, str]:
    lines = [
        f"{ListingVersion._meta.get_field(name).verbose_name}: "  # type: ignore[union-attr]
        f"{_short(getattr(old, name))} → {_short(getattr(new, name))}"
        for name in SAYS
        if getattr(old, name) != getattr(new, name)
    ]
    day = date_format(new.valid_from, "j F Y") if new.valid_from else ""
    return _("Changed, holds from %(day)s") % {"day": day}, "; ".join(lines)


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Truncator(str(value)).chars(_LONGEST) or "–"


def _areas(listing: Listing) -> list[Coverage]:
    """Areas that were given later than the first ones, one line for those given together."""
    rows = listing.coverage.exclude(valid_from=None).select_related("municipality", "police_unit")
    return list({(row.valid_from, row.by): row for row in rows}.values())


def _area(row: Coverage) -> str:
    where = row.municipality or row.police_unit or _("the Netherlands")
    day = date_format(row.valid_from, "j F Y") if row.valid_from else ""
    return _("from %(day)s: %(place)s, with what was given at the same time") % {
        "day": day,
        "place": where,
    }


def _deputies(listing: Listing) -> list[Deputy]:
    return list(listing.deputies.all())


def _absence(row: Deputy) -> str:
    days = (date_format(row.valid_from, "j F Y"), date_format(row.valid_to, "j F Y"))
    return _("away from %(first)s, back on %(last)s") % {"first": days[0], "last": days[1]}


def _user(row: CheckRequest) -> str:
    return row.user.number if row.user else ""
