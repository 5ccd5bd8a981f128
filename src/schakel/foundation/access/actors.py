"""Who acts: a signed-in person, or the system on an operator's command."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """What rules and the audit log ask of whoever acts."""

    @property
    def actor_id(self) -> str:
        """A stable pseudonymous identifier, never a name or an address."""

    @property
    def roles(self) -> frozenset[str]:
        """Every role held, in any organisation."""

    @property
    def organisation_number(self) -> str:
        """The number of the organisation acted for, or an empty string."""

    def organisations_as(self, roles: Collection[str]) -> frozenset[int]:
        """Primary keys of the organisations for which one of `roles` is held."""


@dataclass(frozen=True)
class SystemActor:
    """A command or a scheduled task, started by an operator with access to the machine."""

    name: str

    @property
    def actor_id(self) -> str:
        return f"system:{self.name}"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset({"system"})

    @property
    def organisation_number(self) -> str:
        return ""

    def organisations_as(self, roles: Collection[str]) -> frozenset[int]:
        return frozenset()
