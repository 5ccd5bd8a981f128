"""Maps as SVG, for a page with a strict content policy: classes and presentation attributes only.

The style sheet gives the classes their colours in light, dark and forced colours (ui/styles/map.css):
`map-hue-1` to `map-hue-8` for kinds, `map-level-0` to `map-level-5` for quantities, `map-unknown` where
nothing is known (which is not 0), `map-found` for what was searched. Colour is never the only carrier:
give regions a label, give every place its text, and put the table beside the map.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from schakel.foundation.geography.hexagons import Cell, centre, step
from schakel.foundation.geography.shapes import SCALE, SIZE, Shape

HUES = 8
TILE = 20.0  # drawing units from tile to tile
MARGIN = 12.0
RADIUS = TILE / math.sqrt(3)
SIGN_ROOM = 5.0  # drawing units around the middle of an outline that has a sign in it
_WEAVE = 30  # steps of the grid after which a texture repeats itself
# A path that joins up with itself where the pattern is repeated.
TEXTURES = {
    "rising": "M-5 35L35-5M-5 5L5-5M25 35L35 25",
    "falling": "M-5-5L35 35M25-5L35 5M-5 25L5 35",
    "dots": "M8 8h.1M23 23h.1",
}
_SWATCHED = {
    "rising": "M-6 1L1-6M-6 8L8-6M-1 8L7 0",
    "falling": "M6 1L-1-6M6 8L-8-6M1 8L-7 0",
    "dots": "M-4-4h.1M4-4h.1M0 0h.1M-4 4h.1M4 4h.1",
}
Point = tuple[float, float]


class Place(NamedTuple):
    """How one municipality is drawn.

    `style`: CSS classes; `text`: what it says when pointed at; `group`: the region whose borders are
    drawn and whose label is set in its middle; `sign`: one character in the tile itself, for kinds that
    colour alone must not tell apart; `texture`: one of `TEXTURES`, for the same in an outline.
    """

    style: str
    text: str
    group: str = ""
    sign: str = ""
    texture: str = ""


def tile_map_svg(
    values: Mapping[str, Place],
    tiles: Mapping[str, Cell],
    title: str,
    description: str,
    *,
    labels: Mapping[str, str] | None = None,
    name: str = "map",
) -> SafeString:
    """The tile map: a hexagon for each municipality of `tiles` (code -> column, row).

    A municipality that `values` leaves out is drawn as not known. `labels`: group -> the short text in
    its middle. `name` begins the ids, for a page with two maps. The caller puts the table beside it.
    """
    shown = {code: values.get(code, Place("map-unknown", code)) for code in tiles}
    spots = {code: _spot(cell) for code, cell in tiles.items()}
    width = max(x for x, _ in spots.values()) + TILE / 2 + MARGIN
    height = max(y for _, y in spots.values()) + RADIUS + MARGIN
    hexagons = format_html_join(
        "\n",
        '<use href="#{}-tile" x="{}" y="{}" class="map-tile {}"><title>{}</title></use>',
        (
            (name, _short(x), _short(y), shown[code].style, shown[code].text)
            for code, (x, y) in spots.items()
        ),
    )
    body = format_html(
        '<defs><path id="{}-tile" d="{}"/></defs>\n{}\n{}\n<path class="map-border" d="{}"/>\n{}',
        name,
        _closed(_corner((0.0, 0.0), k, 0.965) for k in range(6)),
        hexagons,
        _signs(spots, shown),
        mark_safe(_borders(tiles, {code: place.group for code, place in shown.items()})),
        _labels(spots, shown, labels or {}),
    )
    return _frame(body, (width, height), title, description, name)


def outline_map_svg(
    values: Mapping[str, Place],
    shapes: Mapping[str, Shape],
    title: str,
    description: str,
    *,
    labels: Mapping[str, str] | None = None,
    name: str = "map",
) -> SafeString:
    """The same with real outlines (`queries.outlines`). A sign is set in those that have room for it."""
    shown = {code: values.get(code, Place("map-unknown", code)) for code in shapes}
    ids = {code: f"{name}-{number}" for number, code in enumerate(shapes)}
    groups: dict[str, list[str]] = {}
    for code, place in shown.items():
        groups.setdefault(place.group, []).append(code)
    middles = {code: shape.middle for code, shape in shapes.items()}
    body = format_html(
        '<defs>{}{}</defs>\n<g transform="scale({})" fill-rule="evenodd">{}</g>\n{}\n{}',
        _textures(name),
        format_html_join(
            "\n", '<path id="{}" d="{}"/>', ((ids[c], shapes[c].path) for c in shapes)
        ),
        f"{SCALE:.4f}",
        format_html_join(
            "\n",
            "{}",
            ((_region([(ids[c], shown[c]) for c in codes], name),) for codes in groups.values()),
        ),
        _signs(middles, {c: p for c, p in shown.items() if shapes[c].room * SCALE >= SIGN_ROOM}),
        _labels(middles, shown, labels or {}),
    )
    return _frame(body, SIZE, title, description, name)


def _region(members: list[tuple[str, Place]], name: str) -> SafeString:
    """The municipalities of one region over a broad line: what is left of it is the border of the region."""
    rims = format_html_join("", '<use href="#{}"/>', ((one,) for one, _place in members))
    areas = format_html_join(
        "\n",
        '<use href="#{}" class="map-area {}"><title>{}</title></use>',
        ((one, place.style, place.text) for one, place in members),
    )
    textures = format_html_join(
        "\n",
        '<use href="#{}" fill="url(#{}-{})" pointer-events="none"/>',
        ((one, name, place.texture) for one, place in members if place.texture),
    )
    return format_html('<g class="map-rim">{}</g>\n{}\n{}', rims, areas, textures)


def _textures(name: str) -> SafeString:
    """Patterns to tell kinds apart without colour, in steps of the grid of outlines."""
    return format_html_join(
        "\n",
        '<pattern id="{}-{}" width="{}" height="{}" patternUnits="userSpaceOnUse">'
        '<path class="map-texture" d="{}"/></pattern>',
        ((name, one, _WEAVE, _WEAVE, d) for one, d in TEXTURES.items()),
    )


def hues(tiles: Mapping[str, Cell], groups: Mapping[str, str]) -> dict[str, str]:
    """Group -> `map-hue-1`…`map-hue-8`, so that groups that touch differ (most touched chooses first)."""
    touching: dict[str, set[str]] = {group: set() for group in groups.values()}
    at = {cell: code for code, cell in tiles.items()}
    for cell, code in at.items():
        for direction in range(6):
            other = at.get(step(cell, direction))
            if other and groups[other] != groups[code]:
                touching[groups[code]].add(groups[other])
    given: dict[str, int] = {}
    for group in sorted(touching, key=lambda g: (-len(touching[g]), g)):
        taken = [given[other] for other in touching[group] if other in given]
        # Free hues first, then those used least, so that the map is not all of one colour.
        given[group] = min(
            range(1, HUES + 1), key=lambda h: (taken.count(h), list(given.values()).count(h), h)
        )
    return {group: f"map-hue-{hue}" for group, hue in given.items()}


def swatch(style: str, texture: str = "") -> SafeString:
    """A single tile in the colour of `style`, for a legend; says nothing by itself."""
    lines = format_html('<path class="map-texture" d="{}"/>', _SWATCHED[texture]) if texture else ""
    return format_html(
        '<svg class="map-swatch" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">'
        '<path class="map-tile {}" d="{}"/>{}</svg>',
        style,
        _closed(_corner((0.0, 0.0), k) for k in range(6)),
        lines,
    )


def _signs(spots: Mapping[str, Point], shown: Mapping[str, Place]) -> SafeString:
    return format_html_join(
        "\n",
        '<text class="map-sign" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
        ((*map(_short, spots[code]), place.sign) for code, place in shown.items() if place.sign),
    )


def _frame(body: str, size: Point, title: str, description: str, name: str) -> SafeString:
    return format_html(
        '<svg class="map" role="img" aria-labelledby="{name}-title {name}-description" '
        'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">\n'
        '<title id="{name}-title">{title}</title>\n'
        '<desc id="{name}-description">{description}</desc>\n{body}\n</svg>',
        name=name,
        width=_short(size[0]),
        height=_short(size[1]),
        title=title,
        description=description,
        body=body,
    )


def _short(value: float) -> str:
    """One decimal: a tenth of a drawing unit is less than a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def _spot(cell: Cell) -> Point:
    x, y = centre(cell)
    return x * TILE + TILE / 2 + MARGIN, y * TILE + RADIUS + MARGIN


