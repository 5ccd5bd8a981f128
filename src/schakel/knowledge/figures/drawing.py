"""Draws a table of released numbers: bars of categories, or a small chart by year for each category.

Vega-Lite lays the chart out; what comes back is stripped to shapes with plain attributes. The number stands
at every bar, so that nothing depends on colour. The same table always gives the same drawing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.knowledge.figures.charts import GRAMMAR, finished
from schakel.knowledge.figures.finding import sentence, whole, written
from schakel.knowledge.figures.tabulation import Line, Picture, Section

Spec = dict[str, Any]
MOST_ROWS = 15
MOST_PARTS = 12
MOST_YEARS = 10
_KEPT = 256  # drawings of about 20 kB


class Width(StrEnum):
    """For a wide page and for a phone."""

    WIDE = "wide"
    NARROW = "narrow"


class Theme(StrEnum):
    """For a light and for a dark page. A saved file brings its own colours."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class _Colours:
    paper: str
    ink: str
    quiet: str
    rule: str
    fill: str


_COLOURS = {
    Theme.LIGHT: _Colours("#ffffff", "#172225", "#4b5b5e", "#66787a", "#0b5a5f"),
    Theme.DARK: _Colours("#182023", "#eef3f2", "#b7c4c5", "#8fa1a3", "#6cc5bd"),
}


@dataclass(frozen=True)
class _Shape:
    """The measures of a layout, in pixels; `columns`: small charts beside each other."""

    columns: int
    width: int
    part: int
    text: int
    label: int


_SHAPES = {
    Width.WIDE: _Shape(columns=3, width=820, part=270, text=13, label=230),
    Width.NARROW: _Shape(columns=1, width=190, part=190, text=12, label=120),
}


def has_drawing(found: Section) -> bool:
    """Whether this table is drawn; every chart has its table beside it, not every table a chart."""
    return found.picture is not None and bool(_rows(found))


def draw(found: Section, width: Width, theme: Theme, language: str) -> str:
    """The chart of a table as SVG text, with its finding as title and its numbers in words."""
    return _drawn(_Asked(found, width, theme, language))


@dataclass(frozen=True)
class _Asked:
    """What a drawing depends on; told apart by its values, for keeping what was drawn."""

    section: Section
    width: Width
    theme: Theme
    language: str

    def __hash__(self) -> int:
        shown = self.section
        return hash(
            (shown.code, shown.heading, shown.values, self.width, self.theme, self.language)
        )


@lru_cache(maxsize=_KEPT)
def _drawn(asked: _Asked) -> str:
    found, shape, colours = asked.section, _SHAPES[asked.width], _COLOURS[asked.theme]
    with override(asked.language):
        picture = _by_year if found.by_year and found.picture == Picture.YEARS else _bars
        specification = picture(found, shape, colours)
        title, words = sentence(found), _words(found)
    look = {**specification, "config": _look(shape, colours)}
    svg = vl_convert.vegalite_to_svg(look, GRAMMAR)
    return finished(svg, title, words, f"chart-{found.code}", sized=True)


def _rows(found: Section) -> list[Line]:
    """The rows that are drawn: without the total and without what has parts that are drawn."""
    kept = found.bare
    if found.by_year and found.picture == Picture.YEARS:
        return kept if len(kept) <= MOST_PARTS else [row for row in kept if row.depth == 0]
    if len(kept) <= MOST_ROWS:
        return kept
    column = _whole(found)
    answers = [row for row in kept if not row.is_rest]
    return sorted(answers, key=lambda row: (-(found.drawn(row, column) or 0), row.code))[:MOST_ROWS]


def _parts(found: Section) -> list[Line]:
    """The columns that are drawn: of years the last, of others all but the total."""
    if found.by_year:
        years = [column for column in found.columns if column.period.isdigit()]
        return (years or list(found.columns))[-1:]
    parts = [column for column in found.columns if not column.is_total and column.depth == 0]
    return parts[:MOST_PARTS] or list(found.columns)


def _whole(found: Section) -> Line:
    """The column by which rows are chosen: of years the last that is drawn, of others the total."""
    total = [column for column in found.columns if column.is_total]
    return total[0] if total and not found.by_year else _parts(found)[-1]


def _ceiling(values: Sequence[float], room: float) -> float:
    return math.ceil(max([*values, 1]) * room)


