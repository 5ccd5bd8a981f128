"""One question to a snapshot: what is counted, by what, of which years and of whom."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from schakel.insight.analysis.dimensions import CountingUnit, Dimension, dimensions, units

# Before the name of a dimension in an address: only these codes of it.
ONLY = "only_"


class Measure(StrEnum):
    """What stands in a cell."""

    COUNT = "count"
    ROW_SHARE = "row_share"
    COLUMN_SHARE = "column_share"
    RATE = "rate"


@dataclass(frozen=True)
class Question:
    """Rows, perhaps columns, years from `first` up to `last`, and for some dimensions only some codes."""

    unit: str
    rows: str
    columns: str = ""
    measure: str = Measure.COUNT
    first: int | None = None
    last: int | None = None
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def counts(self) -> CountingUnit:
        return units()[self.unit]

    @property
    def axes(self) -> tuple[Dimension, ...]:
        """The dimension of the rows, and that of the columns where there is one."""
        found = dimensions()
        return tuple(found[code] for code in (self.rows, self.columns) if code)

    @property
    def bounded(self) -> bool:
        """Only some years, so that what is of no known year is left out."""
        return self.first is not None or self.last is not None

    @property
    def one_year(self) -> bool:
        """Of a single year, in which nobody counts twice."""
        return self.first is not None and self.first == self.last

    @property
    def definition(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "only": {name: list(codes) for name, codes in self.only}}

    @property
    def address(self) -> str:
        """As the query string of a page."""
        pairs: list[tuple[str, Any]] = [
            (name, value)
            for name, value in asdict(self).items()
            if name != "only" and value not in ("", None)
        ]
        pairs += [(f"{ONLY}{name}", code) for name, codes in self.only for code in codes]
        return urlencode(pairs)


def from_definition(kept: Mapping[str, Any]) -> Question:
    """The question that was kept."""
    only = tuple((name, tuple(codes)) for name, codes in kept["only"].items())
    return Question(**{**kept, "only": only})
