"""Where tokens stand: in encrypted columns, and in whatever else an app seals for itself.

An app whose tokens stand elsewhere than in an `EncryptedField` (inside a JSON column of a library, say)
states them in its own `sealed.py`, which is loaded at start:

    register(Sealed("library_table.column", tokens, swap))

The count of keys and the rotation ask every holding, so that no key leaves while something needs it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from schakel.foundation.vault.fields import EncryptedField
from schakel.foundation.vault.keys import key_ring
from schakel.foundation.vault.tokens import VERSION, key_of

Found = tuple[Any, str]  # the primary key of a row, a token in it


class Holding(Protocol):
    """Tokens that stand together."""

    @property
    def place(self) -> str:
        """Where they stand, "table.column"."""

    @property
    def bound_to(self) -> str:
        """The place for which they were sealed: the same, unless a table or column was renamed."""

    def tokens(self) -> Iterator[str]:
        """Every one."""

    def stale(self, size: int) -> Iterator[list[Found]]:
        """Those written with another key than the one that writes now, in batches of `size`."""

    def swap(self, pk: Any, old: str, new: str) -> bool:
        """Put `new` where `old` stands; False where it no longer stands there."""


@dataclass(frozen=True)
class Column:
    """One encrypted column of one table."""

    model: type[Model]
    field: EncryptedField

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"

    @property
    def bound_to(self) -> str:
        return self.field.place

    def tokens(self) -> Iterator[str]:
        rows = self._rows().values_list("stored_token", flat=True)
        yield from rows.iterator(chunk_size=self.field.at_once)

    def stale(self, size: int) -> Iterator[list[Found]]:
        """In order of primary key; each batch is asked for anew, so no long read stays open."""
        size = min(size, self.field.at_once)
        rows = self._rows().exclude(stored_token__startswith=f"{VERSION}.{key_ring().active}.")
        pairs = rows.order_by("pk").values_list("pk", "stored_token")
        batch = list(pairs[:size])
        while batch:
            yield batch
            batch = list(pairs.filter(pk__gt=batch[-1][0])[:size])

    def swap(self, pk: Any, old: str, new: str) -> bool:
        unchanged = self._rows().filter(pk=pk, stored_token=old)
        return bool(unchanged.update(**{self.field.name: Value(new, TextField())}))

    def _rows(self) -> QuerySet[Any]:
        """Rows with a value, `stored_token` being the value as stored."""
        token = Cast(F(self.field.name), TextField())
        return (
            self.model._base_manager.annotate(stored_token=token)
            .exclude(stored_token=None)
            .exclude(stored_token="")
        )


@dataclass(frozen=True)
class Sealed:
    """Tokens that an app keeps by its own means. For few: the stale ones are held in memory.

    `find` gives (primary key, token) of each; `replace(pk, old, new)` is `Holding.swap`, called within a
    transaction.
    """

    place: str
    find: Callable[[], Iterable[Found]]
    replace: Callable[[Any, str, str], bool]

    @property
    def bound_to(self) -> str:
        return self.place

    def tokens(self) -> Iterator[str]:
        return (token for _pk, token in self.find())

    def stale(self, size: int) -> Iterator[list[Found]]:
        active = key_ring().active
        found = [(pk, token) for pk, token in self.find() if key_of(token) != active]
        for start in range(0, len(found), size):
            yield found[start : start + size]

    def swap(self, pk: Any, old: str, new: str) -> bool:
        return self.replace(pk, old, new)


_REGISTERED: dict[str, Sealed] = {}


def register(sealed: Sealed) -> None:
    """Have these tokens counted and rotated; once per place."""
    if sealed.place in _REGISTERED:
        raise ValueError(f"the tokens in {sealed.place} are registered twice")
    _REGISTERED[sealed.place] = sealed


def holdings() -> list[Holding]:
    """Everything in the system that the keys of the vault have written."""
    return [*encrypted_columns(), *_REGISTERED.values()]


def encrypted_columns(models: Iterable[type[Model]] | None = None) -> list[Column]:
    """Every encrypted column of the system, or of some models."""
    return [
        Column(model, column)
        for model in (apps.get_models(include_auto_created=True) if models is None else models)
        if not model._meta.proxy and model._meta.managed
        for column in model._meta.local_concrete_fields
        if isinstance(column, EncryptedField)
    ]
