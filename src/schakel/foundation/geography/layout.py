"""Laying out the tile map: one tile per municipality, from nothing but where the municipalities lie.

All tiles are equally large, and municipalities are not; so something has to give. The layout keeps who
is whose neighbour, and the outline by which people know the country:

1. *Relax.* The centres push each other apart to one tile and pull their neighbours (Delaunay) to one
   tile, while a weak spring holds each at its place on earth. Points in large waters take part, as
   places that no municipality may have: they keep the lake, the sea arms and the islands apart.
2. *Assign.* Points to hexagons, each at most one, with the least sum of squared distances
   (`scipy.optimize.linear_sum_assignment`).
3. *Improve.* Swap or move tiles within two steps as long as neighbours come nearer to each other, and
   close holes by shifting the row of tiles that costs least.

Deterministic: the same centres give the same layout.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay, cKDTree

from schakel.foundation.geography.hexagons import (
    ROW_HEIGHT,
    Cell,
    around,
    centre,
    distance,
    step,
    within,
)

Points = Sequence[tuple[float, float]]  # longitude, latitude in degrees

TILE_KM = 10.0  # how far apart neighbouring centres should be
LONGEST_EDGE_KM = 40.0  # who is further apart is no neighbour (across the open sea)
HOLD, SPRING, PUSH = 0.01, 0.15, 0.5  # strengths: place on earth, neighbours, too near
STEPS, STEP_SIZE = 600, 0.3
FAITH = (
    0.3  # what a tile's distance from its relaxed place weighs against nearness of its neighbours
)
KINSHIP = 3.0  # how much more a line to a neighbour of the same region weighs
NEAREST = 6
KM_PER_DEGREE = 111.2


def project(points: Points) -> np.ndarray:
    """Kilometres east and south of the middle (equirectangular); shape (n, 2)."""
    degrees = np.array(points, dtype=float)
    middle = degrees.mean(axis=0)
    scale = np.array([math.cos(math.radians(middle[1])), -1.0]) * KM_PER_DEGREE
    return (degrees - middle) * scale


def lay_out(centres: Points, waters: Points = (), regions: Sequence[str] = ()) -> list[Cell]:
    """A tile (column, row) for each of `centres`, in their order; rows and columns begin at 0.

    `waters` are points that keep a place on the map without being drawn. `regions` names the region of
    each centre: neighbours of one region hold together more firmly than others.
    """
    ground = project([*centres, *waters])
    edges = _edges(ground)
    relaxed = _relax(ground, edges) / TILE_KM
    kin = [*(regions or [""] * len(centres)), *([""] * len(waters))]
    board = _Board(_assign(relaxed), relaxed, _neighbours(ground, edges), kin)
    board.improve()
    for _ in range(len(centres)):
        if not board.close_a_hole():
            break
    board.improve()
    return _from_zero(board.cells[: len(centres)])


def kept_near(centres: Points, cells: Sequence[Cell], steps: int = 2) -> float:
    """Share of the pairs (municipality, one of its six nearest) that lie within `steps` tiles."""
    ground = project(centres)
    nearest = cKDTree(ground).query(ground, NEAREST + 1)[1][:, 1:]
    near = [distance(cells[i], cells[j]) <= steps for i, row in enumerate(nearest) for j in row]
    return sum(near) / len(near)


def _edges(ground: np.ndarray) -> np.ndarray:
    """Pairs of neighbours, shape (m, 2), each once and sorted."""
    corners = Delaunay(ground).simplices
    pairs = {
        tuple(sorted((int(t[a]), int(t[b])))) for t in corners for a, b in ((0, 1), (1, 2), (0, 2))
    }
    edges = np.array(sorted(pairs))
    length = np.linalg.norm(ground[edges[:, 0]] - ground[edges[:, 1]], axis=1)
    return edges[length < LONGEST_EDGE_KM]


def _neighbours(ground: np.ndarray, edges: np.ndarray) -> list[list[int]]:
    """For each point: its neighbours by `edges` and those of whose six nearest it is one, or they of its."""
    near: list[set[int]] = [set() for _ in ground]
    nearest = cKDTree(ground).query(ground, NEAREST + 1)[1][:, 1:]
    pairs = [*map(tuple, edges), *((i, int(j)) for i, row in enumerate(nearest) for j in row)]
    for one, other in pairs:
        near[one].add(int(other))
        near[other].add(int(one))
    return [sorted(others) for others in near]


def _relax(ground: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The points in balance between their place, their neighbours and their need for room; in km."""
    places = ground.copy()
    for _ in range(STEPS):
        force = HOLD * (ground - places)
        _pull(force, places, edges, SPRING)
        close = cKDTree(places).query_pairs(TILE_KM, output_type="ndarray")
        _pull(force, places, close[np.lexsort(close.T)], PUSH)
        places = places + STEP_SIZE * force
    return places


