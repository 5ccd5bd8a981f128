"""The counts that analysts see. Unprotected: `disclosure` is the only way out."""

from collections.abc import Iterable
from datetime import datetime

from schakel.insight.analysis.choices import KIND_CODES, TOTAL
from schakel.insight.analysis.cubes import Cell, Cube, build
from schakel.insight.analysis.models import Snapshot
from schakel.register.persons.queries import counted_reports

Row = tuple[str, list[int]]


def reports_by_reporter(
    cutoff: datetime | None = None,
    years: Iterable[int] | None = None,
    unknown_year: bool = True,
) -> Cube:
    """Reports and persons by kind of reporter and year, as received up to `cutoff`."""
    return build(counted_reports(cutoff), years, unknown_year)


def rows(cube: Cube, values: dict[Cell, int], unit: str) -> list[Row]:
    """(kind of reporter, its numbers by period), all kinds together last; the last period is all years."""
    periods = (*cube.periods, TOTAL)
    return [
        (kind, [values[Cell(unit, period, kind)] for period in periods])
        for kind in (*KIND_CODES, TOTAL)
    ]


def newest() -> Snapshot | None:
    """The snapshot that was made last; None before the first."""
    return Snapshot.objects.order_by("-pk").first()


def snapshot(number: str) -> Snapshot | None:
    """The snapshot with this number; without a number the newest."""
    return Snapshot.objects.filter(number=number).first() if number else newest()
