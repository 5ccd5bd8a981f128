"""Rows straight from a table: as `values_list`, in a fifth of the time, where somebody waits for few rows."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from schakel.foundation.vault.fields import EncryptedField

Row = tuple[Any, ...]
# SQLite takes no more values than this in one question.
_AT_ONCE = 5000


def rows_of(
    model: type[Model], names: Sequence[str], by: str, values: Collection[int]
) -> list[Row]:
    """The fields `names` of the rows whose field `by` is one of `values`, in no order, and opened.

    For numbers, texts and what is sealed: other kinds are stored differently from one database to another.
    """
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table, column = quote(model._meta.db_table), quote(str(known[by].column))
    start = f"SELECT {columns} FROM {table} WHERE {column} IN"  # noqa: S608 -- names of our own tables
    wanted = list(values)
    found: list[Row] = []
    with connection.cursor() as cursor:
        for at in range(0, len(wanted), _AT_ONCE):
            piece = wanted[at : at + _AT_ONCE]
            cursor.execute(f"{start} ({', '.join(['%s'] * len(piece))})", piece)
            found += cursor.fetchall()
    return _opened(fields, found)


def _opened(fields: Sequence[Any], rows: list[Row]) -> list[Row]:
    if not rows or not any(isinstance(field, EncryptedField) for field in fields):
        return rows
    columns = [
        field.opened(column) if isinstance(field, EncryptedField) else column
        for field, column in zip(fields, zip(*rows, strict=True), strict=True)
    ]
    return list(zip(*columns, strict=True))
