"""Draws a cross table in the house style: bars by row, or a small chart for each category of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from schakel.insight.analysis.crosstabs import Cell, CrossTable, Line, shown
from schakel.insight.analysis.dimensions import PERIOD
from schakel.knowledge.figures.charts import GRAMMAR, finished

Spec = dict[str, Any]
# The colours of the house; the style sheet replaces them in the dark.
INK, QUIET, NOW, THEN = "#172225", "#4b5b5e", "#0b5a5f", "#c77b2b"
FONT = "Noto Sans, sans-serif"
MOST_BARS, MOST_PARTS, MOST_COLUMNS = 15, 12, 8
LONGEST_WORDS = 32
# Room for words and for bars, in pixels, by: a single chart, and a wide page.
_ROOM = {(True, True): (250, 640), (True, False): (120, 180), (False, True): (130, 160)}
_ROOM[False, False] = (120, 180)


class Width(StrEnum):
    """For a wide page and for a phone."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True)
class _Bar:
    label: str
    value: float
    text: str
    series: str


@dataclass(frozen=True)
class _Part:
    """One chart: all of it, or that of one category."""

    label: str
    bars: list[_Bar]


@dataclass(frozen=True)
class Drawing:
    """Both widths of a chart, the sentence above it, and what is left out of it."""

    wide: str
    narrow: str
    finding: str
    left_out: int


def draw(table: CrossTable) -> Drawing | None:
    """The chart of a table; None where there is nothing to draw."""
    both = bool(table.question.columns)
    upright = both and PERIOD in (table.question.rows, table.question.columns)
    parts, left_out = (_by_year if upright else _by_row if both else _bars)(table)
    if not any(bar.value for part in parts for bar in part.bars):
        return None
    finding = _finding(table)
    words = "; ".join(
        f"{part.label} {bar.label} {bar.series}: {bar.text}".strip()
        for part in parts
        for bar in part.bars
    )
    wide, narrow = (_drawn(parts, width, finding, words, upright=upright) for width in Width)
    return Drawing(wide, narrow, finding, left_out)


def _series(table: CrossTable, label: str, cell: Cell) -> list[_Bar]:
    bars = [_Bar(label, cell.value or 0, cell.text, _("now") if table.compared else "")]
    if table.compared:
        bars.append(_Bar(label, cell.then or 0, cell.text_then, _("then")))
    return bars


def _largest(lines: Sequence[Line], most: int) -> tuple[list[Line], int]:
    """The largest in the order of the table, and how many are not among them."""
    totals = [(line, line.cells[-1]) for line in lines]
    filled = [line for line, cell in totals if (cell.count or cell.then) and cell.value is not None]
    kept = sorted(filled, key=lambda line: -line.cells[-1].count)[:most]
    return [line for line in filled if line in kept], len(filled) - len(kept)


def _bars(table: CrossTable) -> tuple[list[_Part], int]:
    lines, left_out = _largest(table.lines, MOST_BARS)
    bars = [bar for line in lines for bar in _series(table, line.label, line.cells[-1])]
    return [_Part("", bars)], left_out


def _by_row(table: CrossTable) -> tuple[list[_Part], int]:
    """A part for each row, with a bar for each of the largest columns."""
    lines, left_out = _largest(table.lines, MOST_PARTS)
    totals = table.total.cells[:-1]
    largest = sorted(range(len(totals)), key=lambda place: -totals[place].count)[:MOST_COLUMNS]
    kept = [place for place in sorted(largest) if totals[place].count]
    return [
        _Part(
            line.label,
            [
                bar
                for place in kept
                for bar in _series(table, table.columns[place][1], line.cells[place])
            ],
        )
        for line in lines
    ], left_out


def _by_year(table: CrossTable) -> tuple[list[_Part], int]:
    """A part for each category of the other dimension, with a column per year."""
    if table.question.columns == PERIOD:
        lines, left_out = _largest(table.lines, MOST_PARTS)
        labels = [label for code, label in table.columns if code.isdigit()]
        kept = [place for place, (code, _label) in enumerate(table.columns) if code.isdigit()]
        return [
            _Part(
                line.label,
                [
                    bar
                    for label, place in zip(labels, kept, strict=True)
                    for bar in _series(table, label, line.cells[place])
                ],
            )
            for line in lines
        ], left_out
    years = [line for line in table.lines if line.code.isdigit()]
    places = [place for place in range(len(table.columns) - 1) if table.total.cells[place].count]
    parts = [
        _Part(
            table.columns[place][1],
            [bar for year in years for bar in _series(table, year.label, year.cells[place])],
        )
        for place in places[:MOST_PARTS]
    ]
    return parts, len(places) - len(parts)


