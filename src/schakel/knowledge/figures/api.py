"""Released tables as open data: read only, no key, the same numbers as on the page."""

from datetime import date, datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Router, Schema

from schakel.foundation.ui.problems import ProblemError
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.choices import LANGUAGES, TOTAL, Chapter
from schakel.knowledge.figures.faults import NotInCubeError, WithdrawnError
from schakel.knowledge.figures.fixed import TABLES, FixedTable
from schakel.knowledge.figures.models import PublishedTable
from schakel.knowledge.figures.publications import CHOOSERS, Publication, publication
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.tabulation import Line, defined

router = Router(tags=["figures"])


class TextSchema(Schema):
    """The texts of a table in one language."""

    title: str
    definition: str
    reports_rule: str
    persons_rule: str
    source: str
    protection: str


class TableSchema(Schema):
    """A version of a table, without its numbers."""

    slug: str
    version: int
    is_newest: bool
    release_number: str
    cutoff_date: date
    published_at: datetime
    smallest_number_shown: int
    content_hash: str
    what_changed: str
    texts: dict[str, TextSchema]


class KindSchema(Schema):
    """A category and its labels."""

    code: str
    label_nl: str
    label_en: str


class CellSchema(Schema):
    """One number. `kind` and `column` are categories or TOTAL; `part`: of which of the tables on the page.

    `year` is null where the period is UNKNOWN or TOTAL; `value` where that year did not have the category.
    `per_100000_inhabitants` is worked out from the rounded value: null where the table has no rates, where
    nobody lives in the region, or where the value is under 20.
    """

    counts: str
    period: str
    year: int | None
    kind: str
    value: int | None
    column: str = TOTAL
    part: str = ""
    per_100000_inhabitants: float | None = None


class TableWithCellsSchema(TableSchema):
    """A version of a table with its numbers."""

    kinds: list[KindSchema]
    cells: list[CellSchema]


@router.get("", response=list[TableSchema], url_name="figures")
def figures(request: HttpRequest) -> list[dict]:
    """The newest version of every released table."""
    found = [
        _fixed(table, standing, is_newest=True)
        for chapter in Chapter
        if (standing := queries.standing(chapter=chapter))
        for table in queries.fixed_tables(standing)
    ]
    return found + [_table(table, is_newest=True) for table in queries.earlier_tables()]


@router.get("/{slug}", response=TableWithCellsSchema, url_name="figure")
def figure(request: HttpRequest, slug: str, version: int | None = None, year: str = "") -> dict:
    """One table with its numbers: the newest version, or the one asked for; `year` where it shows one."""
    # PostgreSQL refuses to look for some characters, such as NUL.
    if slug.isprintable() and slug not in CHOOSERS:
        old = queries.find(slug, version) if version is not None or slug not in TABLES else None
        if old is not None:
            return _earlier(old)
        asked = QueryDict(mutable=True)
        asked["year"] = year
        try:
            found = publication(slug, version, asked)
        except NotInCubeError:
            found = None
        except WithdrawnError as gone:
            raise ProblemError(410, "withdrawn", gone.withdrawal.text) from gone
        if found is not None:
            return _numbers(found)
    raise ProblemError(404, "no_table", _("There is no such table or version."))


def _numbers(found: Publication) -> dict:
    newest = queries.newest_version(found.standing.chapter) == found.version
    lines = {line.code: line for part in found.sections for line in (*part.rows, *part.columns)}
    return {
        **_fixed(TABLES[found.slug], found.standing, newest),
        "kinds": [
            {"code": _code(line), "label_nl": line.nl, "label_en": line.en}
            for line in lines.values()
            if not line.period
        ],
        "cells": [
            {
                "counts": row.cells[0].get("unit", part.unit.code).lower(),
                "period": (period := column.period or part.period),
                "year": int(period) if period.isdigit() else None,
                "kind": _code(row),
                "column": TOTAL if column.period else _code(column),
                "part": part.code,
                "value": value,
                "per_100000_inhabitants": part.rate(row, column)
                if part.has_derived(column)
                else None,
            }
            for part in found.sections
            for row, column, value in part.pairs()
        ],
    }


def _code(line: Line) -> str:
    return TOTAL if line.is_total else line.code


def _fixed(table: FixedTable, standing: Standing, is_newest: bool) -> dict:
    version = standing.version
    return {
        "slug": table.slug,
        "version": version.version,
        "is_newest": is_newest,
        "release_number": version.release_number,
        "cutoff_date": version.cutoff,
        "published_at": version.published_at,
        "smallest_number_shown": standing.base,
        "content_hash": standing.digest,
        "what_changed": version.change_note,
        "texts": {language: _texts(table, standing, language) for language in LANGUAGES},
    }


def _texts(table: FixedTable, standing: Standing, language: str) -> dict[str, str]:
    with override(language):
        rules = {unit.code: defined(unit) for unit in standing.structure.units}
        return {
            "title": str(table.title),
            "definition": str(table.lead),
            "reports_rule": rules.get("REPORTS", ""),
            "persons_rule": rules.get("PERSONS", ""),
            "source": _source(standing.chapter),
            "protection": _(
                "The numbers are rounded so that nobody can be recognised: below %(base)s only 0 is shown."
            )
            % {"base": standing.base},
        }


def _source(chapter: Chapter) -> str:
    if chapter == Chapter.SHELTER:
        return _("Requests for first shelter, placements and stays, as the centre recorded them.")
    return _("National register of reports of possible victims.")


def _earlier(table: PublishedTable) -> dict:
    total_nl, total_en = queries.TOTAL_LABELS
    return {
        **_table(table, is_newest=not queries.overtaken(table)),
        "kinds": [
            *(
                {"code": kind.code, "label_nl": kind.label_nl, "label_en": kind.label_en}
                for kind in table.kinds.all()
            ),
            {"code": TOTAL, "label_nl": total_nl, "label_en": total_en},
        ],
        "cells": [
            {
                "counts": cell.unit,
                "period": cell.period,
                "year": cell.year,
                "kind": cell.kind,
                "value": cell.value,
            }
            for cell in table.cells.all()
        ],
    }


def _table(table: PublishedTable, is_newest: bool) -> dict:
    return {
        "slug": table.slug,
        "version": table.version,
        "is_newest": is_newest,
        "release_number": table.release_number,
        "cutoff_date": table.cutoff,
        "published_at": table.published_at,
        "smallest_number_shown": table.base,
        "content_hash": table.content_hash,
        "what_changed": table.change_note,
        "texts": {
            wording.language: {name: getattr(wording, name) for name in TextSchema.model_fields}
            for wording in table.wordings.all()
        },
    }