def _corner(middle: Point, k: int, size: float = 1.0) -> Point:
    """Corner `k` of a tile; 0 is right above the right edge, then counter-clockwise."""
    angle = math.radians(30 + 60 * k)
    return middle[0] + RADIUS * size * math.cos(angle), middle[1] - RADIUS * size * math.sin(angle)


def _closed(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points) + "Z"


def _borders(tiles: Mapping[str, Cell], groups: Mapping[str, str]) -> str:
    """The edges between tiles of different groups, and around the country, as one path."""
    at = {cell: groups[code] for code, cell in tiles.items()}
    lines = []
    for cell, group in at.items():
        for direction in range(6):
            other = step(cell, direction)
            # Between two tiles the edge is drawn once, from the tile that comes first.
            if at.get(other) == group or (other in at and other < cell):
                continue
            middle = _spot(cell)
            (x1, y1), (x2, y2) = _corner(middle, direction - 1), _corner(middle, direction)
            lines.append(f"M{_short(x1)} {_short(y1)}L{_short(x2)} {_short(y2)}")
    return "".join(lines)


def _labels(
    spots: Mapping[str, Point], shown: Mapping[str, Place], labels: Mapping[str, str]
) -> SafeString:
    """Each label at the tile that is nearest to the middle of its group."""
    members: dict[str, list[Point]] = {}
    for code, place in shown.items():
        members.setdefault(place.group, []).append(spots[code])
    return format_html_join(
        "\n",
        '<text class="map-label" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
        (
            (*map(_short, _most_central(members[group])), text)
            for group, text in labels.items()
            if group in members
        ),
    )


def _most_central(points: list[Point]) -> Point:
    middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    return min(points, key=lambda point: (math.dist(point, middle), point))
