"""A decision that cannot be taken now, with the decisions that stand in its way."""

from collections.abc import Iterable

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.register.linkage.choices import Refusal
from schakel.register.linkage.decisions import Decision
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.models import Person


class RefusedError(NotPossibleError):
    """`code` is one of `Refusal`; `decisions` are those that say no, or that must be dealt with first."""

    def __init__(self, code: Refusal, decisions: Iterable[Decision] = ()) -> None:
        super().__init__(code.value)
        self.decisions = tuple(decisions)
        numbers = ", ".join(one.number for one in self.decisions)
        self.message = f"{code.label} ({numbers})" if numbers else str(code.label)


def refuse_restricted(by: Actor, *people: Person) -> None:
    """Who is who is decided by whoever sees everything about both: else RefusedError "restricted"."""
    if not all(may(by, "change", one) for one in people):
        raise RefusedError(Refusal.RESTRICTED)
