"""What the finder says of one listing, as markup that is kept: the same card serves every municipality.

Kept by all that it shows, so that nothing of it can be out of date. What changes with the clock stands in a
line of its own, the same for all that open and close at that time.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.network.directory.ages import Ages, in_words
from schakel.network.directory.hours import OpenState
from schakel.network.directory.models import SAYS, ListingVersion
from schakel.network.directory.queries import Found
from schakel.network.directory.snapshot import WIDEST

# Stands in a card where the line about now comes; no text of people can hold it, as theirs is escaped.
_NOW = "<!--now-->"
Says = tuple[str | bool, ...]


def card(one: Found) -> SafeString:
    """The listing as an item of a list."""
    checked, away = one.listing.last_checked, one.stand_in
    before, after = _card(
        tuple(getattr(one.version, name) for name in SAYS),
        _place(one.areas[0].width, one.area),
        one.ages,
        one.listing.is_invented,
        checked if checked and checked <= one.on else None,
        one.is_stale,
        (away.until, away.version.name, away.version.phone) if away else None,
        get_language(),
    )
    now = _now(one.open_state, get_language()) if one.open_state else ""
    return mark_safe(before + now + after)


def _place(width: int, name: str) -> str:
    if width == WIDEST:
        return _("whole country")
    return _("region %(region)s") % {"region": name} if width else name


@lru_cache(maxsize=4000)
def _card(
    says: Says,
    place: str,
    ages: tuple[Ages, ...],
    is_invented: bool,
    checked: date | None,
    is_stale: bool,
    away: tuple[date, str, str] | None,
    _language: str,
) -> tuple[str, str]:
    """What stands before and after the line about now."""
    context: dict[str, Any] = {
        "version": ListingVersion(**dict(zip(SAYS, says, strict=True))),
        "place": place,
        "ages": ", ".join(filter(None, map(in_words, ages))),
        "is_invented": is_invented,
        "checked": checked,
        "is_stale": is_stale,
        "now": mark_safe(_NOW),
    }
    if away:
        until, name, phone = away
        context["away"] = {"until": until, "version": ListingVersion(name=name, phone=phone)}
    before, _mark, after = render_to_string("directory/_card.html", context).partition(_NOW)
    return before, after


@lru_cache(maxsize=2000)
def _now(state: OpenState, _language: str) -> str:
    return render_to_string("directory/_now.html", {"state": state})


def forget() -> None:
    """Make every card anew."""
    _card.cache_clear()
    _now.cache_clear()
