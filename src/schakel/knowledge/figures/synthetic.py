"""Synthetic records that anybody may take: what a page shows of a set, and its files."""

import csv
from dataclasses import dataclass
from gzip import decompress
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format

from schakel.knowledge.figures.models import PublishedSynthetic, page_language


@dataclass(frozen=True)
class Column:
    """A column on the page: how many codes it has, and how far it is from released figures."""

    name: str
    codes: int
    difference: str


@dataclass(frozen=True)
class Shown:
    """A set as a page shows it; epsilons as people write them."""

    row: PublishedSynthetic
    epsilon: float
    lifetime: float
    columns: tuple[Column, ...]
    values_off: int
    pairs_off: int
    figures_version: int | None


def sets() -> QuerySet[PublishedSynthetic]:
    """Every set that was published, newest first, without its records."""
    return PublishedSynthetic.objects.select_related("withdrawal").defer("csv")


def shown(row: PublishedSynthetic) -> Shown:
    """What may be known of a set, in the language of the page."""
    quality = row.content["quality"]
    columns = tuple(
        Column(
            one["en"] if page_language() == "en" else one["nl"],
            len(one["values"]),
            _share(quality["differences"].get(one["code"])),
        )
        for one in row.content["columns"]
    )
    return Shown(
        row,
        row.thousandths / 1000,
        row.content["lifetime"] / 1000,
        columns,
        quality["values_off"],
        quality["pairs_off"],
        quality["figures_version"],
    )


def _share(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{number_format(round(100 * share, 1), 1, use_l10n=True)}%"


def records_of(row: PublishedSynthetic) -> bytes:
    """The records as CSV, just as they were made."""
    return decompress(bytes(row.csv))


def parquet_of(row: PublishedSynthetic) -> bytes:
    """The same records as Parquet."""
    heads, *lines = csv.reader(StringIO(records_of(row).decode()))
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns = zip(*lines, strict=True)
    table = arrow.table({name: list(codes) for name, codes in zip(heads, columns, strict=True)})
    file = BytesIO()
    parquet.write_table(table, file, compression="zstd", use_dictionary=True)
    return file.getvalue()


def code_book(row: PublishedSynthetic) -> dict[str, Any]:
    """Columns and codes in words, how the records were made, and how far they may be off."""
    return {
        "number": row.number,
        "years": [row.first_year, row.last_year],
        "rows": row.rows,
        "sha256": row.digest,
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        **row.content,
    }
