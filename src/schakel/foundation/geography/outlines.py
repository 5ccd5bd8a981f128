"""Outlines of municipalities, read from GeoJSON with care."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schakel.foundation.geography.projection import ElsewhereError, to_rd
from schakel.foundation.geography.shapes import on_grid
from schakel.foundation.geography.simplifying import Ring

CODE_PROPERTIES = ("code", "statcode", "gemeentecode", "GM_CODE", "gm_code")
SHOWN_ERRORS = 10


class BoundaryFileError(ValueError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Outline:
    """One municipality's rings on the grid on which maps are drawn; what is inside two of them is a hole."""

    code: str
    rings: list[Ring]


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
        rings = [_ring(ring) for polygon in polygons for ring in polygon]
    except BoundaryFileError as error:
        raise BoundaryFileError(f"{code} {error}") from None
    except (TypeError, LookupError, ValueError, OverflowError):
        raise BoundaryFileError(f"{code} has coordinates that are not pairs of numbers") from None
    kept = [ring for ring in rings if len(ring) > 2]
    if not kept:
        raise BoundaryFileError(f"{code} has no area large enough to draw")
    return Outline(code, kept)


def _ring(points: Any) -> Ring:
    """The ring on the grid, without points that then fall together and without its first point at the end."""
    given = [(float(point[0]), float(point[1])) for point in points]
    if len(given) < 4 or given[0] != given[-1]:
        raise BoundaryFileError(
            "has a ring that is not closed: of at least four points the last must be the first again"
        )
    ring: Ring = []
    for x, y in given[:-1]:
        try:
            step = on_grid(*to_rd(x, y))
        except ElsewhereError as error:
            raise BoundaryFileError(
                f"has the point {x:g}, {y:g}: {error}. Both longitude and latitude (WGS 84) and RD are read; "
                "convert the file with `ogr2ogr -f GeoJSON -t_srs EPSG:4326 out.geojson in`"
            ) from None
        if not ring or ring[-1] != step:
            ring.append(step)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _repeated(codes: Iterable[str]) -> list[str]:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    return [
        f"{code} occurs more than once; join its parts into one MultiPolygon"
        for code in sorted(twice)
    ]
