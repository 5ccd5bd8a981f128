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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.freshness import Remembered
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import choices, label
from schakel.network.directory.cards import card
from schakel.network.directory.choices import NATIONAL_NUMBERS
from schakel.network.directory.forms import UNREAD_DAY, DirectoryFilter, form_choices
from schakel.network.directory.queries import Found, Wanted, alike, find, namesakes, place

PER_PAGE = 40
_LONGEST_PLACE = 80
_NARROWING = ("kind", "form", "age", "language")


@gzip_page  # for a bad line; the page holds no secret that its length could betray
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """112 first, then national numbers, then who helps where one asks; `?on=` shows an earlier day."""
    form = DirectoryFilter(request.GET)
    asked = form.asked()
    typed = str(asked.pop("place", "") or _unread(request, form)).strip()
    if typed:
        named = place(typed, asked.get("on"))
        if named is not None:
            unread = {"on": UNREAD_DAY} if form.day_is_unread else {}
            return redirect(_address({**asked, "municipality": named.code, **unread}))
    context = {
        "numbers": _numbers(get_language()),
        "typed": typed,
        "day_is_unread": form.day_is_unread,
        **_answer(request.GET.get("page"), asked, typed, form.day_is_unread),
    }
    return render(request, "directory/index.html", context)


def _answer(
    page_number: str | None, asked: dict[str, Any], typed: str, day_is_unread: bool
) -> dict[str, Any]:
    """What is found, and the form as it stands after it. `typed`: a place that nobody knows."""
    day: date | None = asked.get("on")
    municipality = None if typed else _municipality(asked, day)
    narrowed = tuple(asked.get(name, "") for name in _NARROWING)
    found = find(municipality, Wanted(*narrowed), on=day, now=None if day else timezone.now())
    page = Paginator(found, PER_PAGE).get_page(page_number)
    several = namesakes(typed, day) if typed else []
    near = several or (alike(typed, day) if typed else [])
    before, after = _form(narrowed, day, day_is_unread, *_offered(), get_language())
    named = municipality.display_name if municipality else typed
    return {
        "form": format_html("{}{}{}", before, named, after),
        "several": several,
        "alike": [(one, _address({**asked, "municipality": one.code})) for one in near],
        "municipality": municipality,
        "day": day,
        "narrowed": any(narrowed),
        "wider": _address({"municipality": municipality.code} if municipality else {}),
        "places": _places(day),
        "page": page,
        "groups": _groups(list(page.object_list)),
    }


def _unread(request: HttpRequest, form: DirectoryFilter) -> str:
    """A place that the form refuses, such as one that is too long: nobody knows it either."""
    if "place" not in form.errors:
        return ""
    return request.GET["place"][:_LONGEST_PLACE]


def _municipality(asked: dict[str, Any], day: date | None) -> Municipality | None:
    found = geography.municipality(asked.get("municipality", ""))
    return place(found.code, day) if found else None


def _address(asked: dict[str, Any]) -> str:
    """The address of this question: codes only."""
    query = urlencode({name: str(value) for name, value in asked.items()})
    return reverse("directory:index") + (f"?{query}" if query else "")


# What the field for a place suggests, by day; anew where municipalities change.
_suggestions: Remembered[dict[date, SafeString]] = Remembered("geography", dict)


def _places(day: date | None) -> SafeString:
    """Every municipality: the name as people say it, and the official one where that is another."""
    known, today = _suggestions.get(), timezone.localdate()
    found = known.get(day or today)
    if found is None:
        names = [
            (one.display_name, one.name if one.name != one.display_name else "")
            for one in geography.municipalities(day)
        ]
        found = format_html_join("", '<option value="{}">{}</option>', names)
        if day is None:  # other days are asked for seldom, and there are many of them
            known.clear()
            known[today] = found
    return found


def _groups(found: list[Found]) -> list[tuple[str, SafeString]]:
    """(kind of help in words, who gives it), in the order of the page."""
    return [
        (label("organisation_kind", kind), mark_safe("".join(map(card, rows))))
        for kind, rows in groupby(found, key=lambda one: one.listing.kind)
    ]


def _offered() -> tuple[tuple[tuple[str, str], ...], ...]:
    """What may be chosen, in the language of the page."""
    return tuple(choices("organisation_kind")), tuple(form_choices())


# Stands in the form where the place comes.
_PLACE = "<!--place-->"


@lru_cache(maxsize=500)
def _form(
    narrowed: tuple[str, ...],
    day: date | None,
    day_is_unread: bool,
    _kinds: tuple[tuple[str, str], ...],
    _forms: tuple[tuple[str, str], ...],
    _language: str,
) -> tuple[SafeString, SafeString]:
    """The form as it stands after this answer: what comes before the place in words, and after it."""
    context = {
        "form": DirectoryFilter(dict(zip(_NARROWING, narrowed, strict=True))),
        "day": day,
        "day_is_unread": day_is_unread,
        "place": mark_safe(_PLACE),
    }
    before, _mark, after = render_to_string("directory/_form.html", context).partition(_PLACE)
    return mark_safe(before), mark_safe(after)


@lru_cache
def _numbers(_language: str) -> SafeString:
    """112 and the national numbers."""
    context = {"national": NATIONAL_NUMBERS}
    return mark_safe(render_to_string("directory/_numbers.html", context))
