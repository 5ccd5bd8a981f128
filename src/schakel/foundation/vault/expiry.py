"""Which periods a program carries out, and how: an app states it in its own `expiry.py`, loaded at start.

    carried_out(Expiry("report_draft", count, carry_out))

A period that no app states here is a promise that nobody keeps yet; the operator's command says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Count = Callable[[datetime], int]


@dataclass(frozen=True)
class Expiry:
    """For one period of some app's `RETENTION`: how many rows are past it at a moment, and their end.

    `carry_out` deletes exactly what `count` counts, writes its own lines in the log where single things
    are to be named there, and returns how many; a second run finds none.
    """

    retention: str
    count: Count
    carry_out: Count


_STATED: dict[str, Expiry] = {}


def carried_out(*expiries: Expiry) -> None:
    """These periods are carried out; each once."""
    for one in expiries:
        if one.retention in _STATED:
            raise ValueError(f"the period {one.retention} is carried out twice")
        _STATED[one.retention] = one


def expiries() -> dict[str, Expiry]:
    """All that is carried out, by the name of the period."""
    return dict(_STATED)
