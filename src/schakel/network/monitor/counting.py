"""States counted: by item, region and year. Plain values; asks no database."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from schakel.foundation.geography.choices import FIRST_YEAR
from schakel.network.monitor.choices import THERE, State

NEVER = State.UNKNOWN


@dataclass
class History:
    """What was written down, by (municipality, item): days in order, and the state from each day on."""

    days: dict[tuple[str, str], list[date]] = field(default_factory=dict)
    states: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, municipality: str, item: str, on: date, state: str) -> None:
        """The next row; rows come in the order of `StatusQuerySet.as_on`."""
        key = (municipality, item)
        self.days.setdefault(key, []).append(on)
        self.states.setdefault(key, []).append(state)

    def state(self, municipality: str, item: str, day: date) -> str:
        """How it stood on `day`; not known where nothing was written down."""
        key = (municipality, item)
        place = bisect_right(self.days.get(key, ()), day)
        return self.states[key][place - 1] if place else NEVER


@dataclass(frozen=True)
class Tally:
    """Municipalities by state."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def there(self) -> int:
        """In how many it is there, by themselves or in the region."""
        return sum(n for state, n in self.counts.items() if state in THERE)

    @property
    def share(self) -> float | None:
        """`there` as a percentage of all, those not known among them; None where there are none."""
        return 100 * self.there / self.total if self.total else None

    @property
    def in_order(self) -> list[int]:
        """The counts in the order of `State`."""
        return [self.counts[state] for state in State]


def tally(history: History, municipalities: Iterable[str], item: str, day: date) -> Tally:
    """How many of these municipalities are in which state on `day`."""
    counts = dict.fromkeys(map(str, State), 0)
    for code in municipalities:
        counts[history.state(code, item, day)] += 1
    return Tally(counts)


def reference_days(until: date, years: int) -> list[date]:
    """The last day of each of the last `years` years; of the last year, `until` itself.

    No year from before the list of municipalities begins: it could not be counted of how many.
    """
    first = max(until.year - years + 1, FIRST_YEAR)
    return [date(year, 12, 31) for year in range(first, until.year)] + [until]


@dataclass(frozen=True)
class ItemStanding:
    """One item of one municipality on a day, and on the days before."""

    item: str
    state: str
    earlier: Sequence[str]


@dataclass(frozen=True)
class ThemeStanding:
    """How a municipality stands in one theme: items there, of all, by level."""

    theme: str
    basis: tuple[int, int]
    deepening: tuple[int, int]
    items: Sequence[ItemStanding]
