"""Questions about statements."""

from django.utils import timezone

from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter, State
from schakel.insight.delivery.accountability.models import Statement

# How far back a statement may still be made.
_YEARS = 3


def taken(quarter: Quarter) -> bool:
    """Whether a statement of this quarter was made that was not put aside."""
    return Statement.objects.filter(number=quarter.code).exclude(state=State.DISCARDED).exists()


def published_before(statement: Statement) -> Statement | None:
    """The published statement of the same quarter a year earlier."""
    number = statement.quarter.year_before.code
    return Statement.objects.filter(number=number, state=State.PUBLISHED).first()


def to_make(snapshot: Snapshot) -> list[Quarter]:
    """Quarters that were over at the cut-off and have no statement yet, newest first."""
    day = timezone.localtime(snapshot.cutoff).date()
    quarters = (
        Quarter(year, number)
        for year in range(day.year, day.year - _YEARS - 1, -1)
        for number in (4, 3, 2, 1)
    )
    made = set(Statement.objects.exclude(state=State.DISCARDED).values_list("number", flat=True))
    return [one for one in quarters if one.after <= day and one.code not in made]
