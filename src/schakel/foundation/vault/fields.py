"""Model fields for personal data: encrypted columns, and blind indexes to find them again.

An encrypted column holds a token bound to its own table and column, so that a value copied to another
column cannot be read there. NULL and '' are stored as they are: that a field is empty is no secret here, and
lists can then tell "not filled in" without opening anything. A row is decrypted when it is loaded: `.defer()`
encrypted columns in lists. Reading fails closed, with `VaultError`.
"""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact, Lookup

from schakel.foundation.vault.fingerprints import framed
from schakel.foundation.vault.keys import VaultError, key_ring
from schakel.foundation.vault.tokens import seal, unseal, unseal_all

BLIND_BYTES = 16


class EmptyExact(Exact):
    """The only comparison that an encrypted column allows: is it empty?"""

    def get_prep_lookup(self) -> str:
        if self.rhs != "" or not isinstance(self.rhs, str):
            raise _unsearchable(self.lhs.output_field)
        return ""


def _unsearchable(field: models.Field) -> FieldError:
    return FieldError(
        f"{field.name} is encrypted and cannot be searched or sorted; look it up through a BlindIndexField."
    )


class PlacedField(models.Field):
    """What the fields of the vault share: a place, "table.column", to which the stored value is bound.

    `bound_to` keeps the old place after a table or column was renamed.
    """

    db_index: bool

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, path, args, kwargs

    @property
    def place(self) -> str:
        """Where the value stands; migrations' historical models have the same tables and columns."""
        return self.bound_to or f"{self.model._meta.db_table}.{self.column}"


class EncryptedField(PlacedField, models.TextField, ABC):
    """A column of tokens; subclasses say how a Python value becomes bytes.

    The column is text, the value need not be: subclasses tell type checkers what is set and what is read.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    # How many values may be in memory together when all of them are gone through.
    at_once = 500

    @abstractmethod
    def to_bytes(self, value: Any) -> bytes:
        """What is sealed."""

    @abstractmethod
    def from_bytes(self, plain: bytes) -> Any:
        """What was sealed, as it was."""

    def empty(self, value: Any) -> bool:
        return value is None or len(value) == 0

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            return value
        value = self.to_python(value)
        if self.empty(value):
            return None if value is None else ""
        return seal(self.to_bytes(value), self.place)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        if value is None:
            return None
        return self.from_bytes(unseal(value, self.place) if value else b"")

    def opened(self, values: Sequence[str | None]) -> list[Any]:
        """Many values of the column at once, as `from_db_value` gives each."""
        plain = iter(unseal_all([value for value in values if value], self.place))
        return [
            None if value is None else self.from_bytes(next(plain) if value else b"")
            for value in values
        ]

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return EmptyExact
        raise _unsearchable(self)

    def get_transform(self, lookup_name: str) -> Any:
        raise _unsearchable(self)

    def value_to_string(self, obj: models.Model) -> str:
        raise VaultError(
            f"{self.name} is encrypted and is not written to a dump; back up the database itself."
        )

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**kwargs))
        if self.unique or self.db_index:
            found.append(
                checks.Error(
                    "An encrypted column cannot be unique or indexed.", obj=self, id="vault.E001"
                )
            )
        return found


class EncryptedTextField(EncryptedField):
    """Text in Python, a token in the column."""

    _pyi_private_set_type: str | Combinable
    _pyi_private_get_type: str

    def to_bytes(self, value: str) -> bytes:
        return value.encode("utf-8", "surrogatepass")

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode("utf-8", "surrogatepass")

    def formfield(self, **kwargs: Any) -> Any:
        return super(models.TextField, self).formfield(**{"max_length": self.max_length, **kwargs})


class EncryptedBinaryField(EncryptedField):
    """Bytes in Python, a token in the column (a third larger than the bytes)."""

    at_once = 4  # these are files of many megabytes

    _pyi_private_set_type: bytes | Combinable
    _pyi_private_get_type: bytes

    def to_python(self, value: Any) -> bytes | None:
        if value is None:
            return None
        return value.encode() if isinstance(value, str) else bytes(value)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def to_bytes(self, value: bytes) -> bytes:
        return value

    def from_bytes(self, plain: bytes) -> bytes:
        return plain


class BlindIndexField(PlacedField, models.CharField):
    """A keyed hash of other fields of the row, for exact look-up of what is encrypted.

    `normalise(*values)` gets the values of `sources` (None as "") and returns the text to compare; "" gives
    an empty index, which matches nothing worth finding. Computed when a row is saved or bulk-created.
    `queryset.update`, `bulk_update` and `save(update_fields=…)` must name the index itself too.
    The hash has 128 bits and a key of its own column, so equal values in two columns do not look alike.
    """

    def __init__(
        self,
        *args: Any,
        sources: Sequence[str] = (),
        normalise: Callable[..., str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.sources = tuple(sources)
        self.normalise = normalise
        kwargs = {"max_length": 2 * BLIND_BYTES, "blank": True, "default": "", **kwargs}
        kwargs["editable"] = False
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # `normalise` is left out: it is code of today, which a migration of yesterday must not import.
        name, path, args, kwargs = super().deconstruct()
        for constant in ("max_length", "blank", "default", "editable"):
            kwargs.pop(constant, None)
        if self.db_index:
            kwargs.pop("db_index", None)
        else:
            kwargs["db_index"] = False
        return name, path, args, {**kwargs, "sources": self.sources}

    def blind(self, *values: Any) -> str:
        """The index of these values, as it would stand in the column."""
        if self.normalise is None:
            raise VaultError(
                f"{self.place} has no normalise function here (a migration's model has none)."
            )
        text = self.normalise(*("" if value is None else value for value in values))
        if not text:
            return ""
        key = key_ring().subkey(f"blind:{self.place}")
        return hmac.digest(key, framed((text,)), sha256)[:BLIND_BYTES].hex()

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.blind(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, value)
        return value


def blind(model: type[models.Model], field: str, *values: Any) -> str:
    """The blind index to look for:
    ``Identity.objects.filter(surname_index=blind(Identity, "surname_index", "Jansen", "Ana"))``.
    """
    index = model._meta.get_field(field)
    if not isinstance(index, BlindIndexField):
        raise FieldError(f"{field} is not a blind index.")
    return index.blind(*values)
