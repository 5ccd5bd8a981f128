"""The tile map: where each tile lies, and how it is drawn."""

import math
import re
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.foundation.geography.actions import DATA
from schakel.foundation.geography.drawing import Place, hues, outline_map_svg, swatch, tile_map_svg
from schakel.foundation.geography.files import read_rows
from schakel.foundation.geography.hexagons import around, centre, distance, step, within
from schakel.foundation.geography.layout import kept_near, lay_out
from schakel.foundation.geography.shapes import Shape

pytestmark = pytest.mark.pure

SVG = "{http://www.w3.org/2000/svg}"
ROWS = read_rows(DATA / "municipalities.csv")
TODAY = [row for row in ROWS if not row["valid_to"]]
TILES = {row["code"]: (int(row["tile_column"]), int(row["tile_row"])) for row in TODAY}
PLACES = [(float(row["longitude"]), float(row["latitude"])) for row in TODAY]
cells = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


@given(cells, cells, cells)
def test_distance_is_a_distance(one, other, third) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, third) <= distance(one, other) + distance(other, third)


@given(cells)
def test_a_tile_has_six_neighbours_one_tile_away(cell) -> None:
    assert len(set(around(cell))) == 6
    for direction, other in enumerate(around(cell)):
        assert distance(cell, other) == 1
        assert math.dist(centre(cell), centre(other)) == pytest.approx(1)
        assert step(other, (direction + 3) % 6) == cell, "and back"
    assert len(list(within(cell, 2))) == 18


def test_each_municipality_has_its_own_tile() -> None:
    assert len(TILES) == len(set(TILES.values())) == 342


def test_the_file_holds_what_the_layout_computes() -> None:
    waters = [(float(r["longitude"]), float(r["latitude"])) for r in read_rows(DATA / "water.csv")]
    regions = [row["safety_region"] for row in TODAY]
    assert lay_out(PLACES, waters, regions) == list(TILES.values()), (
        "run `schakel layout-tiles --write`"
    )


def test_neighbours_stay_neighbours() -> None:
    assert kept_near(PLACES, list(TILES.values())) >= 0.97
    assert kept_near(PLACES, list(TILES.values()), steps=1) >= 0.60


def split_regions(column: str) -> list[str]:
    """Regions whose tiles do not all hang together."""
    left = {row["code"]: row[column] for row in TODAY}
    at = {cell: code for code, cell in TILES.items()}
    begun, split = set(), []
    while left:
        code, region = next(iter(left.items()))
        split += [region] if region in begun else []
        begun.add(region)
        reached = [code]
        while reached:
            here = reached.pop()
            if left.pop(here, None):
                near = filter(None, map(at.get, around(TILES[here])))
                reached += [other for other in near if left.get(other) == region]
    return split


def test_regions_hang_together() -> None:
    assert len(split_regions("safety_region")) <= 2
    assert len(split_regions("province")) <= 1


def test_the_country_keeps_its_directions() -> None:
    by_name = {row["display_name"]: centre(TILES[row["code"]]) for row in TODAY}

    def west_of(one: str, other: str) -> bool:
        return by_name[one][0] < by_name[other][0]

    def north_of(one: str, other: str) -> bool:
        return by_name[one][1] < by_name[other][1]

    assert north_of("Groningen", "Assen")
    assert north_of("Zwolle", "Arnhem")
    assert north_of("Utrecht", "Eindhoven")
    assert north_of("Roermond", "Maastricht")
    assert west_of("Den Haag", "Utrecht")
    assert west_of("Utrecht", "Enschede")
    assert west_of("Middelburg", "Tilburg")
    assert west_of("Texel", "Leeuwarden")


def test_large_waters_stay_open() -> None:
    """The lake in the middle is what people know the country by."""
    columns = {name: TILES[row["code"]] for row in TODAY if (name := row["display_name"])}
    assert distance(columns["Enkhuizen"], columns["Urk"]) >= 2
    assert distance(columns["Den Helder"], columns["Harlingen"]) >= 3


