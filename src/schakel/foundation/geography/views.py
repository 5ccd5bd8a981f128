"""The public page with municipalities: map, regions, table and file. Sets no cookie, asks no name."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.foundation.geography import queries
from schakel.foundation.geography.divisions import DIVISIONS, Division, region_rows
from schakel.foundation.geography.drawing import (
    Place,
    hues,
    outline_map_svg,
    swatch,
    tile_map_svg,
)
from schakel.foundation.geography.forms import MunicipalityFilter
from schakel.foundation.geography.models import Municipality
from schakel.foundation.ui.exports import csv_response


@require_safe
def municipalities(request: HttpRequest) -> HttpResponseBase:
    """All municipalities of today; `?q=` searches by name, `?by=` chooses the regions, `?format=csv`."""
    everything = queries.municipalities()
    if request.GET.get("format") == "csv":
        return _file(everything)
    return _page(request, everything)


def _page(request: HttpRequest, everything: list[Municipality]) -> HttpResponse:
    division = DIVISIONS.get(request.GET.get("by", ""), DIVISIONS["police"])
    form = MunicipalityFilter({"q": request.GET.get("q", ""), "by": division.code})
    sought = queries.fold(form.cleaned_data["q"]) if form.is_valid() else ""
    found = [m for m in everything if _matches(m, sought)] if sought else everything
    styles = hues(queries.tiles(), {m.code: division.region(m).code for m in everything})
    marked = {m.code for m in found} if sought else set()
    rows = region_rows(division, everything, styles)
    return render(
        request,
        "geography/municipalities.html",
        {
            "form": form,
            "division": division,
            "tabs": _tabs(division, request),
            "map": _map(division, everything, styles, marked),
            "outline_year": outlines.year if (outlines := queries.outlines()) else None,
            "regions": [(row, swatch(row.style)) for row in rows],
            "sought": sought,
            "found": found,
            "provinces": [] if sought else _by_province(everything),
            "total": len(everything),
            "inhabitants": sum(m.population or 0 for m in everything),
            "counted_on": max(
                (m.population_on for m in everything if m.population_on), default=None
            ),
        },
    )


def _matches(municipality: Municipality, sought: str) -> bool:
    names = (municipality.display_name, municipality.name, *municipality.aliases.split("|"))
    return any(sought in queries.fold(name) for name in names)


def _tabs(chosen: Division, request: HttpRequest) -> list[dict[str, Any]]:
    parameters = request.GET.copy()
    tabs = []
    for division in DIVISIONS.values():
        parameters["by"] = division.code
        tabs.append(
            {
                "url": f"?{parameters.urlencode()}",
                "label": division.name,
                "count": None,
                "current": division is chosen,
            }
        )
    return tabs


def _map(
    division: Division, everything: list[Municipality], styles: dict[str, str], marked: set[str]
) -> SafeString:
    places, labels = {}, {}
    for municipality in everything:
        region = division.region(municipality)
        style = styles.get(region.code, "") + (" map-found" if municipality.code in marked else "")
        text = f"{municipality.display_name} – {region.name}"
        places[municipality.code] = Place(style, text, region.code)
        labels[region.code] = division.short(region)
    title = _("Map of the municipalities by region")
    outlines = queries.outlines()
    if outlines:
        description = _("Each municipality in its outline; the table below has the same facts.")
        return outline_map_svg(places, outlines.of, title, description, labels=labels)
    description = _(
        "One tile per municipality, roughly where it lies; the table below has the same facts."
    )
    return tile_map_svg(places, queries.tiles(), title, description, labels=labels)


def _by_province(rows: Iterable[Municipality]) -> list[tuple[str, str, list[Municipality]]]:
    """(name, id on the page, municipalities) of each province."""
    ordered = sorted(rows, key=lambda m: (m.province.name, queries.fold(m.display_name)))
    return [
        (name, slugify(name), list(group))
        for name, group in groupby(ordered, key=lambda m: m.province.name)
    ]


def _file(rows: Iterable[Municipality]) -> HttpResponseBase:
    header = [
        _("code"),
        _("name"),
        _("official name"),
        _("province"),
        _("safety region code"),
        _("safety region"),
        _("police region code"),
        _("police region"),
        _("inhabitants"),
        _("inhabitants counted on"),
    ]
    return csv_response(
        "municipalities.csv",
        header,
        (
            [
                m.code,
                m.display_name,
                m.name,
                m.province.name,
                m.safety_region.code,
                m.safety_region.name,
                m.police_unit.code,
                m.police_unit.name,
                m.population,
                m.population_on,
            ]
            for m in rows
        ),
    )
