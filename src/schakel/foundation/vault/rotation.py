"""Encrypt every column anew with the key that writes.

Resumable by construction: a row that still names another key is a row to do, so a run that was killed is
simply run again. Rows are swapped one for one (only if the value is still the one that was read), so that
people can go on working.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from schakel.foundation.vault.canary import retire
from schakel.foundation.vault.fields import EncryptedField
from schakel.foundation.vault.keys import VaultError, key_ring
from schakel.foundation.vault.models import VaultCanary
from schakel.foundation.vault.tokens import VERSION, key_of, seal, unseal

BATCH = 500


@dataclass(frozen=True)
class Column:
    """One encrypted column of one table."""

    model: type[Model]
    field: EncryptedField

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"

    def rows(self) -> QuerySet:
        """Rows with a value, `token` being the value as stored."""
        token = Cast(F(self.field.name), TextField())
        return self.model._base_manager.annotate(token=token).exclude(token=None).exclude(token="")

    def stale(self) -> QuerySet:
        """Rows written with another key than the one that writes now."""
        return self.rows().exclude(token__startswith=f"{VERSION}.{key_ring().active}.")


@dataclass(frozen=True)
class Failure:
    """A value that could not be read, and stays as it is."""

    place: str
    pk: Any
    reason: str


@dataclass
class Outcome:
    """What a run did."""

    done: int = 0
    failures: list[Failure] = field(default_factory=list)


def encrypted_columns(models: Iterable[type[Model]] | None = None) -> list[Column]:
    """Every encrypted column of the system."""
    return [
        Column(model, column)
        for model in (apps.get_models(include_auto_created=True) if models is None else models)
        if not model._meta.proxy and model._meta.managed
        for column in model._meta.local_concrete_fields
        if isinstance(column, EncryptedField)
    ]


def keys_in_use(columns: Iterable[Column]) -> dict[str, int]:
    """How many values each key has written, by key identifier."""
    found: dict[str, int] = {}
    for column in columns:
        for token in column.rows().values_list("token", flat=True).iterator(chunk_size=2000):
            found[key_of(token)] = found.get(key_of(token), 0) + 1
    return found


def rotate(
    columns: Iterable[Column], progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Encrypt anew what another key wrote; `progress` is told the number of values after each batch.

    A value that cannot be read is reported and left; afterwards, keys that nothing needs any more are
    retired, so that the operator may take them from the ring.
    """
    columns, outcome = list(columns), Outcome()
    for column in columns:
        for batch in _batches(column):
            _rotate_batch(column, batch, outcome)
            progress(outcome.done)
    _retire_unused(columns)
    return outcome


def _batches(column: Column) -> Iterator[list[tuple[Any, str]]]:
    """Stale rows in order of primary key; each batch is asked for anew, so no long read stays open."""
    rows = column.stale().order_by("pk").values_list("pk", "token")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


def _rotate_batch(column: Column, batch: list[tuple[Any, str]], outcome: Outcome) -> None:
    with transaction.atomic():
        for pk, token in batch:
            try:
                renewed = seal(unseal(token, column.field.place), column.field.place)
            except VaultError as error:
                outcome.failures.append(Failure(column.place, pk, str(error)))
                continue
            changed = column.rows().filter(pk=pk, token=token)
            outcome.done += changed.update(**{column.field.name: Value(renewed, TextField())})


def _retire_unused(columns: list[Column]) -> None:
    if any(column.stale().exists() for column in columns):
        return
    ring = key_ring()
    retire(
        set(VaultCanary.objects.values_list("key_id", flat=True)) & set(ring.keys) - {ring.active}
    )
