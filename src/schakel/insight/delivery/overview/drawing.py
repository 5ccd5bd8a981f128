"""Bars and ranges with their names and their numbers: the same picture on the page and in the PDF."""

from collections.abc import Sequence

import vl_convert

from schakel.knowledge.figures.charts import GRAMMAR, finished

_INK, _FILL = "#172225", "#0b5a5f"
# So narrow that its letters stay as large as those of the text around it on a phone.
_WIDTH, _STEP, _TEXT = 330, 44, 15
_NAME, _BAR, _DOWN = -12, 15, 10  # the name over its bar: pixels up, thickness, pixels down


def bars(rows: Sequence[tuple[str, str, int]], code: str, finding: str, words: str) -> str:
    """One chart as SVG text. `rows`: name, number as written, and number; in the order of the drawing.

    The number stands at every bar, so that nothing depends on colour.
    """
    names = [name for name, _text, _value in rows]
    values = [{"name": name, "text": text, "value": value} for name, text, value in rows]
    most = max(value for _name, _text, value in rows)
    along = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, most * 1.18]},
    }
    across = {"field": "name", "type": "nominal", "sort": names, "axis": None}
    letters = {"type": "text", "align": "left", "color": _INK, "fontSize": _TEXT}
    name = {**letters, "x": 0, "dy": _NAME, "limit": _WIDTH}
    number = {**letters, "dx": 6, "yOffset": _DOWN}
    drawn = vl_convert.vegalite_to_svg(
        {
            "data": {"values": values},
            "width": _WIDTH,
            "height": {"step": _STEP},
            "layer": [
                {
                    "mark": {"type": "bar", "color": _FILL, "size": _BAR, "yOffset": _DOWN},
                    "encoding": {"x": along, "y": across},
                },
                {"mark": name, "encoding": {"y": across, "text": {"field": "name"}}},
                {
                    "mark": number,
                    "encoding": {"x": along, "y": across, "text": {"field": "text"}},
                },
            ],
            "config": {"background": "white", "padding": 6, "view": {"stroke": None}},
        },
        GRAMMAR,
    )
    return finished(drawn, finding, words, f"chart-{code}")


def ranges(
    rows: Sequence[tuple[str, str, tuple[int, int, int]]], code: str, finding: str, words: str
) -> str:
    """One chart as SVG text. `rows`: name, numbers as written, and lowest, likeliest and highest number.

    Name and numbers stand over each line; where all three are the same it is a mark.
    """
    names = [name for name, _text, _three in rows]
    values = [
        {"name": name, "text": f"{name}: {text}", "low": low, "value": value, "high": high}
        for name, text, (low, value, high) in rows
    ]
    most = max(high for _name, _text, (_low, _value, high) in rows)
    along = {"type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.05]}}
    across = {"field": "name", "type": "nominal", "sort": names, "axis": None}
    start, end = {"field": "low", **along}, {"field": "high"}
    line = {"type": "rule", "color": _FILL, "strokeWidth": 4, "yOffset": _DOWN}
    mark = {"type": "point", "filled": True, "color": _FILL, "size": 160, "yOffset": _DOWN}
    letters = {"type": "text", "align": "left", "color": _INK, "fontSize": _TEXT, "x": 0}
    drawn = vl_convert.vegalite_to_svg(
        {
            "data": {"values": values},
            "width": _WIDTH,
            "height": {"step": _STEP + 8},
            "layer": [
                {"mark": line, "encoding": {"x": start, "x2": end, "y": across}},
                {"mark": mark, "encoding": {"x": {"field": "value", **along}, "y": across}},
                {
                    "mark": {**letters, "dy": _NAME, "limit": _WIDTH},
                    "encoding": {"y": across, "text": {"field": "text"}},
                },
            ],
            "config": {"background": "white", "padding": 6, "view": {"stroke": None}},
        },
        GRAMMAR,
    )
    return finished(drawn, finding, words, f"chart-{code}")
