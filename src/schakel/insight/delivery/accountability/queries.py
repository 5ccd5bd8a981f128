"""Questions about statements."""

import re

from django.db.models import QuerySet
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
    return standing().filter(number=statement.quarter.year_before.code).first()


def standing() -> QuerySet[Statement]:
    """What was published and not withdrawn, the newest edition of a quarter before the others."""
    return Statement.objects.filter(state=State.PUBLISHED, withdrawal=None)


def editions_of(statement: Statement) -> list[Statement]:
    """Everything that was published over the same quarter, newest first; withdrawn ones too."""
    rows = Statement.objects.filter(number=statement.number, state=State.PUBLISHED)
    return list(rows.select_related("withdrawal").defer("figures"))


def address_parts(address: str) -> tuple[str, int] | None:
    """Quarter and correction of "2026-Q1" or "2026-Q1-1"; None for anything else."""
    found = re.fullmatch(r"(\d{4}-Q[1-4])(?:-([1-9]\d{0,3}))?", address, re.ASCII)
    return (found[1], int(found[2] or 0)) if found else None


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
