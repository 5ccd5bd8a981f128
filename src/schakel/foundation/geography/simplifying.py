"""Fewer points in the outlines of neighbours, the same points on both sides of every border.

A ring is cut where three outlines meet. The piece between two such points is simplified in the same way for
all that share it, so that neighbours keep touching: no slit and no overlap (the arcs of TopoJSON; Douglas and
Peucker, 1973).
"""

from collections.abc import Iterable, Sequence

Point = tuple[int, int]
Ring = list[Point]  # without the first point again at its end


def simplified(rings: Sequence[Ring], tolerance: float) -> list[Ring]:
    """Each ring with fewer points, none further than `tolerance` from where it was; in the same order.

    A ring of which too little would be left stays as it was.
    """
    fixed = _meeting_points(rings)
    return [_fewer(ring, fixed, tolerance) for ring in rings]


def _meeting_points(rings: Iterable[Ring]) -> set[Point]:
    """Points with other than two neighbours: there a border begins or ends."""
    beside: dict[Point, set[Point]] = {}
    for ring in rings:
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    return {point for point, others in beside.items() if len(others) != 2}


def _fewer(ring: Ring, fixed: set[Point], tolerance: float) -> Ring:
    at = [place for place, point in enumerate(ring) if point in fixed]
    # A ring that meets nothing, or one other ring all along, begins at the same point for both.
    begin = at[0] if at else ring.index(min(ring))
    turned = ring[begin:] + ring[:begin] + [ring[begin]]
    ends = [place - begin for place in at] or [0]
    if len(ends) == 1:
        # Both ends are one point, and the line between them has no direction: cut at the far side as well.
        ends.append(_farthest(turned))
    found: Ring = []
    for first, last in zip(ends, [*ends[1:], len(turned) - 1], strict=True):
        found += _line(turned[first : last + 1], tolerance)[:-1]
    return found if len(set(found)) > 2 else ring


def _farthest(line: Sequence[Point]) -> int:
    x, y = line[0]
    return max(
        range(1, len(line) - 1),
        key=lambda at: ((line[at][0] - x) ** 2 + (line[at][1] - y) ** 2, line[at]),
    )


def _line(line: Sequence[Point], tolerance: float) -> list[Point]:
    """A line with fewer points; the same ones when it is walked the other way."""
    backwards = line[-1] < line[0]
    points = line[::-1] if backwards else line
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = _furthest_off(points, first, last)
        if far > tolerance:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    kept = [points[at] for at in sorted(keep)]
    return kept[::-1] if backwards else kept


def _furthest_off(points: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """How far the point furthest off the line between two of them lies, and which one that is."""
    (x1, y1), (x2, y2) = points[first], points[last]
    dx, dy = x2 - x1, y2 - y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    far, found = -1.0, first
    for at in range(first + 1, last):
        x, y = points[at][0] - x1, points[at][1] - y1
        off = abs(x * dy - y * dx) / length if dx or dy else (x * x + y * y) ** 0.5
        if off > far:
            far, found = off, at
    return far, found
