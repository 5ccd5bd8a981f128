"""Who stands on which lists, as a picture: a bar for each combination, dots under it for its lists. Heavy.

After Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, "UpSet: visualization of intersecting sets" (IEEE
TVCG 20, 2014).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from schakel.insight.estimation.presenting import whole
from schakel.knowledge.figures.charts import GRAMMAR, finished

Spec = dict[str, Any]
_INK, _QUIET, _RULE, _BAR, _MANY = "#172225", "#4b5b5e", "#66787a", "#0b5a5f", "#c77b2b"
_FONT = "Noto Sans, sans-serif"
# Combinations and pixels for each, by width of the page; and room for the names of lists.
_WIDTHS = {"wide": (24, 30, 190), "narrow": (9, 24, 95)}
_ROW = 24


def draw(found: Mapping[str, Any]) -> dict[str, str] | None:
    """The picture in both widths, with the sentence above it; None where nobody is on two lists."""
    if not found["several"]:
        return None
    finding = _("%(several)s of %(all)s people are on more than one list") % {
        "several": whole(found["several"]),
        "all": whole(found["observed"]),
    }
    return {
        "finding": finding,
        **{width: _drawn(found, width, finding) for width in _WIDTHS},
    }


def _drawn(found: Mapping[str, Any], width: str, finding: str) -> str:
    most, step, _room = _WIDTHS[width]
    names = found["names"] if width == "wide" else [_short(name) for name in found["names"]]
    met = found["met"][:most]
    bars = [
        {
            "place": place,
            "people": people,
            # Else the smallest bars would not be seen beside the largest.
            "height": people**0.5,
            "text": whole(people),
            "several": cell.bit_count() > 1,
        }
        for place, (cell, people) in enumerate(met)
    ]
    words = "; ".join(f"{_listed(found['names'], cell)}: {whole(people)}" for cell, people in met)
    spec: Spec = {
        "vconcat": [
            _bars(bars, most * step, width),
            _dots(met, names, width),
        ],
        "spacing": 6,
        "config": {
            "background": "transparent",
            "padding": 4,
            "font": _FONT,
            "view": {"stroke": None},
            "concat": {"spacing": 4},
        },
    }
    svg = vl_convert.vegalite_to_svg(spec, GRAMMAR)
    return finished(svg, finding, f"{words}.", f"chart-overlap-{width}")


def _listed(names: Sequence[str], cell: int) -> str:
    return " + ".join(name for place, name in enumerate(names) if cell >> place & 1)


def _short(name: str) -> str:
    return name if len(name) <= 15 else f"{name[:14].rstrip()}…"


def _x(width: str) -> Spec:
    return {
        "field": "place",
        "type": "ordinal",
        "axis": None,
        # Few combinations keep thin bars, so that the picture does not grow.
        "scale": {
            "domain": list(range(_WIDTHS[width][0])),
            "paddingInner": 0.25,
            "paddingOuter": 0.1,
        },
    }


def _bars(bars: list[Spec], width: int, kind: str) -> Spec:
    top = max(bar["height"] for bar in bars) * 1.15
    y = {
        "field": "height",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "nice": False},
    }
    colour = {"condition": {"test": "datum.several", "value": _MANY}, "value": _BAR}
    return {
        "data": {"values": bars},
        "width": width,
        "height": 130,
        "layer": [
            {"mark": "bar", "encoding": {"x": _x(kind), "y": y, "color": colour}},
            {
                "mark": {
                    "type": "text",
                    "dy": -7,
                    "fontSize": 10 if kind == "wide" else 9,
                    "color": _INK,
                },
                "encoding": {
                    "x": _x(kind),
                    "y": y,
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }


def _dots(met: Sequence[tuple[int, int]], names: Sequence[str], kind: str) -> Spec:
    most, step, room = _WIDTHS[kind]
    dots = [
        {"place": place, "list": name, "on": bool(cell >> at & 1)}
        for place, (cell, _people) in enumerate(met)
        for at, name in enumerate(names)
    ]
    y = {
        "field": "list",
        "type": "nominal",
        "sort": list(names),
        "title": None,
        "axis": {
            "labelLimit": room,
            # More than the limit: the reader's letters may be wider than those that were measured.
            "minExtent": room + 24,
            "labelColor": _INK,
            "labelFontSize": 12,
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
        },
    }
    return {
        "data": {"values": dots},
        "width": most * step,
        "height": len(names) * _ROW,
        "mark": {"type": "point", "filled": True, "strokeWidth": 0},
        "encoding": {
            "x": _x(kind),
            "y": y,
            "size": {"condition": {"test": "datum.on", "value": 110}, "value": 14},
            "color": {"condition": {"test": "datum.on", "value": _INK}, "value": _RULE},
        },
    }
