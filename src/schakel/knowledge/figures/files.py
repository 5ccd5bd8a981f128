"""Released tables as files: CSV, Excel and JSON-stat 2.0, with the same numbers as on the page."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from schakel.foundation.ui.exports import safe_cell
from schakel.knowledge.figures.models import page_language
from schakel.knowledge.figures.presenting import definitions, grid
from schakel.knowledge.figures.publications import Publication
from schakel.knowledge.figures.tabulation import PER, PERIOD, RATE_COUNT, Line, Section, worded

# Worked out from the values, and marked so: empty where a table has none, and where they are withheld.
DERIVED = ("derived_share", "derived_per_100000_inhabitants", "inhabitants", "inhabitants_on")
COLUMNS = (
    "table",
    "version",
    "release_number",
    "cutoff_date",
    "part",
    "counts",
    "period",
    "only",
    "row_dimension",
    "row",
    "row_label_nl",
    "row_label_en",
    "column_dimension",
    "column",
    "column_label_nl",
    "column_label_en",
    "value",
    *DERIVED,
)
_NAMES = {"nl": ("Jaar", "Telwijze"), "en": ("Year", "Counts")}


def rows(found: Publication) -> Iterator[tuple[object, ...]]:
    """One row for each number, in the order of `COLUMNS`; empty where a period did not have the category."""
    version = found.standing.version
    for part in found.sections:
        only = "|".join(f"{dimension.code}:{one.code}" for dimension, one in part.fixed)
        across = part.across.code if part.across else ""
        for row, column, value in part.pairs():
            yield (
                found.slug,
                version.version,
                version.release_number,
                version.cutoff.isoformat(),
                part.code,
                row.cells[0].get("unit", part.unit.code),
                column.period or part.period,
                only,
                part.down.code,
                row.code,
                row.nl,
                row.en,
                across,
                "" if column.period else column.code,
                "" if column.period else column.nl,
                "" if column.period else column.en,
                value,
                *_derived(part, row, column),
            )


def _derived(part: Section, row: Line, column: Line) -> tuple[object, ...]:
    """In the order of `DERIVED`."""
    if not part.has_derived(column):
        return (None,) * len(DERIVED)
    share = part.share(row, column) if part.shares else None
    people = part.inhabitants.of.get(row.code) if part.inhabitants else None
    day = part.inhabitants.counted_on if part.inhabitants and people else None
    return (
        None if share is None else round(share, 4),
        part.rate(row, column),
        people,
        day.isoformat() if day else None,
    )


def workbook(found: Publication, address: str) -> bytes:
    """An Excel file: a sheet for each table as it stands on the page, and one that says what it is."""
    openpyxl = import_module("openpyxl")  # not at the start
    book = openpyxl.Workbook()
    about = book.active
    about.title = _("About this file")
    grids = [grid(part) for part in found.sections]
    for number, (one, part) in enumerate(zip(grids, found.sections, strict=True), 1):
        sheet = book.create_sheet(_("Table %(number)s") % {"number": number})
        sheet.append([safe_cell(one.caption)])
        sheet.append([])
        derived = _derived_columns(part)
        heads = [one.corner, *map(str, part.columns), *(head for head, _value in derived)]
        sheet.append([safe_cell(head) for head in heads])
        for row, values in zip(part.rows, part.values, strict=True):
            label = safe_cell("  " * row.depth + row.label)
            sheet.append([label, *values, *(value(row) for _head, value in derived)])
        for cell in (sheet["A1"], *sheet[3]):
            cell.font = openpyxl.styles.Font(bold=True)
        sheet.column_dimensions["A"].width = 40
        sheet.freeze_panes = "B4"
    for line in (
        *_about(found, address),
        *((one["name"], one["text"]) for one in definitions(grids)),
    ):
        about.append([safe_cell(cell) for cell in line])
    about.column_dimensions["A"].width = 30
    about.column_dimensions["B"].width = 90
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _derived_columns(part: Section) -> list[tuple[str, Callable[[Line], float | None]]]:
    """Heads and cells of what is worked out from the numbers, after all of them."""
    found: list[tuple[str, Callable[[Line], float | None]]] = []
    for column in filter(part.has_derived, part.columns):
        words = {"column": column.label}
        if part.shares:
            head = _("%(column)s, share (derived)") % words
            found.append((head, partial(part.share, column=column)))
        if part.inhabitants:
            head = _("%(column)s, per 100,000 inhabitants (derived)") % words
            found.append((head, partial(part.rate, column=column)))
    return found


def _about(found: Publication, address: str) -> list[tuple[object, object]]:
    version = found.standing.version
    return [
        (_("Title"), found.title),
        (_("Version"), version.version),
        (_("Release"), version.release_number),
        (_("Cut-off date"), version.cutoff.isoformat()),
        (_("Address"), address),
        (_("Smallest number shown"), found.standing.base),
    ]


def json_stat(found: Publication, address: str) -> dict[str, Any]:
    """JSON-stat 2.0 (json-stat.org/full): a dataset, or a collection where there are several tables."""
    datasets = [
        dataset
        for part in found.sections
        for dataset in (_dataset(found, part, address), *_rates(found, part, address))
    ]
    if len(datasets) == 1:
        return {"version": "2.0", **datasets[0]}
    return {
        "version": "2.0",
        "class": "collection",
        "href": address,
        "label": found.title,
        "updated": found.standing.version.published_at.isoformat(),
        "link": {"item": datasets},
    }


def _dataset(found: Publication, part: Section, address: str) -> dict[str, Any]:
    period_name, unit_name = _NAMES[page_language()]
    dimensions = [
        (part.down.code, worded(part.down), part.rows),
        (part.across.code, worded(part.across), part.columns)
        if part.across
        else (PERIOD, period_name, part.columns),
    ]
    if part.period:
        dimensions.append((PERIOD, period_name, (Line(part.period, part.period, part.period),)))
    if part.down.code != "unit":
        unit = Line(part.unit.code, part.unit.nl, part.unit.en)
        dimensions.append(("unit", unit_name, (unit,)))
    dimensions += [
        (dimension.code, worded(dimension), (Line(one.code, one.nl, one.en),))
        for dimension, one in part.fixed
    ]
    identifiers = [code for code, _label, _lines in dimensions]
    return {
        "class": "dataset",
        "label": part.heading or found.title,
        "href": address,
        "source": "Schakel",
        "updated": found.standing.version.published_at.isoformat(),
        "id": identifiers,
        "size": [len(lines) for _code, _label, lines in dimensions],
        "role": {"time": [PERIOD] if PERIOD in identifiers else [], "metric": ["unit"]},
        "dimension": {code: _dimension(label, lines) for code, label, lines in dimensions},
        "value": [value for row in part.values for value in row],
        "extension": {
            "version": found.version,
            "release": found.standing.version.release_number,
            "cutoff": found.standing.version.cutoff.isoformat(),
            "smallest_number_shown": found.standing.base,
        },
    }


def _rates(found: Publication, part: Section, address: str) -> list[dict[str, Any]]:
    """The rates of a table as a dataset of its own, marked as worked out."""
    if not part.inhabitants:
        return []
    counted_on = part.inhabitants.counted_on
    counts = _dataset(found, part, address)
    words = {"heading": counts["label"]}
    return [
        {
            **counts,
            "label": _("%(heading)s: per 100,000 inhabitants (derived)") % words,
            "value": [part.rate(row, column) for row, column, _value in part.pairs()],
            "extension": {
                **counts["extension"],
                "derived": True,
                "per": PER,
                "left_out_below": RATE_COUNT,
                "inhabitants_on": counted_on.isoformat() if counted_on else None,
            },
        }
    ]


def _dimension(label: str, lines: Sequence[Line]) -> dict[str, Any]:
    """A dimension and its categories; `child` says which are parts of which."""
    category: dict[str, Any] = {
        "index": [line.code for line in lines],
        "label": {line.code: line.label for line in lines},
    }
    child: dict[str, list[str]] = {}
    above: list[str] = []
    for line in lines:
        above = [*above[: line.depth], line.code]
        if line.depth:
            child.setdefault(above[line.depth - 1], []).append(line.code)
    return {"label": label, "category": category | ({"child": child} if child else {})}
