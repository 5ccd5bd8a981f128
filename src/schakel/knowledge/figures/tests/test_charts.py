"""A chart is shapes and words: no style, no script, and the numbers of the table."""

import re
from xml.etree import ElementTree

import pytest

from schakel.knowledge.figures.charts import SVG, draw
from schakel.knowledge.figures.choices import TOTAL, Chart, Layout, Unit
from schakel.knowledge.figures.tests.tables import KINDS, YEARS, table

TEXT = f"{{{SVG}}}text"


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def shown(root):
    """Every text in the drawing, as written."""
    return [element.text for element in root.iter(TEXT)]


@pytest.fixture(scope="module")
def drawings():
    return {
        (chart, layout): draw(table(), chart, layout, "nl") for chart in Chart for layout in Layout
    }


def test_no_style_no_script_and_nothing_from_elsewhere(drawings):
    for svg in drawings.values():
        root = parsed(svg)
        for element in root.iter():
            assert element.tag.removeprefix(f"{{{SVG}}}") not in (
                "style",
                "script",
                "image",
                "foreignObject",
            )
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert "http" not in svg.replace(SVG, "")


def test_a_reader_that_cannot_see_gets_a_picture_with_a_name(drawings):
    for svg in drawings.values():
        root = parsed(svg)
        title, desc = list(root)[:2]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == desc.get("id")
        assert title.text.startswith("Verzonnen tabel")
        assert desc.text


def test_the_names_in_one_page_are_all_different(drawings):
    names = [name for svg in drawings.values() for name in re.findall(r' id="([^"]+)"', svg)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("layout", list(Layout))
def test_the_numbers_above_the_columns_are_those_of_the_table(drawings, layout):
    cells = table().cells
    for unit in Unit:
        wanted = [
            f"{cells[(unit, year, kind.code)]:,}".replace(",", ".")
            for kind in KINDS
            for year in YEARS
        ]
        texts = shown(parsed(drawings[(Chart(unit.value), layout)]))
        labels = {*YEARS, *(kind.labels["nl"] for kind in KINDS)}
        assert sorted(text for text in texts if text not in labels) == sorted(wanted)
    overview = shown(parsed(drawings[(Chart.OVERVIEW, layout)]))
    for unit in Unit:
        for year in YEARS:
            assert f"{cells[(unit, year, TOTAL)]:,}".replace(",", ".") in overview


def test_every_shape_can_be_coloured_by_the_page(drawings):
    painted = re.compile(r'<(?:path|text|line)[^>]*(?:fill|stroke)="#[^>]*>')
    for svg in drawings.values():
        shapes = painted.findall(svg)
        assert shapes
        assert all('class="chart-' in shape for shape in shapes)


def test_an_english_drawing_writes_numbers_and_names_in_english():
    svg = draw(table(), Chart.REPORTS, Layout.WIDE, "en")
    texts = shown(parsed(svg))
    assert "Other reporters" in texts
    assert not [text for text in texts if re.fullmatch(r"\d\.\d{3}", text)]


def test_drawn_twice_it_is_the_same(drawings):
    again = draw(table(), Chart.OVERVIEW, Layout.NARROW, "nl")
    assert again == drawings[(Chart.OVERVIEW, Layout.NARROW)]