@settings(deadline=None, max_examples=10)
@given(st.integers(8, 25), st.integers(0, 2**32))
def test_any_places_get_tiles_of_their_own(n: int, seed: int) -> None:
    random = Random(seed)
    cells = lay_out([(4 + random.random() * 2, 51 + random.random() * 2) for _ in range(n)])
    assert len(set(cells)) == n
    assert min(column for column, _ in cells) == 0
    assert min(row for _, row in cells) in (0, 1)


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - it is what our own code has just drawn


def draw(**kwargs) -> ElementTree.Element:
    values = {
        row["code"]: Place("map-hue-1", row["display_name"], row["safety_region"]) for row in TODAY
    }
    return parse(tile_map_svg(values, TILES, "Title", "What it shows", **kwargs))


def test_the_map_says_what_it_is_and_names_every_tile() -> None:
    svg = draw()
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby").split()
    named = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert [named[i] for i in ids] == ["Title", "What it shows"]
    titles = {use.find(f"{SVG}title").text for use in svg.iter(f"{SVG}use")}
    assert titles == {row["display_name"] for row in TODAY}


def test_the_map_needs_no_inline_style_and_no_script() -> None:
    svg = draw(labels={"VR01": "Groningen"})
    for element in svg.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "defs",
            "path",
            "use",
            "text",
        }
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def test_every_tile_lies_within_the_picture() -> None:
    svg = draw()
    _, _, width, height = map(float, svg.get("viewBox").split())
    for use in svg.iter(f"{SVG}use"):
        assert 10 <= float(use.get("x")) <= width - 10
        assert 11 <= float(use.get("y")) <= height - 11


def test_text_from_data_cannot_become_markup() -> None:
    svg = tile_map_svg(
        {"A": Place('x"><script>', "<b>&", "g")}, {"A": (0, 0)}, "<i>", "&", labels={"g": "<"}
    )
    root = parse(svg)
    assert not [e for e in root.iter() if e.tag.removeprefix(SVG) in {"script", "b", "i"}]
    assert root.find(f"{SVG}use/{SVG}title").text == "<b>&"


def test_what_is_left_out_is_drawn_as_not_known() -> None:
    root = parse(tile_map_svg({}, {"GM1": (0, 0)}, "t", "d"))
    assert "map-unknown" in root.find(f"{SVG}use").get("class")


def borders(groups: dict[str, str]) -> int:
    places = {code: Place("", code, group) for code, group in groups.items()}
    root = parse(tile_map_svg(places, {"A": (0, 0), "B": (1, 0)}, "t", "d"))
    lines = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "map-border").get("d")
    return len(re.findall("M", lines))


def test_borders_run_between_regions_and_around_the_country() -> None:
    assert borders({"A": "x", "B": "x"}) == 10
    assert borders({"A": "x", "B": "y"}) == 11, "their common edge is drawn once"


@pytest.mark.parametrize("column", ["safety_region", "province"])
def test_regions_that_touch_have_different_colours(column: str) -> None:
    groups = {row["code"]: row[column] for row in TODAY}
    given_hues = hues(TILES, groups)
    at = {cell: code for code, cell in TILES.items()}
    for cell, code in at.items():
        for other in filter(None, map(at.get, around(cell))):
            if groups[code] != groups[other]:
                assert given_hues[groups[code]] != given_hues[groups[other]]


def test_outlines_are_drawn_under_the_same_rules() -> None:
    shapes = {code: Shape("M0 0l10 0 0 10z", 5, 4, room) for code, room in (("A", 50), ("B", 5))}
    places = {code: Place("map-hue-2", f"<{code}>", "g", "?", "dots") for code in shapes}
    root = parse(outline_map_svg(places, shapes, "t", "d", labels={"g": "G"}))
    assert [title.text for title in root.iter(f"{SVG}title")] == ["t", "<A>", "<B>"]
    texts = {text.get("class"): text.text for text in root.iter(f"{SVG}text")}
    assert texts == {"map-sign": "?", "map-label": "G"}
    fills = [use.get("fill") for use in root.iter(f"{SVG}use") if use.get("fill")]
    assert fills == ["url(#map-dots)"] * 2, "also where there is no room for a sign"
    drawn = {one.get("id") for one in root.iter()}
    assert all(use.get("href")[1:] in drawn for use in root.iter(f"{SVG}use"))


def test_a_swatch_is_silent() -> None:
    assert parse(swatch("map-hue-3")).get("aria-hidden") == "true"
