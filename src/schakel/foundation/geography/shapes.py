"""Outlines as they are drawn: paths of whole steps on a grid of 100 metres, north up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schakel.foundation.geography.simplifying import Point, Ring, simplified

STEP = 100  # metres; a tenth of a millimetre on a page
_LEFT, _TOP = 10_000, 625_000  # in RD, just outside the country
WIDE, HIGH = 2_720, 3_200  # steps
# A picture of the country is as wide as the one of tiles.
SCALE = 470 / WIDE
SIZE = (WIDE * SCALE, HIGH * SCALE)
# In steps: half a pixel of a map on a wide page.
TOLERANCE = 2.5
# Islands and enclaves under a square kilometre are left out, unless they are all there is.
SMALLEST = 100
_LOOKS = 9  # places looked at in each direction for the middle


@dataclass(frozen=True)
class Shape:
    """One municipality as drawn: its path, the point furthest from its edges, and how far that is (steps)."""

    path: str
    x: int
    y: int
    room: float

    @property
    def middle(self) -> tuple[float, float]:
        """In drawing units."""
        return self.x * SCALE, self.y * SCALE


@dataclass(frozen=True)
class Shapes:
    """The outlines of one year, by code."""

    year: int
    of: dict[str, Shape]


def on_grid(x: float, y: float) -> Point:
    """Metres of RD as steps from the upper left corner."""
    return round((x - _LEFT) / STEP), round((_TOP - y) / STEP)


def area(ring: Ring) -> float:
    """In square steps."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def draw(outlines: Mapping[str, Sequence[Ring]]) -> dict[str, Shape]:
    """Simplify outlines together, and write each as a path."""
    kept = {code: _large_enough(rings) for code, rings in outlines.items()}
    fewer = iter(simplified([ring for rings in kept.values() for ring in rings], TOLERANCE))
    drawn = {}
    for code, rings in kept.items():
        mine = [next(fewer) for _ring in rings]
        x, y, room = _middle(max(mine, key=area))
        drawn[code] = Shape("".join(map(_path, mine)), x, y, round(room, 1))
    return drawn


def _large_enough(rings: Sequence[Ring]) -> list[Ring]:
    return [ring for ring in rings if area(ring) >= SMALLEST] or [max(rings, key=area)]


def _path(ring: Ring) -> str:
    """A closed line: where it begins, then steps, each from the point before."""
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)]
    return f"M{_pair(ring[0])}l{''.join(map(_step, steps)).strip()}z"


def _pair(point: Point) -> str:
    return f"{point[0]} {point[1]}"


def _step(step: Point) -> str:
    # A minus sign sets a number apart from the one before as well as a space does.
    return "".join(f" {n}" if n >= 0 else str(n) for n in step)


def _middle(ring: Ring) -> tuple[int, int, float]:
    """The place inside, of a grid of them, that lies furthest from the edge, and how far that is."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best = (ring[0][0], ring[0][1], 0.0)
    for x in _spread(min(xs), max(xs)):
        for y in _spread(min(ys), max(ys)):
            room = _room((x, y), ring, best[2])
            if room > best[2]:
                best = (x, y, room)
    return best


def _spread(low: int, high: int) -> Iterable[int]:
    return (round(low + (high - low) * (at + 0.5) / _LOOKS) for at in range(_LOOKS))


def _room(point: Point, ring: Ring, enough: float) -> float:
    """How far a point inside lies from the edge; 0 outside, or where it is no more than `enough`."""
    px, py = point
    inside, nearest = False, float("inf")
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
            inside = not inside
        nearest = min(nearest, _away(px - x1, py - y1, x2 - x1, y2 - y1))
        if nearest <= enough:
            return 0.0
    return nearest if inside else 0.0


def _away(x: int, y: int, dx: int, dy: int) -> float:
    """From a point to the line from the origin to (dx, dy)."""
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return float(((x - along * dx) ** 2 + (y - along * dy) ** 2) ** 0.5)
