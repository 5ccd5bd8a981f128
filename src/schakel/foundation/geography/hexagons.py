"""A grid of hexagons that stand on a point: rows of tiles, every odd row half a tile to the right."""

import math
from collections.abc import Iterator

Cell = tuple[int, int]  # column, row

ROW_HEIGHT = math.sqrt(3) / 2  # in tile widths


def centre(cell: Cell) -> tuple[float, float]:
    """The middle of a tile, in tile widths; y runs downwards."""
    column, row = cell
    return column + 0.5 * (row & 1), row * ROW_HEIGHT


def _cube(cell: Cell) -> tuple[int, int, int]:
    column, row = cell
    q = column - (row - (row & 1)) // 2
    return q, row, -q - row


def distance(one: Cell, other: Cell) -> int:
    """The number of steps from tile to tile; 1 for neighbours."""
    return max(abs(a - b) for a, b in zip(_cube(one), _cube(other), strict=True))


def step(cell: Cell, direction: int) -> Cell:
    """The neighbour in one of six directions, 0 to 5, counter-clockwise from the right."""
    column, row = cell
    odd = row & 1
    return [
        (column + 1, row),
        (column + odd, row - 1),
        (column - 1 + odd, row - 1),
        (column - 1, row),
        (column - 1 + odd, row + 1),
        (column + odd, row + 1),
    ][direction]


def around(cell: Cell) -> Iterator[Cell]:
    """The six neighbours."""
    return (step(cell, direction) for direction in range(6))


def within(cell: Cell, steps: int) -> Iterator[Cell]:
    """Every tile at most `steps` away, itself left out, row by row."""
    column, row = cell
    for r in range(row - steps, row + steps + 1):
        for c in range(column - steps, column + steps + 1):
            if (c, r) != cell and distance(cell, (c, r)) <= steps:
                yield c, r
