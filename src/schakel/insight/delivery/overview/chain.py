"""What stands in an overview besides the register: the network in a year, and the estimate that stands.

Nothing of it counts people by the centre: municipalities, advice and signals are told as they are, and the
estimate was protected and signed before it was published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schakel.knowledge.unseen.models import PublishedEstimate
from schakel.knowledge.unseen.queries import present
from schakel.network.monitor.counting import reference_days
from schakel.network.monitor.totals import Advice, Coverage, advice, coverage
from schakel.network.signals.totals import Moved, moved

_BESIDE = 3


@dataclass(frozen=True)
class Chain:
    """None, or empty, where nothing was written down so far.

    `coverage`: care coordination at the end of each of three years, the last that of this one (today, if the
    year is not over). `estimate`: the newest that stands, whatever its years.
    """

    until: date
    coverage: Sequence[Coverage]
    advice: Advice | None
    signals: Moved | None
    estimate: PublishedEstimate | None

    @classmethod
    def of(cls, year: int) -> "Chain":
        """Of a year, as known now."""
        first, until = date(year, 1, 1), min(date(year, 12, 31), timezone.localdate())
        days = reference_days(until, _BESIDE)
        return cls(
            until,
            [found for day in days if (found := coverage(day))],
            advice(first, until),
            moved(first, until),
            present(),
        )

    @property
    def covered(self) -> Coverage | None:
        """Care coordination at the end of the year."""
        return self.coverage[-1] if self.coverage else None
