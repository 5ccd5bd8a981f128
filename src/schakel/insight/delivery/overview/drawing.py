"""Bars with their names before and their numbers behind them: the same picture on the page and in the PDF."""

from collections.abc import Sequence

import vl_convert

from schakel.knowledge.figures.charts import GRAMMAR, finished

_INK, _QUIET, _FILL = "#172225", "#4b5b5e", "#0b5a5f"
_WIDTH, _STEP, _NAMES, _TEXT = 280, 26, 260, 13
_LETTER = 7  # about as wide as one of them, in pixels


def bars(rows: Sequence[tuple[str, str, int]], code: str, finding: str, words: str) -> str:
    """One chart as SVG text. `rows`: name, number as written, and number; in the order of the drawing.

    The number stands at every bar, so that nothing depends on colour.
    """
    names = [name for name, _text, _value in rows]
    room = min(_NAMES, _LETTER * max(map(len, names)))
    values = [
        {"name": name, "text": text, "value": value, "at": number}
        for number, (name, text, value) in enumerate(rows)
    ]
    place = {
        "y": {
            "field": "name",
            "type": "nominal",
            "sort": names,
            "title": None,
            "scale": {"paddingInner": 0.3},
            "axis": {"labelLimit": _NAMES, "minExtent": room, "ticks": False, "domain": False},
        },
        "x": {
            "field": "value",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, max(value for _name, _text, value in rows) * 1.15]},
        },
    }
    number = {"field": "text", "type": "nominal"}
    text = {"type": "text", "align": "left", "dx": 5, "color": _INK, "fontSize": _TEXT - 1}
    drawn = vl_convert.vegalite_to_svg(
        {
            "data": {"values": values},
            "width": _WIDTH,
            "height": {"step": _STEP},
            "layer": [
                {"mark": {"type": "bar", "color": _FILL}, "encoding": place},
                {"mark": text, "encoding": {**place, "text": number}},
            ],
            "config": {
                "background": "white",
                "padding": 6,
                "view": {"stroke": None},
                "axis": {"labelFontSize": _TEXT, "labelColor": _INK, "labelPadding": 8},
            },
        },
        GRAMMAR,
    )
    return finished(drawn, finding, words, f"chart-{code}")
