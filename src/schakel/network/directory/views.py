"""The public page "where can I get help". Sets no cookie and keeps no trace of what was looked for."""

from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import label
from schakel.network.directory.choices import EMERGENCY, NATIONAL_NUMBERS
from schakel.network.directory.forms import UNREAD_DAY, DirectoryFilter
from schakel.network.directory.queries import Found, Wanted, alike, find, place
from schakel.network.directory.remembering import mark, remembered, remembered_fields

PER_PAGE = 40
_NARROWING = ("kind", "form", "age", "language")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """112 first, then national numbers, then who helps where one asks; `?on=` shows an earlier day."""
    if request.GET.get("place", "").strip():
        form = DirectoryFilter(request.GET)
        asked = form.asked()
        typed = str(asked.pop("place", "")).strip()
        named = place(typed, asked.get("on")) if typed else None
        if named is not None:
            unread = {"on": UNREAD_DAY} if form.day_is_unread else {}
            return redirect(_address({**asked, "municipality": named.code, **unread}))
        finder = _finder(request, form, mark(), typed)
    else:
        finder = remembered(request, lambda at: _finder(request, DirectoryFilter(request.GET), at))
    context = {"emergency": EMERGENCY, "national": NATIONAL_NUMBERS, "finder": finder}
    return render(request, "directory/index.html", context)


def _finder(request: HttpRequest, form: DirectoryFilter, at: int, typed: str = "") -> SafeString:
    """The form and what it finds. `at`: the mark of the directory; `typed`: a place that nobody knows."""
    asked = {name: value for name, value in form.asked().items() if name != "place"}
    day: date | None = asked.get("on")
    municipality = None if typed else _municipality(asked, day)
    narrowed = [asked.get(name, "") for name in _NARROWING]
    wanted = Wanted(*narrowed)
    found = find(municipality, wanted, on=day, now=None if day else timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = _shown(asked, municipality, typed)
    context = {
        "request": request,
        "form": shown,
        "fields": remembered_fields(narrowed, lambda: _fields(shown)),
        "day_is_unread": form.day_is_unread,
        "typed": typed,
        "alike": [(one, _address({**asked, "municipality": one.code})) for one in alike(typed, day)]
        if typed
        else [],
        "municipality": municipality,
        "day": day,
        "narrowed": any(narrowed),
        "wider": _address({"municipality": municipality.code} if municipality else {}),
        "places": _options(_places(day)),
        "page": page,
        "groups": _groups(list(page.object_list), at),
    }
    return mark_safe(render_to_string("directory/_finder.html", context))


def _municipality(asked: dict[str, Any], day: date | None) -> Municipality | None:
    found = geography.municipality(asked.get("municipality", ""))
    return place(found.code, day) if found else None


def _address(asked: dict[str, Any]) -> str:
    """The address of this question: codes only."""
    query = urlencode({name: str(value) for name, value in asked.items()})
    return reverse("directory:index") + (f"?{query}" if query else "")


def _shown(asked: dict[str, Any], municipality: Municipality | None, typed: str) -> DirectoryFilter:
    """The form as it stands after the answer: the place in words, for whoever wants another one."""
    name = municipality.display_name if municipality else typed
    return DirectoryFilter({**asked, "place": name, "municipality": ""})


def _places(day: date | None) -> tuple[tuple[str, str], ...]:
    """(name as people say it, official name where that is another) of every municipality."""
    return tuple(
        (one.display_name, one.name if one.name != one.display_name else "")
        for one in geography.municipalities(day)
    )


@lru_cache(maxsize=8)
def _options(places: tuple[tuple[str, str], ...]) -> SafeString:
    """What the field for a place suggests."""
    return format_html_join("", '<option value="{}">{}</option>', places)


def _groups(found: list[Found], at: int) -> list[tuple[str, list[SafeString]]]:
    """(kind of help in words, who gives it), in the order of the page."""
    language = get_language() or ""
    return [
        (label("organisation_kind", kind), [card(row, row.area, language, at) for row in rows])
        for kind, rows in groupby(found, key=lambda one: one.listing.kind)
    ]


@lru_cache(maxsize=4000)
def card(one: Found, area: str, _language: str, _mark: int) -> SafeString:
    """What the page says of one listing; it is found in many municipalities, and the same for hours.

    By all that it shows: `Found` holds what can change with the clock, the mark all that somebody keeps.
    """
    return mark_safe(render_to_string("directory/_card.html", {"one": one, "place": area}))


def _fields(form: DirectoryFilter) -> SafeString:
    return mark_safe(render_to_string("directory/_fields.html", {"form": form}))
