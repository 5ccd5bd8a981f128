"""Rows of any model, filled in at random: enough to ask every rule about every kind of row.

Values are drawn per field: foreign keys from rows that exist, choices and switches from all their values,
the rest is anything valid. A model whose tables refuse such rows gets a maker of its own in `MAKERS`.
"""

import random
from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone

TRIES = 30

# Models that cannot be filled in at random: label → maker of one row.
MAKERS: dict[str, Callable[[random.Random], models.Model]] = {}


def some_rows(model: type[models.Model], number: int, chance: random.Random) -> list[models.Model]:
    """Up to `number` stored rows, at least one, that differ where the model lets them."""
    rows: list[models.Model] = []
    maker = MAKERS.get(model._meta.label, lambda chance: _filled(model, chance))
    for _ in range(TRIES):
        if len(rows) == number:
            break
        try:
            with transaction.atomic():
                row = maker(chance)
                if row.pk is None or row._state.adding:
                    row.save(force_insert=True)
        except (DatabaseError, ValidationError, ValueError):
            continue  # two rows alike where the table wants one: draw again
        # As the database has it: rules are asked about stored rows.
        rows.append(model._base_manager.get(pk=row.pk))
    assert rows, f"tests/access/rows.py cannot make a {model._meta.label}: give it a maker"
    return rows


def _filled(model: type[models.Model], chance: random.Random) -> models.Model:
    row = model()
    for column in model._meta.concrete_fields:
        if column.primary_key and (column.has_default() or isinstance(column, models.AutoField)):
            continue
        setattr(row, column.attname, _value(column, chance))
    return row


def _value(column: models.Field, chance: random.Random) -> Any:
    if isinstance(column, models.ForeignKey):
        return _related(column, chance)
    if column.choices:
        return chance.choice([value for value, _ in column.flatchoices])
    if column.null and chance.random() < 0.3:
        return None
    if column.has_default() and not isinstance(column, models.BooleanField):
        return column.get_default()
    return next(make(column, chance) for kind, make in _KINDS if isinstance(column, kind))


def _related(column: models.ForeignKey, chance: random.Random) -> Any:
    if column.null and chance.random() < 0.2:
        return None
    target = column.related_model
    if column.null and target is column.model:  # a row before this one: else there is no first
        return None
    # A few, always the same ones: else rows seldom have anything to do with the users of a test.
    keys = list(target._base_manager.order_by("pk").values_list("pk", flat=True)[:5])
    if not keys:
        keys = [row.pk for row in some_rows(target, 3, chance)]
    return chance.choice(keys)


def _text(column: models.Field, chance: random.Random) -> str:
    return f"{uuid4().hex}"[: column.max_length or 32]


# The first kind that fits counts.
_KINDS: list[tuple[type[models.Field], Callable[[models.Field, random.Random], Any]]] = [
    (models.BooleanField, lambda column, chance: chance.random() < 0.5),
    (models.EmailField, lambda column, chance: f"{uuid4().hex[:12]}@example.org"),
    (models.DateTimeField, lambda column, chance: timezone.now()),
    (models.DateField, lambda column, chance: date(2024, 5, 3)),
    (models.TimeField, lambda column, chance: time(10)),
    (models.IntegerField, lambda column, chance: chance.randrange(1, 30_000)),
    (models.FloatField, lambda column, chance: chance.random()),
    (models.JSONField, lambda column, chance: {}),
    (models.BinaryField, lambda column, chance: b""),
    (models.CharField, _text),
    (models.TextField, _text),
    (models.Field, lambda column, chance: None),
]


def _condition(chance: random.Random) -> models.Model:
    """A rule of shelter that weighs nothing, as a condition must."""
    row: Any = _filled(apps.get_model("placement.RuleVersion"), chance)
    row.kind, row.weight, row.criterion, row.valid_to = "require", 0, "", None
    return row


MAKERS["placement.RuleVersion"] = _condition


def model_of(label: str) -> type[models.Model] | None:
    """The model of a policy; None where the policy is about something without a table."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None
