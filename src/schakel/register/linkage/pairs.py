"""Two sides that may become one person: what the register holds about each, read at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from schakel.register.intake.models import Report, ReportPurpose
from schakel.register.linkage.choices import BOTH_LARGE, CERTAIN, LARGEST, TwoEyesMore
from schakel.register.linkage.conflicts import SHELTER, Conflict, conflicts
from schakel.register.persons.models import Membership, Person

MINORS = frozenset({"AGE_0_11", "AGE_12_14", "AGE_15_17"})


def open_members(person: Person) -> list[Membership]:
    """Which reports are now held to be about `person`, oldest opinion first; without reasons."""
    rows = Membership.objects.open().filter(person=person).select_related("report")
    return list(rows.defer("reason").order_by("pk"))


def mark_of(members: Iterable[Membership]) -> str:
    """Changes whenever somebody changes one of these memberships; tells nothing about them."""
    keys = ",".join(str(pk) for pk in sorted(member.pk for member in members))
    return sha256(keys.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Side:
    """One of two persons, with the open memberships that a decision is about."""

    person: Person
    members: tuple[Membership, ...]

    @classmethod
    def of(cls, person: Person) -> "Side":
        """With all reports now held to be about the person."""
        return cls(person, tuple(open_members(person)))

    @property
    def numbers(self) -> list[str]:
        """The numbers of all reports, also of those that no longer count."""
        return sorted(member.report.number for member in self.members)

    @cached_property
    def counting(self) -> list[Report]:
        """The reports that count; corrected and withdrawn ones say nothing any more."""
        keys = [one.report_id for one in self.members]
        return list(Report.objects.standing().filter(pk__in=keys).order_by("received_at", "pk"))


@dataclass(frozen=True)
class Pair:
    """Two sides about to become one: what speaks against it, and whether one registrar is enough."""

    low: Side
    high: Side

    @property
    def mark(self) -> str:
        """What the registrar saw; another mark means that something has changed since."""
        return mark_of([*self.low.members, *self.high.members])

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """What the two cannot both have."""
        return conflicts(self.low.counting, self.high.counting)

    def why_two(self, score: float | None, *, overrules: bool) -> list[TwoEyesMore]:
        """Why a second registrar must agree; empty where one is enough. `score`: a probability."""
        every = [*self.low.counting, *self.high.counting]
        found = {
            TwoEyesMore.WEAK: score is None or score < CERTAIN,
            TwoEyesMore.LARGE: _large(len(self.low.counting), len(self.high.counting)),
            TwoEyesMore.MINOR: any(row.age_group in MINORS for row in every),
            TwoEyesMore.SHELTER: asks_shelter(every),
            TwoEyesMore.CONFLICT: bool(self.conflicts),
            TwoEyesMore.OVERRULES: overrules,
        }
        return [why for why, holds in found.items() if holds]


def _large(low: int, high: int) -> bool:
    return low + high > LARGEST or min(low, high) >= BOTH_LARGE


def asks_shelter(reports: Iterable[Report]) -> bool:
    """Does one of them ask for shelter, with a ground that still stands?"""
    asking = ReportPurpose.objects.filter(report__in=list(reports), purpose=SHELTER, withdrawn=None)
    return asking.exists()
