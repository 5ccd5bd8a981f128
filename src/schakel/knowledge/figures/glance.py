"""The latest year at a glance, as the annual overviews begin: from released numbers alone."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from schakel.knowledge.figures.finding import percentage, whole
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.tabulation import (
    Frame,
    Line,
    Section,
    described,
    lines,
    section,
    total_line,
    worded,
)

PERSONS = "PERSONS"
_TOP = 3


@dataclass(frozen=True)
class Glance:
    """The year, its totals beside the year before, and the largest categories of some dimensions."""

    year: str
    stats: list[dict[str, Any]]
    blocks: list[tuple[str, list[tuple[str, str]]]]


def stats(standing: Standing) -> list[dict[str, Any]]:
    """Each unit in the last year and in the year before it: dicts with value, label, year and before."""
    if not standing.years:
        return []
    last = standing.years[-1]
    before = str(int(last) - 1)
    found = []
    for unit in standing.structure.units:
        cell = [{"unit": unit.code}]
        label = worded(unit)
        earlier = standing.counts(before, cell)[0] if before in standing.cubes else None
        found.append(
            {
                "value": standing.counts(last, cell)[0],
                "label": _("%(unit)s in %(year)s")
                % {"unit": label[:1].lower() + label[1:], "year": last},
                "year": before,
                "before": earlier,
            }
        )
    return found


def glance(standing: Standing) -> Glance:
    """What the first page of the figures says about the last year."""
    year = standing.years[-1]
    blocks = []
    if standing.structure.unit(PERSONS):
        for code, deep in (("sex", False), ("age", False), ("form", False), ("nationality", True)):
            if standing.structure.dimension(code):
                blocks.append(_block(standing, code, year, deep))
    return Glance(year, stats(standing), blocks)


def _block(
    standing: Standing, code: str, year: str, deep: bool
) -> tuple[str, list[tuple[str, str]]]:
    """The largest categories of persons by one dimension: (name, [(category, number and share)])."""
    dimension = described(standing, code)
    frame = Frame(PERSONS, lines(dimension, deep), (total_line(),), code, period=year)
    found = section(standing, code, frame)
    column = found.columns[0]
    names = (
        _answers(found) if deep or dimension.several else [r for r in found.rows if not r.is_total]
    )
    ranked = sorted(names, key=lambda row: -(found.value(row, column) or 0))
    shown = ranked[:_TOP] if deep or dimension.several else names
    return worded(dimension), [(row.label, _said(found, row, column)) for row in shown]


def _answers(found: Section) -> list[Line]:
    """Rows that are an answer and have no parts: countries rather than groups of them."""
    return [row for row in found.bare if not row.is_rest]


def _said(found: Section, row: Line, column: Line) -> str:
    share = found.share(row, column)
    number = whole(found.value(row, column))
    return number if share is None else f"{number} ({percentage(share)})"
