"""Outlines of municipalities: reading GeoJSON with care, and drawing it."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Ring = list[tuple[float, float]]  # longitude, latitude

# Around the European Netherlands, in degrees; what lies outside is another country or another projection.
WEST, SOUTH, EAST, NORTH = 3.0, 50.5, 7.5, 54.0
# 0.001 degree is some 70 to 110 metres: finer than a page can show, and the same on both sides of a border.
DECIMALS = 3
CODE_PROPERTIES = ("code", "statcode", "gemeentecode", "GM_CODE", "gm_code")
SHOWN_ERRORS = 10


class BoundaryFileError(ValueError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Outline:
    """One municipality's polygons; each is a list of rings, the first the outside."""

    code: str
    polygons: list[list[Ring]]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        points = [point for rings in self.polygons for ring in rings for point in ring]
        longitudes, latitudes = zip(*points, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    @property
    def geometry(self) -> str:
        """GeoJSON, as stored."""
        return json.dumps(
            {"type": "MultiPolygon", "coordinates": self.polygons}, separators=(",", ":")
        )


def read_outlines(text: str, code_property: str = "") -> list[Outline]:
    """The outlines in a GeoJSON FeatureCollection. Raises BoundaryFileError with everything that is wrong."""
    features = _features(text)
    name = code_property or _guess_property(features)
    outlines, errors = [], []
    for number, feature in enumerate(features, 1):
        try:
            outlines.append(_outline(feature, name))
        except BoundaryFileError as error:
            errors.append(f"feature {number}: {error}")
    errors += _repeated(outline.code for outline in outlines)
    if errors:
        more = [f"… and {len(errors) - SHOWN_ERRORS} more"] if len(errors) > SHOWN_ERRORS else []
        raise BoundaryFileError("\n".join(errors[:SHOWN_ERRORS] + more))
    return outlines


def _features(text: str) -> list[Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BoundaryFileError(
            f"This is not JSON ({error}). Give a GeoJSON file; other formats convert with "
            "`ogr2ogr -f GeoJSON -t_srs EPSG:4326 out.geojson in`."
        ) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundaryFileError(
            "This JSON holds no `features`. Give a GeoJSON FeatureCollection with one feature "
            "per municipality."
        )
    return features


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _guess_property(features: list[Any]) -> str:
    present = _properties(features[0])
    for name in CODE_PROPERTIES:
        if name in present:
            return name
    raise BoundaryFileError(
        "No property with the code of the municipality was found. "
        f"Name it with --code-property; the file has: {', '.join(sorted(present)) or 'no properties'}."
    )


def _outline(feature: Any, name: str) -> Outline:
    code = str(_properties(feature).get(name) or "").strip().upper()
    if code.isdigit():
        code = f"GM{code:0>4}"
    if not code:
        raise BoundaryFileError(f"has no `{name}`; name the right property with --code-property")
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    kind = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileError(
            f"{code} is a {kind or 'feature without geometry'}; only areas can be drawn"
        )
    try:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        rings = [[_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, LookupError, ValueError, OverflowError) as error:
        if isinstance(error, BoundaryFileError):
            raise BoundaryFileError(f"{code} {error}") from None
        raise BoundaryFileError(f"{code} has coordinates that are not pairs of numbers") from None
    kept = [[ring for ring in polygon if len(ring) > 3] for polygon in rings]
    kept = [polygon for polygon in kept if polygon]
    if not kept:
        raise BoundaryFileError(f"{code} has no area large enough to draw")
    return Outline(code, kept)


def _ring(points: Any) -> Ring:
    """The ring with fewer decimals, without points that then fall together."""
    ring: Ring = []
    for point in points:
        longitude, latitude = float(point[0]), float(point[1])
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            raise BoundaryFileError(
                f"has the point {longitude:g}, {latitude:g}, which is not a longitude and latitude in the "
                "Netherlands; convert the file with `ogr2ogr -f GeoJSON -t_srs EPSG:4326 out.geojson in`"
            )
        rounded = (round(longitude, DECIMALS), round(latitude, DECIMALS))
        if not ring or ring[-1] != rounded:
            ring.append(rounded)
    return ring


def _repeated(codes: Iterable[str]) -> list[str]:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    return [
        f"{code} occurs more than once; join its parts into one MultiPolygon"
        for code in sorted(twice)
    ]


@dataclass(frozen=True)
class Shapes:
    """Outlines as drawn: code -> (SVG path, middle), within `size` drawing units."""

    year: int
    paths: dict[str, tuple[str, tuple[float, float]]]
    size: tuple[float, float]


def draw(
    year: int, geometries: Mapping[str, str], width: float = 470.0, margin: float = 6.0
) -> Shapes:
    """Project stored geometries (equirectangular, true at the middle latitude) and write them as paths."""
    polygons = {code: json.loads(text)["coordinates"] for code, text in geometries.items()}
    points = [point for shape in polygons.values() for point in _points(shape)]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * margin) / ((east - west) * narrow or 1.0)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * narrow * scale + margin, (north - point[1]) * scale + margin

    paths = {}
    for code, shape in polygons.items():
        rings = [[place(point) for point in ring] for polygon in shape for ring in polygon]
        largest = max(rings, key=len)
        middle = (
            sum(x for x, _ in largest) / len(largest),
            sum(y for _, y in largest) / len(largest),
        )
        paths[code] = ("".join(_path(ring) for ring in rings), middle)
    return Shapes(year, paths, (width, (north - south) * scale + 2 * margin))


def _points(shape: list[list[Ring]]) -> Iterator[tuple[float, float]]:
    return (point for polygon in shape for ring in polygon for point in ring)


def _path(ring: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"
