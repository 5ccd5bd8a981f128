"""Longitude and latitude, and the grid of the Dutch survey (Rijksdriehoeksstelsel, RD), told apart."""

# Around the European Netherlands, in degrees and in metres of RD; the two cannot be mistaken for each other.
WEST, SOUTH, EAST, NORTH = 3.0, 50.5, 7.5, 54.0
LEFT, BOTTOM, RIGHT, TOP = 0.0, 300_000.0, 300_000.0, 630_000.0

# F. H. Schreutelkamp and G. L. Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en
# WGS84-kaartcoördinaten", Geodesia 43 (2001): within a metre. (power of latitude, of longitude): factor.
_AMERSFOORT = (52.15517440, 5.38720621)
_EASTING = {
    (0, 1): 190094.945,
    (1, 1): -11832.228,
    (2, 1): -114.221,
    (0, 3): -32.391,
    (1, 0): -0.705,
    (3, 1): -2.340,
    (1, 3): -0.608,
    (0, 2): -0.008,
    (2, 3): 0.148,
}
_NORTHING = {
    (1, 0): 309056.544,
    (0, 2): 3638.893,
    (2, 0): 73.077,
    (1, 2): -157.984,
    (3, 0): 59.788,
    (0, 1): 0.433,
    (2, 2): -6.439,
    (1, 1): -0.032,
    (0, 4): 0.092,
    (1, 4): -0.054,
}


class ElsewhereError(ValueError):
    """A point that lies in the Netherlands in neither of the two; the message says what it looks like."""


def to_rd(x: float, y: float) -> tuple[float, float]:
    """A point, given as longitude and latitude (WGS 84) or in metres of RD, in metres of RD."""
    if LEFT <= x <= RIGHT and BOTTOM <= y <= TOP:
        return x, y
    if WEST <= x <= EAST and SOUTH <= y <= NORTH:
        return _from_degrees(x, y)
    raise ElsewhereError(_looks_like(x, y))


def _from_degrees(longitude: float, latitude: float) -> tuple[float, float]:
    p, q = 0.36 * (latitude - _AMERSFOORT[0]), 0.36 * (longitude - _AMERSFOORT[1])
    east = sum(factor * p**m * q**n for (m, n), factor in _EASTING.items())
    north = sum(factor * p**m * q**n for (m, n), factor in _NORTHING.items())
    return 155_000 + east, 463_000 + north


def _looks_like(x: float, y: float) -> str:
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return "latitude stands before longitude; GeoJSON has longitude first"
    if 3e5 < x < 9e5 and 6.4e6 < y < 7.2e6:
        return "these are metres of Web Mercator (EPSG:3857)"
    return "this is no point in the European Netherlands"