def _pull(force: np.ndarray, places: np.ndarray, pairs: np.ndarray, strength: float) -> None:
    """Add what springs of one tile's length do to both ends of `pairs`."""
    line = places[pairs[:, 1]] - places[pairs[:, 0]]
    length = np.linalg.norm(line, axis=1) + 1e-9
    pull = (strength * (length - TILE_KM) / length)[:, None] * line
    np.add.at(force, pairs[:, 0], pull)
    np.add.at(force, pairs[:, 1], -pull)


def _assign(relaxed: np.ndarray) -> list[Cell]:
    """The hexagon of each point (in tile widths): together nearest, no two the same."""
    relaxed = relaxed.round(6)  # the last digits differ between processors
    low, high = relaxed.min(axis=0) - 3, relaxed.max(axis=0) + 3
    rows = range(int(low[1] / ROW_HEIGHT), int(high[1] / ROW_HEIGHT) + 1)
    cells = [(column, row) for row in rows for column in range(int(low[0]), int(high[0]) + 1)]
    middles = np.array([centre(cell) for cell in cells])
    cost = ((relaxed[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    return [cells[place] for place in linear_sum_assignment(cost)[1]]


def _from_zero(cells: list[Cell]) -> list[Cell]:
    left = min(column for column, _ in cells)
    top = min(row for _, row in cells)
    top -= top & 1  # an odd row must stay odd: it is the one half a tile to the right
    return [(column - left, row - top) for column, row in cells]


class _Board:
    """Who lies on which tile, and what that costs."""

    def __init__(
        self, cells: list[Cell], relaxed: np.ndarray, neighbours: list[list[int]], kin: list[str]
    ) -> None:
        self.cells = cells
        self.who = {cell: i for i, cell in enumerate(cells)}
        self.relaxed = [(float(x), float(y)) for x, y in relaxed]
        self.neighbours = [
            [(j, KINSHIP if kin[i] and kin[i] == kin[j] else 1.0) for j in others]
            for i, others in enumerate(neighbours)
        ]

    def cost(self, i: int, cell: Cell) -> float:
        """What it costs to have `i` at `cell`: half of each line to a neighbour, squared, and lost faith."""
        x, y = centre(cell)
        lines = 0.0
        for j, weight in self.neighbours[i]:
            other = centre(self.cells[j])
            lines += weight * ((x - other[0]) ** 2 + (y - other[1]) ** 2)
        home = self.relaxed[i]
        return lines / 2 + FAITH * ((x - home[0]) ** 2 + (y - home[1]) ** 2)

    def put(self, moves: Sequence[tuple[int, Cell]]) -> None:
        """Move several at once."""
        for i, _ in moves:
            del self.who[self.cells[i]]
        for i, cell in moves:
            self.cells[i] = cell
            self.who[cell] = i

    def gain(self, moves: Sequence[tuple[int, Cell]]) -> float:
        """How much cheaper the board is with `moves` made."""
        back = [(i, self.cells[i]) for i, _ in moves]
        before = sum(self.cost(i, self.cells[i]) for i, _ in moves)
        self.put(moves)
        after = sum(self.cost(i, self.cells[i]) for i, _ in moves)
        self.put(back)
        return before - after

    def improve(self) -> None:
        """Swap and move within two steps until nothing gets better."""
        for _ in range(60):
            if not sum(self._improve_one(i) for i in range(len(self.cells))):
                return

    def _improve_one(self, i: int) -> bool:
        here = self.cells[i]
        options = [[(i, cell), *self._displaced(cell, here)] for cell in within(here, 2)]
        gains = [self.gain(moves) for moves in options]
        best = max(range(len(options)), key=lambda n: (gains[n], -n))
        if gains[best] <= 1e-6 or self._opens_a_hole(options[best], here):
            return False
        self.put(options[best])
        return True

    def _displaced(self, cell: Cell, back_to: Cell) -> list[tuple[int, Cell]]:
        return [(self.who[cell], back_to)] if cell in self.who else []

    def _opens_a_hole(self, moves: list[tuple[int, Cell]], here: Cell) -> bool:
        return len(moves) == 1 and self._is_hole(here)

    def _is_hole(self, cell: Cell) -> bool:
        return sum(other in self.who for other in around(cell)) >= 5

    def close_a_hole(self) -> bool:
        """Shift a row of tiles into an empty tile amid others, where that costs least; False: none left."""
        empty = {cell for here in self.cells for cell in around(here) if cell not in self.who}
        holes = sorted(cell for cell in empty if self._is_hole(cell))
        lines = [line for hole in holes for line in self._lines(hole)]
        if not lines:
            return False
        gains = [self.gain(line) / len(line) for line in lines]
        self.put(lines[max(range(len(lines)), key=lambda n: (gains[n], -n))])
        return True

    def _lines(self, hole: Cell) -> list[list[tuple[int, Cell]]]:
        """For each direction: all tiles from the hole to the edge, each moved one step towards the hole."""
        lines = []
        for direction in range(6):
            moves, cell, ahead = [], hole, step(hole, direction)
            while ahead in self.who:
                moves.append((self.who[ahead], cell))
                cell, ahead = ahead, step(ahead, direction)
            if moves and not self._is_hole(cell):
                lines.append(moves)
        return lines
