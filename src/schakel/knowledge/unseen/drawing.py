"""Estimates beside what was registered, as shapes: a line for the range, a mark for each number."""

from collections.abc import Sequence
from dataclasses import dataclass

# By width of the page.
WIDTHS = {"wide": 640, "narrow": 330}
_LEFT, _RIGHT = 8, 20
ROW = 58


@dataclass(frozen=True)
class Line:
    """A year's numbers: people per year."""

    label: str
    estimate: int
    low: int
    high: int
    registered: int
    source: str
    present: bool = False


@dataclass(frozen=True)
class Drawn:
    """A line of the picture, in its coordinates."""

    line: Line
    y: int
    text_y: int
    low: float
    high: float
    estimate: float
    registered: float

    @property
    def width(self) -> float:
        return max(2.0, self.high - self.low)


def drawn(lines: Sequence[Line], width: int) -> list[Drawn]:
    """The lines under each other, all by one scale from zero."""
    most = max((line.high for line in lines), default=1)
    scale = (width - _LEFT - _RIGHT) / most

    def at(value: int) -> float:
        return round(_LEFT + value * scale, 1)

    return [
        Drawn(
            line,
            ROW * place + 34,
            ROW * place + 16,
            at(line.low),
            at(line.high),
            at(line.estimate),
            at(line.registered),
        )
        for place, line in enumerate(lines)
    ]
