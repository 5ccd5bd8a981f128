"""Two persons beside each other, and what they would be together; no identity unless it was opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schakel.foundation.access.actors import Actor
from schakel.register.intake.choices import ENDED
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.linkage.pairs import Pair
from schakel.register.persons.models import Person
from schakel.register.persons.portrait import MOST_BESIDE, Comparison, comparison, identities
from schakel.register.persons.queries import members, summarise

MOST = MOST_BESIDE // 2


@dataclass(frozen=True)
class Sides:
    """Facts by report, the columns of one person before those of the other."""

    facts: Comparison
    columns: list[tuple[Person, int]]  # how many columns each person has
    left_out: int = 0


@dataclass(frozen=True)
class Beside:
    """What a registrar compares; counts are of reports that count, and of years of registration."""

    low: Person
    high: Person
    sides: Sides
    reports_of: list[tuple[Person, list[Report]]]

    @property
    def reports(self) -> int:
        """How many reports that count the two would have together."""
        return self.low.reports + self.high.reports

    @property
    def years(self) -> list[int | None]:
        """In which years the one person would count."""
        return sorted({*self.low.years, *self.high.years}, key=lambda year: year or 0)


def beside(pair: Pair, user: Actor) -> Beside:
    """Everything that the two persons of a pair are compared by."""
    low, high = pair.low.person, pair.high.person
    summarise([low, high], user)
    rows = [list(members(one, user)) for one in (low, high)]
    counting = [[row for row in each if row.status not in ENDED] for each in rows]
    shown = [each[-MOST:] for each in counting]
    sides = Sides(
        comparison([*shown[1], *shown[0]]),  # it turns them about: the newest come first
        _columns((low, high), shown),
        sum(map(len, counting)) - sum(map(len, shown)),
    )
    return Beside(low, high, sides, list(zip((low, high), rows, strict=True)))


def opened(pair: Pair, rows: Sequence[Iterable[ReportIdentity]]) -> Sides:
    """The identities given for either person, beside each other; opened and logged by the caller."""
    low, high = map(list, rows)
    people = (pair.low.person, pair.high.person)
    return Sides(identities([*high, *low]), _columns(people, (low, high)))


def _columns(people: Sequence[Person], rows: Sequence[Sequence]) -> list[tuple[Person, int]]:
    return [(one, len(each)) for one, each in zip(people, rows, strict=True) if each]
