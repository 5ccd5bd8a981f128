"""What must happen elsewhere when consent ends: an app that holds copies from reports says so here.

A report knows nobody above it, so who copied comes forward: an app has a `consequences.py` whose function
is marked `@carries_out`; all of them run in the transaction that records the withdrawal.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from schakel.foundation.access.actors import Actor


@dataclass(frozen=True)
class Ending:
    """Reports, by primary key, of which the register may not hold any longer who they are about.

    Of those in `erased` nothing may be held anywhere: no purpose is left that allows it.
    """

    reports: frozenset[int]
    erased: frozenset[int]
    by: Actor
    at: datetime


# What was done, as (code of `Consequence`, to how many).
Done = Iterable[tuple[str, int]]
Carrier = Callable[[Ending], Done]
_carriers: list[Carrier] = []


def carries_out(carrier: Carrier) -> Carrier:
    """Mark a function that carries out consequences in its own app."""
    _carriers.append(carrier)
    return carrier


def carry_out(ending: Ending) -> Counter[str]:
    """Let every app do its part; how much was done, by code."""
    done: Counter[str] = Counter()
    for carrier in _carriers:
        for code, count in carrier(ending):
            done[code] += count
    return done
