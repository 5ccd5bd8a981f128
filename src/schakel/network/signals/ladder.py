"""The way of a signal up the ladder, as a line: which levels it reached, and through which meetings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from schakel.network.signals.choices import Level, State
from schakel.network.signals.models import SignalStep


@dataclass(frozen=True)
class Stop:
    """Something that happened on a level: on a day, at a meeting or at the centre."""

    on: date
    what: str
    forum: str = ""


@dataclass
class Rung:
    """One level: did the signal reach it, is it there now, and what happened there?"""

    level: Level
    reached: datetime | None = None
    current: bool = False
    stops: list[Stop] = field(default_factory=list)


def rungs(steps: Iterable[SignalStep]) -> list[Rung]:
    """All levels, the lowest first, from the steps of one signal in their order."""
    found = {level: Rung(level) for level in Level}
    at = Level.OPERATIONAL
    for one in steps:
        if one.forum:  # decided where it was, before it went up
            found[at].stops.append(_stop(one))
        at = Level(one.level) if one.level else at
        found[at].reached = found[at].reached or one.at
        if one.state and not one.forum:
            found[at].stops.append(_stop(one))
    found[at].current = True
    return list(found.values())


def _stop(one: SignalStep) -> Stop:
    what = str(State(one.state).label) if one.state else ""
    return Stop(one.at.date(), what, one.forum)
