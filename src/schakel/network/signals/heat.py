"""Where it is warm: signals by theme and region, and by theme and quarter. Every raising counts once."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.geography.queries import police_unit_choices
from schakel.network.signals.choices import Theme
from schakel.network.signals.models import Signal
from schakel.network.signals.queries import Quarter, signals

SHADES = 4
# As many quarters as stand beside each other: four years.
QUARTERS = 16
NOWHERE = ""


@dataclass(frozen=True)
class Cell:
    """How many signals, and how dark (0 none, up to `SHADES`)."""

    count: int
    shade: int


@dataclass(frozen=True)
class Heat:
    """A table: its columns, and per theme the cells and their sum; the warmest theme first."""

    columns: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[Cell], int]] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Map:
    """Both tables, and the years that there are."""

    by_region: Heat
    by_quarter: Heat
    years: list[int]


def heat(user: Actor, year: int | None = None, theme: str = "", region: str = "") -> Map:
    """Signals of `year` (None: all), duplicates among them, each in its theme; one query.

    `theme`, `region`: only what is about it, or there.
    """
    everything = list(signals(user))
    years = sorted({row.since.year for row in everything}, reverse=True)
    rows = [
        row
        for row in everything
        if (year is None or row.since.year == year)
        and theme in ("", row.about)
        and region in ("", _region(row))
    ]
    known = [*police_unit_choices(False), (NOWHERE, _("whole country, or not known"))]
    places, names = zip(*(one for one in known if region in ("", one[0])), strict=True)
    regions = Counter((row.about, _region(row)) for row in rows)
    quarters = sorted({_quarter(row) for row in rows})[-QUARTERS:]
    times = Counter((row.about, _quarter(row)) for row in rows if _quarter(row) in quarters)
    labels = [_("%(year)s, quarter %(number)s") % {"year": y, "number": n} for y, n in quarters]
    return Map(_table(regions, list(places), list(names)), _table(times, quarters, labels), years)


def _region(row: Signal) -> str:
    """The code of the region that it is about; empty where it is about the country, or nobody knows."""
    if row.region_id:
        return row.region_id
    if row.municipality is not None:
        return row.municipality.police_unit_id or NOWHERE
    return (row.organisation.police_unit_id if row.organisation else None) or NOWHERE


def _quarter(row: Signal) -> tuple[int, int]:
    quarter = Quarter.of(row.since)
    return quarter.year, quarter.number


def _table(counts: Counter[tuple[str, Any]], columns: list[Any], names: list[str]) -> Heat:
    most = max(counts.values(), default=0)
    rows = []
    for theme in {theme for theme, _ignored in counts}:
        found = [counts[theme, column] for column in columns]
        cells = [Cell(n, ceil(SHADES * n / most) if n else 0) for n in found]
        rows.append((str(Theme(theme).label), cells, sum(found)))
    rows.sort(key=lambda row: (-row[2], row[0]))
    return Heat(names, rows, sum(row[2] for row in rows))
