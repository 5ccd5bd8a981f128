"""How municipalities stand: the map of an item, regions, years, and the grid of all items."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.divisions import DIVISIONS, Division
from schakel.foundation.geography.drawing import Place, outline_map_svg, tile_map_svg
from schakel.foundation.geography.models import Municipality
from schakel.foundation.geography.shapes import Shapes
from schakel.foundation.terms.queries import label
from schakel.network.monitor.choices import ITEMS, THEMES, State
from schakel.network.monitor.counting import History, Tally, reference_days, tally
from schakel.network.monitor.files import table_file
from schakel.network.monitor.forms import GridFilter, MonitorFilter, chosen_item
from schakel.network.monitor.published import PUBLISHED
from schakel.network.monitor.queries import history, items, municipalities_in, theme_of
from schakel.network.monitor.showing import Shown, bar, legend, shown

YEARS, PER_PAGE = 10, 50
FILES = ("csv", "xlsx")


@require_safe
@allowed("see", "monitor.Status")
def index(request: SignedInRequest) -> HttpResponseBase:
    """One item on the map and by region; every item by year. `?format=csv` or `xlsx`: items by year."""
    form, asked = MonitorFilter.of(request.GET)
    item, on = chosen_item(asked["item"]), asked["on"]
    places = municipalities_in(asked["region"], on)
    days = reference_days(on, YEARS)
    known = history(on)
    years = _years(known, asked["region"], days)
    if request.GET.get("format") in FILES:
        return _years_file(request.GET["format"], years)
    division = DIVISIONS.get(request.GET.get("by", ""), DIVISIONS["police"])
    whole = tally(known, [m.code for m in geography.municipalities(on)], item, on)
    here = tally(known, [m.code for m in places], item, on)
    form.data = {**form.data, "item": item}
    outlines = None if request.GET.get("map") == "tiles" else geography.outlines(on)
    context = {
        "form": form,
        "item": label(ITEMS, item),
        "on": on,
        "here": here,
        "counted": [
            (one, one.swatch(outlines is not None), number)
            for one, number in zip(legend(), here.in_order, strict=True)
        ],
        "map": _map(known, item, on, places, outlines),
        "outlines": outlines,
        "other_map": _other_map(request, outlines, on),
        "places": _by_state(known, item, on, places),
        "tabs": _tabs(request, division),
        "division": division,
        "regions": _regions(known, division, item, on, whole),
        "whole": whole,
        "whole_bar": bar(whole, whole),
        "published": PUBLISHED,
        "legend": legend(),
        "years": years,
        "query": urlencode({**asked, "item": item, "on": on.isoformat()}),
        "may_change": may(request.user, "change", "monitor.Status"),
    }
    return render(request, "monitor/index.html", context)


def _map(
    known: History, item: str, on: date, places: list[Municipality], outlines: Shapes | None
) -> SafeString:
    values = {}
    for place in places:
        state = shown(known.state(place.code, item, on))
        text = f"{place.display_name}: {state.label}"
        values[place.code] = Place(
            state.style, text, place.police_unit_id, state.sign, state.texture
        )
    title = _("Map of the municipalities: %(item)s") % {"item": label(ITEMS, item)}
    if outlines is not None and values:
        inside = {code: shape for code, shape in outlines.of.items() if code in values}
        description = _(
            "Each municipality in its outline, with a pattern for its state, and its sign where it fits; the "
            "lists below say the same in words."
        )
        return outline_map_svg(values, inside, title, description)
    tiles = geography.tiles(on)
    description = _(
        "One tile per municipality, with the sign of its state; the lists below say the same in words."
    )
    inside_tiles = {code: cell for code, cell in tiles.items() if code in values}
    if not inside_tiles:
        return SafeString("")
    return tile_map_svg(values, inside_tiles, title, description)


def _other_map(request: SignedInRequest, drawn: Shapes | None, on: date) -> dict[str, Any] | None:
    """Where outlines are drawn the way to tiles, and the way back; None where there is no choice."""
    if drawn is not None:
        return _tab(request, "map", "tiles", _("Tiles of one size"), "map-heading", False)
    if geography.outlines(on) is not None:
        return _tab(request, "map", "outlines", _("Outlines"), "map-heading", False)
    return None


def _by_state(
    known: History, item: str, on: date, places: list[Municipality]
) -> list[tuple[Shown, list[Municipality]]]:
    found: dict[str, list[Municipality]] = {}
    for place in places:
        found.setdefault(known.state(place.code, item, on), []).append(place)
    return [(one, found[one.state]) for one in legend() if one.state in found]


def _tabs(request: SignedInRequest, chosen: Division) -> list[dict[str, Any]]:
    return [
        _tab(request, "by", division.code, division.name, "regions", division is chosen)
        for division in DIVISIONS.values()
    ]


def _tab(
    request: SignedInRequest, name: str, code: str, text: Any, place: str, is_current: bool
) -> dict[str, Any]:
    """The same page with another choice, from the part of it that shows the choice."""
    parameters = request.GET.copy()
    parameters[name] = code
    return {
        "url": f"?{parameters.urlencode()}#{place}",
        "label": text,
        "count": None,
        "current": is_current,
    }


def _regions(
    known: History, division: Division, item: str, on: date, whole: Tally
) -> list[tuple[str, Tally, int, SafeString]]:
    """(region, its tally, points of a hundred that it differs from the country, picture); highest first."""
    members: dict[str, list[str]] = {}
    for place in geography.municipalities(on):
        members.setdefault(division.region(place).name, []).append(place.code)
    found = []
    for name, codes in members.items():
        counted = tally(known, codes, item, on)
        more = round((counted.share or 0) - (whole.share or 0))
        found.append((name, counted, more, bar(counted, whole)))
    return sorted(found, key=lambda row: (-(row[1].share or 0), row[0]))


def _years(known: History, region: str, days: list[date]) -> dict[str, Any]:
    """Every item on each of `days`, counted over the municipalities that existed on that day."""
    codes = [[m.code for m in municipalities_in(region, day)] for day in days]
    rows = []
    for item, name in items(days[-1]):
        counted = [tally(known, one, item, day) for one, day in zip(codes, days, strict=True)]
        rows.append((item, name, label(THEMES, theme_of(item)), counted))
    return {"days": days, "totals": [len(one) for one in codes], "rows": rows}


def _years_file(form: str, years: dict[str, Any]) -> HttpResponseBase:
    header = [_("item"), _("name"), _("theme"), _("as on"), _("municipalities")]
    header += [str(state.label) for state in State]
    rows = (
        [item, name, theme, day.isoformat(), one.total, *one.in_order]
        for item, name, theme, counted in years["rows"]
        for day, one in zip(years["days"], counted, strict=True)
    )
    return table_file("monitor-years", form, header, rows)


@require_safe
@allowed("see", "monitor.Status")
def grid(request: SignedInRequest) -> HttpResponseBase:
    """Municipalities by items as on a day, a page at a time; `?format=csv` or `xlsx` has them all."""
    form, asked = GridFilter.of(request.GET)
    on = asked["on"]
    places = _narrowed(municipalities_in(asked["region"], on), asked)
    columns = items(on)
    if request.GET.get("format") in FILES:
        return _grid_file(request.GET["format"], places, columns, on)
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    codes = [m.code for m in page.object_list]
    known = history(on, codes)
    rows = [
        (place, [shown(known.state(place.code, item, on)) for item, _name in columns])
        for place in page.object_list
    ]
    context = {
        "form": form,
        "on": on,
        "columns": columns,
        "rows": rows,
        "page": page,
        "number": len(places),
        "legend": legend(),
        "query": urlencode({**asked, "on": on.isoformat()}),
    }
    return render(request, "monitor/grid.html", context)


def _narrowed(places: list[Municipality], asked: dict[str, Any]) -> list[Municipality]:
    """Those in which the item, or any item, is in the state that was asked for."""
    if not asked["state"]:
        return places
    on = asked["on"]
    wanted = [asked["item"]] if asked["item"] else [item for item, _name in items(on)]
    known = history(on, None, wanted)
    return [
        place
        for place in places
        if any(known.state(place.code, item, on) == asked["state"] for item in wanted)
    ]


def _grid_file(
    form: str, places: list[Municipality], columns: list[tuple[str, str]], on: date
) -> HttpResponseBase:
    known = history(on)
    header = [_("code"), _("municipality"), _("province"), _("safety region"), _("police region")]
    header += [_("inhabitants"), _("as on"), *(name for _item, name in columns)]
    rows = (
        [
            place.code,
            place.display_name,
            place.province.name,
            place.safety_region.name,
            place.police_unit.name,
            place.population,
            on.isoformat(),
            *(shown(known.state(place.code, item, on)).label for item, _name in columns),
        ]
        for place in places
    )
    return table_file(f"monitor-{on.isoformat()}", form, header, rows)
