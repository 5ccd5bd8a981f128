"""`schakel load-boundaries`: an operator's file is read with care, or not at all."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.geography import queries
from schakel.foundation.geography.models import Boundary
from schakel.foundation.geography.outlines import BoundaryFileError, read_outlines
from schakel.foundation.geography.projection import to_rd
from tests.published import FOLDER, needs

pytestmark = pytest.mark.django_db

PUBLISHED = FOLDER / "municipalities_2023.geojson"
# The tower of Groningen, in latitude and longitude: a published point to check the projection with.
MARTINI = (53.21938317, 6.56820053)
SQUARE = [[[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.1], [5.0, 52.0]]]


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


def feature(
    code: Any = "GM0363", kind: str = "Polygon", coordinates: Any = SQUARE, **more: Any
) -> dict:
    properties = {"code": code, **more}
    return {"properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def load(tmp_path: Path, text: str | bytes, *options: str) -> str:
    path = tmp_path / "outlines.geojson"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = StringIO()
    call_command("load_boundaries", str(path), "--year", "2023", *options, stdout=out)
    return out.getvalue()


def country(year: int = 2023, *, but: str = "", also: Any = ()) -> str:
    """Every municipality of a year as a square of its own, without `but`."""
    codes = [m.code for m in queries.municipalities(date(year, 1, 1)) if m.code != but]
    squares = []
    for number, code in enumerate(codes):
        x, y = 4 + 0.05 * (number % 50), 51 + 0.05 * (number // 50)
        corners = [(0, 0), (0.05, 0), (0.05, 0.05), (0, 0.05), (0, 0)]
        squares.append(feature(code, coordinates=[[[x + dx, y + dy] for dx, dy in corners]]))
    return collection(*squares, *also)


def test_a_good_file_is_loaded_and_replaces_its_year(tmp_path: Path) -> None:
    for _twice in range(2):
        assert load(tmp_path, country()) == "342 outlines loaded for 2023\n"
    assert Boundary.objects.count() == 342
    assert queries.outlines(date(2025, 6, 1)).year == 2023, "the same municipalities since"
    assert queries.outlines(date(2022, 6, 1)) is None, "two of them were there still"
    load(tmp_path, country(2020), "--year", "2020")
    assert queries.outlines(date(2019, 6, 1)).year == 2020


def test_a_file_of_another_year_says_which_year_it_fits(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as answer:
        load(tmp_path, country(2020))
    assert "The file fits 2019, 2020: give one of these with --year." in str(answer.value)
    assert "GM0370 Beemster" in str(answer.value)
    with pytest.raises(CommandError, match=r"not in the file: GM0363 Amsterdam\."):
        load(tmp_path, country(but="GM0363"))
    with pytest.raises(CommandError, match="is no year"):
        load(tmp_path, country(), "--year", "20233")
    assert not Boundary.objects.exists()


def test_a_property_with_another_name_can_be_named(tmp_path: Path) -> None:
    text = country().replace('"code"', '"gem"')
    with pytest.raises(CommandError, match="--code-property; the file has: gem"):
        load(tmp_path, text)
    assert "342 outlines" in load(tmp_path, text, "--code-property", "gem")


def test_unknown_codes_are_refused_or_left_out_on_request(tmp_path: Path) -> None:
    text = country(also=[feature("GM9999")])
    with pytest.raises(CommandError, match="GM9999"):
        load(tmp_path, text)
    assert "left out, not known to Schakel: GM9999" in load(tmp_path, text, "--skip-unknown")


def test_degrees_and_the_national_grid_give_the_same_outline() -> None:
    assert to_rd(*reversed(MARTINI)) == pytest.approx((233883.131, 582065.167), abs=1)
    degrees = [[6.5, 53.2], [6.7, 53.2], [6.7, 53.3], [6.5, 53.2]]
    metres = [list(to_rd(*point)) for point in degrees]
    one, other = (
        read_outlines(collection(feature(coordinates=[ring]))) for ring in (degrees, metres)
    )
    assert one == other
    assert len(one[0].rings[0]) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no json", "not JSON"),
        (b"PK\x03\x04\xff\xfe", "not a zip"),
        ("{}", "FeatureCollection"),
        ("[]", "FeatureCollection"),
        (collection(), "FeatureCollection"),
        (collection(7), "--code-property"),
        (collection(feature(), feature(code="")), "feature 2: has no `code`"),
        (collection(feature(), feature()), "GM0363 occurs more than once"),
        (collection(feature(kind="Point", coordinates=[5, 52])), "is a Point"),
        (collection({"properties": {"code": "GM0363"}, "geometry": None}), "without geometry"),
        (collection({"properties": {"code": "GM0363"}, "geometry": "x"}), "without geometry"),
        (collection(feature(coordinates=[[[10**400, 52]]])), "not pairs of numbers"),
        (collection(feature(coordinates={"x": 1})), "not pairs of numbers"),
        (collection(feature(coordinates=[[[52.1, 5.1]] * 4])), "latitude stands before"),
        (collection(feature(coordinates=[[[545000, 6867000]] * 4])), "Web Mercator"),
        (collection(feature(coordinates=[[[-68.2, 12.1]] * 4])), "EPSG:4326"),
        (collection(feature(coordinates=[SQUARE[0][:-1]])), "GM0363 has a ring that is not closed"),
        (collection(feature(coordinates=[[[5, 52], "x"]])), "not pairs of numbers"),
        (collection(feature(coordinates=[[[5, 52]] * 4])), "no area"),
    ],
)
def test_a_bad_file_says_what_to_do_and_changes_nothing(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    Boundary.objects.create(
        municipality_id="GM0518", reference_year=2023, path="M0 0z", middle_x=0, middle_y=0, room=0
    )
    with pytest.raises(CommandError, match=message):
        load(tmp_path, text)
    assert list(Boundary.objects.values_list("municipality_id", flat=True)) == ["GM0518"]


def test_a_missing_file_and_an_unsafe_address_are_explained() -> None:
    with pytest.raises(CommandError, match="Check the name"):
        call_command("load_boundaries", "/nowhere/at-all.geojson")
    with pytest.raises(CommandError, match="https://"):
        call_command("load_boundaries", "http://127.0.0.1/x.geojson")


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "properties": values | st.just({"code": "GM0363"}),
                "geometry": values
                | st.fixed_dictionaries({"type": st.just("Polygon"), "coordinates": values}),
            }
        )
        | values,
        max_size=3,
    )
)
def test_whatever_the_file_holds_the_answer_is_outlines_or_an_explanation(features: list) -> None:
    with suppress(BoundaryFileError):
        for outline in read_outlines(json.dumps({"features": features})):
            assert all(len(ring) > 2 for ring in outline.rings)


@needs(PUBLISHED)
def test_the_published_boundaries_load_completely() -> None:
    out = StringIO()
    call_command("load_boundaries", str(PUBLISHED), "--year", "2023", stdout=out)
    assert out.getvalue() == "342 outlines loaded for 2023\n"
    shapes = queries.outlines(date(2023, 6, 1)).of
    assert len(shapes) == 342
    assert sum(len(shape.path) for shape in shapes.values()) < 50_000
    assert min(shape.room for shape in shapes.values()) > 5, "the middle lies inside"
