"""A table as it stands on a page: heads and cells in words, worked out once for the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schakel.knowledge.figures.finding import per_inhabitants, percentage, sentence, signed, whole
from schakel.knowledge.figures.tabulation import Line, Section, change_of, defined, worded

_Cell = Callable[[Line], str]


@dataclass(frozen=True)
class Grid:
    """What the template prints: `rows` are (line, texts), the total apart."""

    section: Section
    corner: str
    heads: list[str]
    rows: list[tuple[Line, list[str]]]
    total: tuple[Line, list[str]] | None
    finding: str
    caption: str


def grid(found: Section) -> Grid:
    """The table in words, in the language of the page."""
    heads, cells = [], []
    alone = len(found.columns) == 1 and found.columns[0].is_total
    for at, column in enumerate(found.columns):
        heads.append(worded(found.unit) if alone else column.label)
        cells.append(_count(found, at))
        if found.shares and found.has_derived(column):
            share = _("Share") if alone else _("%(column)s, share") % {"column": column.label}
            heads.append(share)
            cells.append(_share(found, column))
        if found.inhabitants and found.has_derived(column):
            rate = _("%(column)s, per 100,000 inhabitants") % {"column": column.label}
            heads.append(_("Per 100,000 inhabitants") if alone else rate)
            cells.append(_rate(found, column))
    if found.change and len(found.columns) > 1:
        heads += [_("Change in number"), _("Change in percent")]
        before, now = found.columns[-2:]
        cells += [_change(found, before, now), _relative(found, before, now)]
    rows = [(row, [cell(row) for cell in cells]) for row in found.rows]
    total = rows.pop() if rows and rows[-1][0].is_total else None
    return Grid(
        found,
        worded(found.down),
        heads,
        rows,
        total,
        sentence(found),
        found.heading or sentence(found),
    )


def _count(found: Section, at: int) -> _Cell:
    places = {row.code: values[at] for row, values in zip(found.rows, found.values, strict=True)}
    return lambda row: whole(places[row.code])


def _share(found: Section, column: Line) -> _Cell:
    return lambda row: "100%" if row.is_total else percentage(found.share(row, column))


def _rate(found: Section, column: Line) -> _Cell:
    return lambda row: per_inhabitants(found.rate(row, column))


def _change(found: Section, before: Line, now: Line) -> _Cell:
    def cell(row: Line) -> str:
        change = change_of(found.value(row, before), found.value(row, now))
        return "–" if change is None else signed(change[0])

    return cell


def _relative(found: Section, before: Line, now: Line) -> _Cell:
    def cell(row: Line) -> str:
        change = change_of(found.value(row, before), found.value(row, now))
        return "–" if change is None else percentage(change[1], sign=True)

    return cell


def has_shares(grids: Sequence[Grid]) -> bool:
    """Whether a page must explain when a share is withheld."""
    return any(one.section.shares or one.section.change for one in grids)


def counted_on(grids: Sequence[Grid]) -> date | None:
    """The day on which the inhabitants were counted, where a page shows rates."""
    return next(
        (one.section.inhabitants.counted_on for one in grids if one.section.inhabitants), None
    )


def definitions(grids: Sequence[Grid]) -> list[dict[str, Any]]:
    """Name and text of every unit and dimension on a page, each once."""
    found: dict[str, dict[str, Any]] = {}
    for one in grids:
        shown = one.section
        asked = [shown.unit, shown.down, shown.across, *(pair[0] for pair in shown.fixed)]
        for content in asked:
            if content is not None and defined(content):
                found.setdefault(content.code, {"name": worded(content), "text": defined(content)})
    return list(found.values())
