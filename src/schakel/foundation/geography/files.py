"""Reading reference files and laying them over the tables: what is new, changed, the same or ended."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Counts:
    """What loading one file did, in rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0

    @property
    def touched(self) -> bool:
        """Whether anything in the database is different now."""
        return bool(self.created or self.changed or self.ended)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8 with a heading."""
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def day_or_none(text: str) -> date | None:
    """A date as in the files (``2023-01-01``); empty is None."""
    return date.fromisoformat(text) if text else None


def number_or_none(text: str, kind: type[int] | type[float] = int) -> float | int | None:
    """A number as in the files; empty is None, never 0."""
    return kind(text) if text else None


def upsert(
    model: type[models.Model],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: Sequence[str],
    end_on: date | None = None,
) -> Counts:
    """Lay `rows` (attribute name -> value) over the table of `model`; run inside a transaction.

    Rows are matched on the attributes `key`. A row of the table that is not among `rows` is never
    deleted: with `end_on` its `valid_to` becomes that day, unless it ended before.
    """
    here: dict[tuple[Any, ...], Any] = {
        tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()
    }
    created, changed, unchanged = [], [], 0
    for values in rows:
        known = here.pop(tuple(values[name] for name in key), None)
        if known is None:
            created.append(model(**values))
        elif _apply(known, values):
            changed.append(known)
        else:
            unchanged += 1
    ended = [row for row in here.values() if end_on and row.valid_to is None] if end_on else []
    for row in ended:
        row.valid_to = end_on
    model._default_manager.bulk_create(created)
    _update(model, changed)
    _update(model, ended)
    return Counts(len(created), len(changed), unchanged, len(ended))


def _apply(row: models.Model, values: Mapping[str, Any]) -> bool:
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    return bool(different)


def _update(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if rows:
        model._default_manager.bulk_update(rows, names, batch_size=100)
