"""A chart is shapes and words: no style, no script, and the numbers of its table."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from schakel.knowledge.figures.charts import SVG
from schakel.knowledge.figures.drawing import Theme, Width, draw
from schakel.knowledge.figures.finding import sentence, whole
from schakel.knowledge.figures.maps import CLASSES, step_of
from schakel.knowledge.figures.tabulation import Line, Picture, Section
from schakel.knowledge.figures.tests.cubes import REPORTER, SEX, UNITS

pytestmark = pytest.mark.pure
ROWS = (Line("POLICE", "Politie", "Police"), Line("KMAR", "Marechaussee", "Border police"))
TOTAL = Line("*", "Totaal", "Total")
YEARS = tuple(Line(year, year, year, period=year) for year in ("2023", "2024"))


def by_year(*values):
    totals = tuple(sum(column) for column in zip(*values, strict=True))
    return Section(
        "test", UNITS[0], REPORTER, None, (*ROWS, TOTAL), YEARS, (*values, totals),
        picture=Picture.YEARS,
    )  # fmt: skip


def by_sex(values):
    columns = (Line("FEMALE", "Vrouw", "Female"), TOTAL)
    totals = tuple(sum(column) for column in zip(*values, strict=True))
    return Section(
        "sex", UNITS[1], REPORTER, SEX, (*ROWS, TOTAL), columns, (*values, totals), "2024",
        picture=Picture.BARS,
    )  # fmt: skip


@pytest.mark.parametrize("width", list(Width))
@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("found", [by_year((1200, 5), (0, 17)), by_sex(((40, 60), (7, 8)))])
def test_a_file_of_shapes_with_a_name_and_the_numbers(found, width, theme):
    svg = draw(found, width, theme, "nl")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    tags = {element.tag.removeprefix(f"{{{SVG}}}") for element in root.iter()}
    assert not tags & {"style", "script", "image", "foreignObject"}
    assert not [
        name for e in root.iter() for name in e.attrib if name == "style" or name[:2] == "on"
    ]
    assert "http" not in svg.replace(SVG, "")
    with override("nl"):
        assert root.find(f"{{{SVG}}}title").text == sentence(found)
        drawn = [found.value(row, found.columns[0]) for row in ROWS]
        texts = [element.text for element in root.iter(f"{{{SVG}}}text")]
        assert {whole(value) for value in drawn} <= set(texts)
    assert draw(found, width, theme, "nl") == svg


def test_a_row_that_is_0_all_along_stands_in_the_table_only():
    svg = draw(by_sex(((40, 60), (0, 8))), Width.WIDE, Theme.LIGHT, "nl")
    texts = [element.text for element in ElementTree.fromstring(svg).iter(f"{{{SVG}}}text")]  # noqa: S314
    assert "Politie" in texts
    assert "Marechaussee" not in texts


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            by_year((1200, 1300), (100, 90)),
            "1.390 meldingen in 2024, 90 (7%) meer dan in 2023; het vaakst: Politie (1.300).",
        ),
        (
            by_year((50, 30), (20, 30)),
            "60 meldingen in 2024, 10 minder dan in 2023; het vaakst: Politie en Marechaussee (elk 30).",
        ),
        (by_year((0, 0), (0, 0)), "0 meldingen in 2024, evenveel als in 2023."),
        (
            by_sex(((40, 60), (0, 50))),
            "Het vaakst Politie: 60 van 110 personen in 2024 (55%).",
        ),
    ],
)
def test_the_finding_is_what_the_numbers_say(found, said):
    with override("nl"):
        assert sentence(found) == said
    with override("en"):
        assert re.match(r"[\d,]+ reports|Most often", sentence(found))


@pytest.mark.parametrize("highest", [0, 1, 7, 99, 101, 501, 12345])
def test_the_classes_of_a_map_are_equally_wide_and_reach_the_highest(highest):
    step = step_of(highest)
    assert step * CLASSES >= highest
    assert step <= max(highest, 1)
