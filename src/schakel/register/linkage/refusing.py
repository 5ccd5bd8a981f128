"""A decision that cannot be taken now, with the decisions that stand in its way."""

from collections.abc import Iterable

from schakel.register.linkage.choices import Refusal
from schakel.register.linkage.decisions import Decision
from schakel.register.persons.actions import NotPossibleError


class RefusedError(NotPossibleError):
    """`code` is one of `Refusal`; `decisions` are those that say no, or that must be dealt with first."""

    def __init__(self, code: Refusal, decisions: Iterable[Decision] = ()) -> None:
        super().__init__(code.value)
        self.decisions = tuple(decisions)
        numbers = ", ".join(one.number for one in self.decisions)
        self.message = f"{code.label} ({numbers})" if numbers else str(code.label)
