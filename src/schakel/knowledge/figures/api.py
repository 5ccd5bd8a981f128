"""Released tables as open data: read only, no key, the same numbers as on the page."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from schakel.foundation.ui.problems import ProblemError
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.choices import TOTAL
from schakel.knowledge.figures.models import PublishedTable

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
    """A kind of reporter and its labels."""

    code: str
    label_nl: str
    label_en: str


class CellSchema(Schema):
    """One number. `year` is null where the period is UNKNOWN or TOTAL; `kind` may be TOTAL."""

    counts: str
    period: str
    year: int | None
    kind: str
    value: int


class TableWithCellsSchema(TableSchema):
    """A version of a table with its numbers."""

    kinds: list[KindSchema]
    cells: list[CellSchema]


@router.get("", response=list[TableSchema], url_name="figures")
def figures(request: HttpRequest) -> list[dict]:
    """The newest version of every released table."""
    return [_table(table, is_newest=True) for table in queries.latest_tables()]


@router.get("/{slug}", response=TableWithCellsSchema, url_name="figure")
def figure(request: HttpRequest, slug: str, version: int | None = None) -> dict:
    """One table with its numbers: the newest version, or the one asked for."""
    # PostgreSQL refuses to look for some characters, such as NUL.
    table = queries.find(slug, version) if slug.isprintable() else None
    newest = queries.versions(slug).first() if table else None
    if table is None or newest is None:
        raise ProblemError(404, "no_table", _("There is no such table or version."))
    return {
        **_table(table, is_newest=table.pk == newest.pk),
        "kinds": [
            {"code": kind.code, "label_nl": kind.label_nl, "label_en": kind.label_en}
            for kind in table.kinds.all()
        ]
        + [
            {
                "code": TOTAL,
                "label_nl": queries.TOTAL_LABELS[0],
                "label_en": queries.TOTAL_LABELS[1],
            }
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
