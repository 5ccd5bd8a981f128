"""Bars with their names over and their numbers behind them: the same picture on the page and in the PDF."""

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