def _finding(table: CrossTable) -> str:
    """What stands out, as a sentence: the largest row that says something."""
    said = [line for line in table.lines if not line.silent and line.cells[-1].count]
    if not said:
        return ""
    most = max(said, key=lambda line: line.cells[-1].count)
    return _("%(row)s most often: %(number)s of %(all)s %(unit)s") % {
        "row": most.label,
        "number": shown(most.cells[-1].count, "count"),
        "all": shown(table.total.cells[-1].count, "count"),
        "unit": str(table.question.counts.label).lower(),
    }


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _drawn(parts: Sequence[_Part], width: Width, finding: str, words: str, *, upright: bool) -> str:
    top = max(bar.value for part in parts for bar in part.bars) * (1.25 if upright else 1.2)
    series = list(dict.fromkeys(bar.series for part in parts for bar in part.bars))
    one = _columns if upright else _across
    drawings = [one(part, width, top, series) for part in parts]
    columns = (4 if upright else 3) if width == Width.WIDE else 1
    whole: Spec = (
        drawings[0]
        if len(drawings) == 1
        else {"concat": drawings, "columns": columns, "spacing": {"row": 18, "column": 28}}
    )
    look = {**whole, "config": _look(width)}
    svg = vl_convert.vegalite_to_svg(look, GRAMMAR)
    return finished(svg, finding, f"{words}.", f"chart-table-{width}")


def _values(part: _Part, longest: int) -> list[Spec]:
    return [
        {
            "label": _short(bar.label, longest),
            "value": bar.value,
            "text": bar.text,
            "series": bar.series,
        }
        for bar in part.bars
    ]


def _colour(series: Sequence[str]) -> Spec:
    fills = [NOW, THEN][: len(series)]
    legend = {"title": None, "orient": "top"} if len(series) > 1 else None
    return {
        "field": "series",
        "type": "nominal",
        "sort": list(series),
        "scale": {"domain": list(series), "range": fills},
        "legend": legend,
    }


def _scale(top: float) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "nice": False},
    }


def _category(values: Sequence[Spec], padding: float) -> Spec:
    return {
        "field": "label",
        "type": "nominal",
        "sort": list(dict.fromkeys(row["label"] for row in values)),
        "title": None,
        "scale": {"paddingInner": padding, "paddingOuter": 0.1},
    }


def _layers(values: list[Spec], place: Spec, series: Sequence[str], text: Spec) -> Spec:
    number = {"field": "text", "type": "nominal"}
    return {
        "data": {"values": values},
        "layer": [
            {"mark": "bar", "encoding": {**place, "color": _colour(series)}},
            {
                "mark": {"type": "text", "color": INK, **text},
                "encoding": {**place, "text": number},
            },
        ],
    }


def _offset(series: Sequence[str]) -> Spec:
    return {"field": "series", "sort": list(series), "scale": {"paddingInner": 0.1}}


def _across(part: _Part, width: Width, top: float, series: Sequence[str]) -> Spec:
    """Lying bars, the words before them and the number after."""
    alone, wide = not part.label, width == Width.WIDE
    words, bars = _ROOM[alone, wide]
    values = _values(part, words // 6)
    place: Spec = {"y": _category(values, 0.25), "x": _scale(top)}
    place["y"]["axis"] = {"labelLimit": words, "minExtent": words, "domain": False}
    if len(series) > 1:
        place["yOffset"] = _offset(series)
    rows = len({row["label"] for row in values})
    height = (26 if alone else 20) + (18 if len(series) > 1 else 0)
    spec = {
        **_layers(values, place, series, {"align": "left", "dx": 5}),
        "width": bars,
        "height": rows * height,
    }
    return spec if alone else {**spec, "title": _short(part.label, LONGEST_WORDS)}


def _columns(part: _Part, width: Width, top: float, series: Sequence[str]) -> Spec:
    """Columns by year, the number above each."""
    wide = width == Width.WIDE
    values = _values(part, 12)
    place: Spec = {"x": _category(values, 0.2), "y": _scale(top)}
    many = len({row["label"] for row in values})
    if len(series) > 1:
        place["xOffset"] = _offset(series)
    small = 10 if many > 6 or len(series) > 1 else 11
    room = math.floor((228 if wide else 300) / max(many, 1)) * many
    return {
        **_layers(values, place, series, {"dy": -6, "fontSize": small}),
        "width": room,
        "height": 100 if wide else 70,
        "title": _short(part.label, LONGEST_WORDS),
    }


def _look(width: Width) -> Spec:
    text = 13 if width == Width.WIDE else 12
    return {
        "background": "transparent",
        "padding": 4,
        "font": FONT,
        "view": {"stroke": None},
        "text": {"fontSize": text - 1},
        "axis": {
            "labelAngle": 0,
            "labelFontSize": text - 2,
            "labelColor": QUIET,
            "labelPadding": 6,
            "ticks": False,
            "domainColor": "#66787a",
            "labelOverlap": False,
        },
        "axisX": {
            "labelExpr": 'length(datum.label) == 4 ? "\'" + slice(datum.label, 2) : datum.label'
        },
        "title": {
            "anchor": "start",
            "fontSize": text,
            "fontWeight": 600,
            "color": INK,
            "offset": 6,
        },
        "legend": {"labelFontSize": text, "labelColor": INK, "symbolType": "square"},
    }
