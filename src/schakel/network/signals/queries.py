"""What may be asked of signals."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from schakel.foundation.access.actors import Actor
from schakel.network.signals.choices import Origin, State, Theme
from schakel.network.signals.models import Signal, SignalStep


def signals(user: Actor, states: Collection[str] = tuple(State)) -> QuerySet[Signal]:
    """The signals that `user` may see, with `state`, `level` and `count`; the newest period first.

    `states`: only those that stand there.
    """
    rows = Signal.objects.visible_to(user).standing(states)
    return rows.select_related("organisation", "region", "municipality")


def followed(user: Actor) -> QuerySet[Signal]:
    """What `user` raised, and what was counted from cases of `user`'s organisation; the newest first.

    A duplicate stands where the signal stands that it says the same as.
    """
    rows = Signal.objects.visible_to(user, "follow").with_state()
    return rows.select_related("same_as").order_by("-at", "-pk")


def standing(keys: Collection[int]) -> dict[int, Signal]:
    """Signals with these keys, with their state."""
    return Signal.objects.filter(pk__in=keys).with_state().in_bulk()


def way(signal: Signal) -> list[SignalStep]:
    """The steps of the signal, or of the one that it says the same as; the oldest first."""
    rows = SignalStep.objects.filter(signal=signal.same_as_id or signal.pk)
    return list(rows.select_related("owner"))


@dataclass(frozen=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True)
class Institutions:
    """Improper refusals: a row per organisation, a column per quarter, the newest last."""

    quarters: list[Quarter]
    rows: list[tuple[str, list[int], int]]


# As many as stand beside each other on a page.
QUARTERS = 6


def institutions(user: Actor) -> Institutions:
    """Refusals for a tie to a region per organisation and quarter, most of them first; one query."""
    found: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    rows = signals(user).filter(
        theme=Theme.REGION_TIE, origin=Origin.SYSTEM, organisation__isnull=False
    )
    for row in rows:
        quarter = Quarter.of(row.since)
        name = row.organisation.name if row.organisation else ""
        found[name][quarter.year, quarter.number] = row.count or 0
    last = sorted({quarter for counts in found.values() for quarter in counts})[-QUARTERS:]
    table = [
        (name, [counts.get(quarter, 0) for quarter in last], sum(counts.get(q, 0) for q in last))
        for name, counts in found.items()
    ]
    table = sorted((row for row in table if row[2]), key=lambda row: (-row[2], row[0]))
    return Institutions([Quarter(*quarter) for quarter in last], table)


def by_kind(rows: list[Signal]) -> list[tuple[str, int]]:
    """How many of these signals there are per theme, most first."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.about_label] += 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
