"""Draws a released table: columns by year, with the number above each column.

Vega-Lite lays the chart out; what comes back is stripped to shapes with plain attributes and class names, so
that the page's style sheet colours it (light, dark, forced colours) and a saved file has colours of its own.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import vl_convert
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.knowledge.figures.choices import TOTAL, Chart, Layout, Unit
from schakel.knowledge.figures.content import Table

# What Vega-Lite is told: a description in its own words, so that nothing stands between us and it.
Spec = dict[str, Any]
GRAMMAR = "v6.4"
SVG = "http://www.w3.org/2000/svg"
_INK, _QUIET, _RULE = "#172225", "#4b5b5e", "#66787a"
_FILLS = {Unit.REPORTS.value: "#0b5a5f", Unit.PERSONS.value: "#c77b2b"}
_CLASSES = {
    _INK: "chart-ink",
    _QUIET: "chart-quiet",
    _RULE: "chart-rule",
    _FILLS[Unit.REPORTS]: "chart-reports",
    _FILLS[Unit.PERSONS]: "chart-persons",
}
_DROPPED = (
    "role",
    "aria-roledescription",
    "aria-label",
    "aria-hidden",
    "pointer-events",
    "class",
    "opacity",
)
_FONT = "Noto Sans, sans-serif"
_LONG_NUMBER = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class _Shape:
    """The measures of one layout, in pixels; `columns`: charts of kinds beside each other."""

    columns: int
    width: int
    height: int
    kind_width: int
    kind_height: int
    text: int


_SHAPES = {
    Layout.WIDE: _Shape(
        columns=4, width=1010, height=250, kind_width=228, kind_height=100, text=13
    ),
    Layout.NARROW: _Shape(
        columns=1, width=300, height=220, kind_width=300, kind_height=66, text=12
    ),
}


def draw(table: Table, chart: Chart, layout: Layout, language: str) -> str:
    """One chart as SVG text, with its title and its numbers in words inside."""
    with override(language):
        years = [period for period in table.periods if period.isdigit()]
        shape = _SHAPES[layout]
        if chart == Chart.OVERVIEW:
            specification, words = _overview(table, years, shape)
        else:
            specification, words = _by_kind(table, years, shape, Unit(chart.value), language)
        title = f"{table.wording[language].title}: {chart_title(chart)}"
    drawn = vl_convert.vegalite_to_svg({**specification, "config": _look(shape)}, GRAMMAR)
    return finished(drawn, title, words, f"chart-{chart}-{layout}")


def chart_title(chart: Chart) -> str:
    """What a chart shows, in the language at hand."""
    return {
        Chart.OVERVIEW: _("reports and persons by year"),
        Chart.REPORTS: _("reports by kind of reporter and year"),
        Chart.PERSONS: _("persons by kind of reporter and year"),
    }[chart]


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def _rows(table: Table, unit: Unit, kind: str, years: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for year in years:
        value = table.cells[(unit.value, year, kind)]
        rows.append({"year": year, "value": value, "text": _number(value), "unit": unit.value})
    return rows


def _ceiling(values: Sequence[int]) -> int:
    """The top of the scale: room for the numbers above the columns."""
    return math.ceil(max([*values, 1]) * 1.2)


def _year(inner: float) -> Spec:
    return {
        "field": "year",
        "type": "nominal",
        "title": None,
        "scale": {"paddingInner": inner, "paddingOuter": 0.1},
    }


def _height(ceiling: int) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, ceiling], "nice": False},
    }


def _layers(place: Spec, bar: Spec, colour: Spec, text: Spec) -> list[Spec]:
    """Columns, and the number above each."""
    number = {"field": "text", "type": "nominal"}
    return [
        {"mark": {"type": "bar", **bar}, "encoding": {**place, **colour}},
        {
            "mark": {"type": "text", "color": _INK, **text},
            "encoding": {**place, "text": number},
        },
    ]


def _columns(rows: list[dict[str, Any]], ceiling: int, shape: _Shape, fill: str) -> Spec:
    place = {"x": _year(0.25), "y": _height(ceiling)}
    text = {"dy": -7, "fontSize": shape.text - 1}
    return {"data": {"values": rows}, "layer": _layers(place, {"color": fill}, {}, text)}


def _overview(table: Table, years: Sequence[str], shape: _Shape) -> tuple[Spec, str]:
    """Two columns for each year: reports, and the persons whom they are about."""
    narrow = shape.columns == 1
    rows = [row for unit in Unit for row in _rows(table, unit, TOTAL, years)]
    labels = {unit.value: label for unit, label in _unit_labels().items()}
    for row in rows:
        row["label"] = labels[row["unit"]]
    ceiling = _ceiling([row["value"] for row in rows])
    if narrow:
        parts = [
            {
                **_columns(
                    [row for row in rows if row["unit"] == unit], ceiling, shape, _FILLS[unit]
                ),
                "width": shape.width,
                "height": shape.kind_height + 40,
                "title": labels[unit.value],
            }
            for unit in Unit
        ]
        return {"vconcat": parts, "spacing": 16}, _words(rows)
    beside = {"field": "label", "type": "nominal", "sort": list(labels.values())}
    place = {
        "x": _year(0.2),
        "xOffset": {**beside, "scale": {"paddingInner": 0.1}},
        "y": _height(ceiling),
    }
    colour = {
        **beside,
        "scale": {"domain": list(labels.values()), "range": [_FILLS[unit] for unit in Unit]},
        "legend": {"title": None, "orient": "top", "direction": "horizontal"},
    }
    layers = _layers(place, {}, {"color": colour}, {"dy": -8, "fontSize": shape.text})
    size = {"width": shape.width, "height": shape.height}
    return {"data": {"values": rows}, "layer": layers, **size}, _words(rows)


def _unit_labels() -> dict[Unit, str]:
    return {Unit.REPORTS: _("Reports"), Unit.PERSONS: _("Persons")}


def _words(rows: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(f"{row['label']} {row['year']}: {row['text']}" for row in rows) + "."


def _by_kind(
    table: Table, years: Sequence[str], shape: _Shape, unit: Unit, language: str
) -> tuple[Spec, str]:
    """A small chart for each kind of reporter, all on one scale so that they can be compared."""
    by_kind = [
        (kind.labels[language], _rows(table, unit, kind.code, years)) for kind in table.kinds
    ]
    ceiling = _ceiling([row["value"] for _label, rows in by_kind for row in rows])
    parts = [
        {
            **_columns(rows, ceiling, shape, _FILLS[unit]),
            "width": shape.kind_width,
            "height": shape.kind_height,
            "title": label,
        }
        for label, rows in by_kind
    ]
    drawing = {
        "concat": parts,
        "columns": shape.columns,
        "spacing": {"row": 22, "column": 32},
    }
    return drawing, _("One small chart for each kind of reporter, all on the same scale.")


def _look(shape: _Shape) -> Spec:
    return {
        "background": "transparent",
        "padding": 4,
        "font": _FONT,
        "view": {"stroke": None},
        "axis": {
            "labelAngle": 0,
            "labelFontSize": shape.text - 1,
            "labelColor": _QUIET,
            "labelPadding": 6,
            "ticks": False,
            "domainColor": _RULE,
            "labelOverlap": False,
        },
        "title": {
            "anchor": "start",
            "fontSize": shape.text + 1,
            "fontWeight": 600,
            "color": _INK,
            "offset": 6,
        },
        "legend": {
            "labelFontSize": shape.text,
            "labelColor": _INK,
            "symbolType": "square",
            "symbolSize": 160,
        },
    }


def finished(svg: str, title: str, words: str, name: str) -> str:
    """Only shapes, plain attributes and class names; title and numbers for those who cannot see them."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by ourselves a line ago
    for element in root.iter():
        _plain(element)
    _drop_invisible(root)
    for number, (tag, text) in enumerate((("title", title), ("desc", words))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(number, element)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-desc")
    root.set("class", "chart")
    root.set("font-family", _FONT)
    return ElementTree.tostring(root, encoding="unicode")


def _plain(element: ElementTree.Element) -> None:
    for attribute in _DROPPED:
        element.attrib.pop(attribute, None)
    element.attrib.pop("font-family", None)  # stands once, on the drawing itself
    for attribute in ("transform", "d"):
        if attribute in element.attrib:
            element.set(attribute, _LONG_NUMBER.sub(_shorten, element.attrib[attribute]))
    for attribute in ("fill", "stroke"):
        name = _CLASSES.get(element.get(attribute, ""))
        if name:
            element.set("class", name)


def _shorten(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")


def _drop_invisible(root: ElementTree.Element) -> None:
    """Without the empty frames that Vega draws around and over everything."""
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{SVG}}}path" and (
                child.get("display") == "none" or "h0v0h0" in child.get("d", "")
            )
            unpainted = child.tag == f"{{{SVG}}}rect" and child.get("fill") == "transparent"
            unpainted |= (
                child.tag == f"{{{SVG}}}path"
                and "fill" not in child.attrib
                and "stroke" not in child.attrib
            )
            if empty or unpainted:
                parent.remove(child)
