"""One cube of which every number of a table is a sum, for both counting units at once.

Its inner cells are of two sorts. A *group* counts persons: those whom in one period exactly these kinds of
reporter know. *Further* counts reports: those of one kind in one period about somebody whom that kind had
reported before in it. Persons are sums of groups; reports are sums of groups and further reports. So what
protects the cube protects both units, and never shows more persons than reports.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from schakel.insight.analysis.choices import KIND_CODES, TOTAL, UNKNOWN_YEAR, Unit, kind_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CountedReport = tuple[int | None, str, int]


class Inner(NamedTuple):
    """An inner cell: persons known to exactly these kinds, or further reports of one kind."""

    period: str
    further: bool
    kinds: tuple[int, ...]  # 1 for each kind concerned, in the order of KIND_CODES


Weight = Callable[[Inner], int]  # how often what an inner cell counts is counted in a number


class Cell(NamedTuple):
    """The name of one published number: what it counts, in which period, for which kind of reporter."""

    unit: str
    period: str  # a year, UNKNOWN_YEAR, or TOTAL for all periods of the cube
    kind: str  # a kind of reporter, or TOTAL


@dataclass(frozen=True)
class Cube:
    """Inner cells in ascending order, with the number of persons or reports in each."""

    periods: tuple[str, ...]
    inner: tuple[Inner, ...]
    counts: NDArray[np.int64]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every published number, empty ones too: what is left out would say that it is zero."""
        return tuple(
            Cell(unit.value, period, kind)
            for unit in Unit
            for period in (*self.periods, TOTAL)
            for kind in (*KIND_CODES, TOTAL)
        )

    @cached_property
    def published(self) -> "csr_matrix":
        """(cells, inner): how often what an inner cell counts is counted in a published number."""
        return self._design([(cell.period, _weights(cell.unit, cell.kind)) for cell in self.cells])

    @cached_property
    def guards(self) -> "csr_matrix":
        """The differences that a reader could take between published numbers; held to the same rule."""
        rows: list[tuple[str, Weight]] = []
        for period in (*self.periods, TOTAL):
            for kind in (*KIND_CODES, TOTAL):
                reports, persons = _weights(Unit.REPORTS, kind), _weights(Unit.PERSONS, kind)
                rows.append((period, _difference(reports, persons)))
                rows.append((period, _difference(_weights(Unit.PERSONS, TOTAL), persons)))
            rows.append((period, lambda inner: 0 if inner.further else sum(inner.kinds) - 1))
        return self._design(rows)

    def _design(self, rows: Sequence[tuple[str, Weight]]) -> "csr_matrix":
        weights = np.array(
            [
                [weight(inner) if period in (TOTAL, inner.period) else 0 for inner in self.inner]
                for period, weight in rows
            ],
            dtype=np.int64,
        ).reshape(len(rows), len(self.inner))
        made: csr_matrix = import_module("scipy.sparse").csr_matrix(weights)  # not at the start
        return made

    def values(self) -> dict[Cell, int]:
        """The published numbers."""
        return dict(zip(self.cells, (self.published @ self.counts).tolist(), strict=True))

    def counting(self, counts: NDArray[np.int64]) -> "Cube":
        """The same cube with other counts: its protected twin."""
        return replace(self, counts=counts)


def _weights(unit: str, kind: str) -> Weight:
    if kind == TOTAL:
        return _all_reports if unit == Unit.REPORTS else _all_persons
    place = KIND_CODES.index(kind)
    if unit == Unit.REPORTS:
        return lambda inner: inner.kinds[place]
    return lambda inner: 0 if inner.further else inner.kinds[place]


def _all_reports(inner: Inner) -> int:
    return sum(inner.kinds)


def _all_persons(inner: Inner) -> int:
    return 0 if inner.further else 1


def _difference(larger: Weight, smaller: Weight) -> Weight:
    return lambda inner: larger(inner) - smaller(inner)


def build(
    reports: Iterable[CountedReport],
    years: Iterable[int] | None = None,
    unknown_year: bool = True,
) -> Cube:
    """Count `reports` (year or None, kind of reporter, person) into a cube.

    `years`: the years to keep, each shown even when empty; None for every year that occurs.
    """
    wanted = None if years is None else set(years)
    by_person: dict[tuple[int | None, int], Counter[str]] = {}
    for year, reporter_type, person in reports:
        if unknown_year if year is None else wanted is None or year in wanted:
            by_person.setdefault((year, person), Counter())[kind_of(reporter_type)] += 1
    found = wanted if wanted is not None else {year for year, _ in by_person if year is not None}
    periods = [str(year) for year in sorted(found)] + ([UNKNOWN_YEAR] if unknown_year else [])
    counted: Counter[Inner] = Counter()
    for (year, _person), kinds in by_person.items():
        period = UNKNOWN_YEAR if year is None else str(year)
        counted[Inner(period, False, _kinds(kinds))] += 1
        for kind, reported in kinds.items():
            if reported > 1:
                counted[Inner(period, True, _kinds({kind}))] += reported - 1
    inner = sorted(counted)
    counts = np.array([counted[cell] for cell in inner], dtype=np.int64)
    return Cube(tuple(periods), tuple(inner), counts)


def _kinds(codes: Container[str]) -> tuple[int, ...]:
    return tuple(int(code in codes) for code in KIND_CODES)
