"""Which registrations a person has, worked out from the reports held to be about that person.

The rule (stated with every figure): a person counts once per calendar year, in the year of the report;
a report whose year is not known counts in the year "not known". Corrected and withdrawn reports do not
count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from schakel.register.persons.choices import DOSSIER_TYPE_OF_PURPOSE


@dataclass(frozen=True)
class Fact:
    """What one report brings to a registration."""

    report: int
    person: int
    year: int | None
    reported_on: str
    received_at: datetime
    purposes: frozenset[str]

    @property
    def order(self) -> tuple[str, datetime, int]:
        """Earliest first; a report without a date comes after those with one."""
        return (self.reported_on or "9", self.received_at, self.report)

    @property
    def day(self) -> date:
        return self.received_at.date()


Key = tuple[int, int | None]


def first_reports(facts: Iterable[Fact]) -> dict[Key, Fact]:
    """The report that makes each (person, year) count."""
    first: dict[Key, Fact] = {}
    for fact in facts:
        key = (fact.person, fact.year)
        if key not in first or fact.order < first[key].order:
            first[key] = fact
    return first


def dossier_type(purposes: Iterable[str]) -> str:
    """The type that purposes make together: shelter before advice before registration alone."""
    asked = frozenset(purposes)
    for purpose, kind in DOSSIER_TYPE_OF_PURPOSE.items():
        if purpose in asked:
            return kind
    return "REGISTRATION"


def dossier_types(facts: Iterable[Fact]) -> Mapping[Key, tuple[str, date]]:
    """The dossier type of each (person, year) and the day of the report that made it so."""
    types: dict[Key, tuple[str, date]] = {}
    asked: dict[Key, frozenset[str]] = {}
    for fact in sorted(facts, key=lambda fact: fact.order):
        key = (fact.person, fact.year)
        asked[key] = asked.get(key, frozenset()) | fact.purposes
        kind = dossier_type(asked[key])
        if key not in types or types[key][0] != kind:
            types[key] = (kind, fact.day)
    return types
