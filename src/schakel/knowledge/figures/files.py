"""Released tables as files: CSV, Excel and JSON-stat 2.0, with the same numbers as on the page."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from schakel.foundation.ui.exports import safe_cell
from schakel.knowledge.figures.models import page_language
from schakel.knowledge.figures.presenting import definitions, grid
from schakel.knowledge.figures.publications import Publication
from schakel.knowledge.figures.tabulation import PERIOD, Line, Section, worded

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
            )


def workbook(found: Publication, address: str) -> bytes:
    """An Excel file: a sheet for each table as it stands on the page, and one that says what it is."""
    book = Workbook()
    about = book.active
    about.title = _("About")
    grids = [grid(part) for part in found.sections]
    for number, (one, part) in enumerate(zip(grids, found.sections, strict=True), 1):
        sheet = book.create_sheet(_("Table %(number)s") % {"number": number})
        sheet.append([safe_cell(one.caption)])
        sheet.append([])
        sheet.append([safe_cell(cell) for cell in [one.corner, *map(str, part.columns)]])
        for row, values in zip(part.rows, part.values, strict=True):
            sheet.append([safe_cell("  " * row.depth + row.label), *values])
        for cell in (sheet["A1"], *sheet[3]):
            cell.font = Font(bold=True)
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
    datasets = [_dataset(found, part, address) for part in found.sections]
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