def _by_year(found: Section, shape: _Shape, colours: _Colours) -> Spec:
    """A small chart for each row, all on one scale so that they can be compared."""
    years = [column for column in found.columns if column.period.isdigit()][-MOST_YEARS:]
    rows = _rows(found)
    ceiling = _ceiling([found.value(row, year) or 0 for row in rows for year in years], 1.25)
    columns = shape.columns if len(rows) > shape.columns else min(len(rows), shape.columns)
    width = shape.part if len(rows) >= shape.columns else shape.width // max(columns, 1)
    return {
        "concat": [
            {
                **_columns(_values(found, row, years), ceiling, shape, colours),
                "width": width if shape.columns > 1 else shape.part + shape.label,
                "height": 96,
                "title": row.label,
            }
            for row in rows
        ],
        "columns": max(columns, 1),
        "spacing": {"row": 22, "column": 28},
    }


def _values(found: Section, row: Line, years: Sequence[Line]) -> list[Spec]:
    short = len(years) > MOST_ROWS // 2
    return [
        {
            "year": f"’{year.label[2:]}" if short else year.label,
            "value": found.value(row, year) or 0,
            "text": whole(found.value(row, year)),
        }
        for year in years
    ]


def _columns(rows: list[Spec], ceiling: float, shape: _Shape, colours: _Colours) -> Spec:
    place = {
        "x": {
            "field": "year",
            "type": "nominal",
            "sort": None,
            "title": None,
            "scale": {"paddingInner": 0.25, "paddingOuter": 0.1},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, ceiling], "nice": False},
        },
    }
    text = {"dy": -7, "fontSize": shape.text - (3 if len(rows) > MOST_ROWS // 2 else 1)}
    return {"data": {"values": rows}, "layer": _layers(place, colours, text)}


def _layers(place: Spec, colours: _Colours, text: Spec) -> list[Spec]:
    number = {"field": "text", "type": "nominal"}
    return [
        {"mark": {"type": "bar", "color": colours.fill}, "encoding": place},
        {
            "mark": {"type": "text", "color": colours.ink, **text},
            "encoding": {**place, "text": number},
        },
    ]


def _bars(found: Section, shape: _Shape, colours: _Colours) -> Spec:
    """Bars of the rows; of several columns a chart each, all on one scale. Without what is 0 all along."""
    rows, parts = _rows(found), _parts(found)
    parts = [part for part in parts if any(found.drawn(row, part) for row in rows)] or parts[:1]
    rows = [row for row in rows if any(found.drawn(row, part) for part in parts)] or rows
    ceiling = _ceiling([found.drawn(row, part) or 0 for row in rows for part in parts], 1.3)
    beside = min(len(parts), shape.columns)
    width = (shape.width - (beside - 1) * 20) // beside if beside > 1 else shape.width - 160
    charts = []
    for at, part in enumerate(parts):
        named = at % beside == 0
        values = [
            {
                "row": row.label,
                "value": found.drawn(row, part) or 0,
                "text": written(found, found.drawn(row, part)),
            }
            for row in rows
        ]
        charts.append(
            {
                "data": {"values": values},
                "layer": _layers(
                    _across(rows, ceiling, named), colours,
                    {"align": "left", "dx": 5, "fontSize": shape.text - 1},
                ),
                "width": width if shape.columns > 1 else shape.width,
                "height": {"step": 25},
                **({"title": part.label} if len(parts) > 1 else {}),
            }
        )  # fmt: skip
    return {"concat": charts, "columns": beside, "spacing": {"row": 22, "column": 20}}


def _across(rows: Sequence[Line], ceiling: float, named: bool) -> Spec:
    axis = {"title": None, "domain": True, "labels": named}
    return {
        "y": {
            "field": "row",
            "type": "nominal",
            "sort": [row.label for row in rows],
            "axis": axis,
            "scale": {"paddingInner": 0.3},
        },
        "x": {
            "field": "value",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, ceiling], "nice": False},
        },
    }


def _words(found: Section) -> str:
    """The numbers of the drawing in words, for those who cannot see it."""
    columns = (
        [one for one in found.columns if one.period.isdigit()][-MOST_YEARS:]
        if found.by_year and found.picture == Picture.YEARS
        else _parts(found)
    )
    said = [
        f"{row.label} {column.label}: {written(found, found.drawn(row, column))}"
        for row in _rows(found)
        for column in columns
    ]
    return "; ".join(said) + ". " + _("The table has every number.")


def _look(shape: _Shape, colours: _Colours) -> Spec:
    return {
        "background": colours.paper,
        "padding": 8,
        "font": "Noto Sans, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelAngle": 0,
            "labelFontSize": shape.text - 1,
            "labelColor": colours.quiet,
            "labelLimit": shape.label,
            "labelPadding": 6,
            "ticks": False,
            "domainColor": colours.rule,
            "labelOverlap": False,
        },
        "title": {
            "anchor": "start",
            "fontSize": shape.text,
            "fontWeight": 600,
            "color": colours.ink,
            "offset": 6,
            "limit": shape.part + shape.label,
        },
    }
