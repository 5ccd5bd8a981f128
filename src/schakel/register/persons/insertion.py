"""New rows straight into a table: as `bulk_create`, in a third of the time, for an import writes many.

For tables of this app only: nothing of theirs hangs on `save()`, and their keys are asked for where needed.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField, Field, Model

from schakel.foundation.vault.fields import BlindIndexField, EncryptedField

Row = tuple[Any, ...]


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert `rows`: values of the fields `names`, in that order, a foreign key by its primary key.

    A blind index among `names` gets the values of its sources, as a tuple.
    """
    if not rows:
        return
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    columns = map(_prepared, fields, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({places})",  # noqa: S608 -- names of our own tables
            list(zip(*columns, strict=True)),
        )


def _prepared(field: Field, values: Sequence[Any]) -> Sequence[Any]:
    """The values of one column as the database takes them; numbers and short texts are so already."""
    if isinstance(field, BlindIndexField):
        return [field.blind(*sources) for sources in values]
    if isinstance(field, EncryptedField):
        return [field.get_db_prep_save(value, connection) for value in values]
    if isinstance(field, DateField):  # DateTimeField is one too
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return [known[value] for value in values]
    return values
