"""`schakel load-boundaries`: an operator's file is read with care, or not at all."""

import json
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.geography import queries
from schakel.foundation.geography.models import Boundary
from schakel.foundation.geography.outlines import BoundaryFileError, read_outlines

pytestmark = pytest.mark.django_db

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data" / "municipalities_2023.geojson"
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


def test_a_good_file_is_loaded_and_replaces_its_year(tmp_path: Path) -> None:
    out = load(tmp_path, collection(feature(), feature("0518")))
    assert "2 outlines loaded for 2023" in out
    assert "not in this file, drawn nowhere: " in out
    assert "Utrecht" in out
    load(tmp_path, collection(feature("GM0363")))
    row = Boundary.objects.get()
    assert (row.municipality_id, row.reference_year) == ("GM0363", 2023)
    assert (row.west, row.south, row.east, row.north) == (5.0, 52.0, 5.1, 52.1)
    shapes = queries.outlines()
    assert shapes.year == 2023
    assert list(shapes.paths) == ["GM0363"]


def test_a_property_with_another_name_can_be_named(tmp_path: Path) -> None:
    text = collection({**feature(), "properties": {"gem": "GM0363"}})
    with pytest.raises(CommandError, match="--code-property; the file has: gem"):
        load(tmp_path, text)
    assert "1 outlines" in load(tmp_path, text, "--code-property", "gem")


def test_unknown_codes_are_refused_or_left_out_on_request(tmp_path: Path) -> None:
    text = collection(feature(), feature("GM9999"))
    with pytest.raises(CommandError, match="GM9999"):
        load(tmp_path, text)
    assert "left out, not known to Schakel: GM9999" in load(tmp_path, text, "--skip-unknown")


RD = [[[121000, 487000], [122000, 487000], [122000, 488000], [121000, 487000]]]


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
        (collection(feature(coordinates=RD)), "EPSG:4326"),
        (collection(feature(coordinates=[[[5, 52], "x"]])), "not pairs of numbers"),
        (collection(feature(coordinates=[[[5, 52], [5, 52]]])), "no area"),
    ],
)
def test_a_bad_file_says_what_to_do_and_changes_nothing(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    load(tmp_path, collection(feature("GM0518")))
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
            west, south, east, north = outline.box
            assert west <= east
            assert south <= north


@pytest.mark.skipif(
    not SHARED.exists(), reason="the published boundaries are not beside this folder"
)
def test_the_published_boundaries_load_completely() -> None:
    out = StringIO()
    call_command("load_boundaries", str(SHARED), "--year", "2023", stdout=out)
    assert out.getvalue() == "342 outlines loaded for 2023\n"
    shapes = queries.outlines()
    assert len(shapes.paths) == 342
    assert sum(len(path) for path, _ in shapes.paths.values()) < 300_000
