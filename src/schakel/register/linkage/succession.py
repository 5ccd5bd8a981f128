"""Which reports are one report, corrected: a correction takes the place of what it corrects."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from schakel.register.intake.models import Report

_AT_ONCE = 5000


@dataclass
class Succession:
    """For some reports, what each of them corrects, all the way back."""

    corrects: dict[int, int] = field(default_factory=dict)
    # The reports asked about and all that they correct.
    seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, reports: Collection[int]) -> "Succession":
        """Asks as often as the longest row of corrections is long."""
        found, ask = cls(), set(reports)
        while ask:
            found.seen |= ask
            links = dict(_links(sorted(ask)))
            found.corrects |= links
            ask = set(links.values()) - found.seen
        return found

    def back(self, report: int) -> Iterator[int]:
        """What `report` corrects, and what that corrects, the latest first."""
        while report in self.corrects:
            report = self.corrects[report]
            yield report

    def began(self, report: int) -> int:
        """The report as it was first received."""
        return next(reversed([report, *self.back(report)]))

    def same(self, one: int, other: int) -> bool:
        """Are both one report, corrected?"""
        return self.began(one) == self.began(other)

    def older_pairs(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        """The pairs, earlier report first, of which this pair takes the place."""
        for before in self.back(one):
            yield min(before, other), max(before, other)
        for before in self.back(other):
            yield min(before, one), max(before, one)


def _links(reports: list[int]) -> Iterator[tuple[int, int]]:
    for start in range(0, len(reports), _AT_ONCE):
        rows = Report.objects.filter(pk__in=reports[start : start + _AT_ONCE], corrects__gt=0)
        for pk, corrects in rows.values_list("pk", "corrects"):
            if corrects is not None:
                yield pk, corrects
