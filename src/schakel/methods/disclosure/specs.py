"""What is to be published: the dimensions, their hierarchies, how many at a time, and by which method."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROUNDING, CELL_KEY = "rounding", "cell-key"
METHODS = (ROUNDING, CELL_KEY)


@dataclass(frozen=True)
class Dimension:
    """A way in which records are told apart.

    `hierarchy`: for each leaf what it is part of, from near to far. `levels`: columns of the file that say
    the same, from near to far. `several`: a value holds codes joined by the separator; a record counts in
    each, and once in the total. `always`: never summed over, such as what is counted. `column`: where it
    stands in the file, when that is not its name.
    """

    name: str
    hierarchy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: bool = False
    always: bool = False
    column: str = ""
    levels: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.column or self.name


@dataclass(frozen=True)
class Spec:
    """A lattice of tables: every one of at most `ways` dimensions, or `tables` and what lies within them.

    `period`: a column whose values are published each by itself. `total`: the sign for "summed over".
    `unknown`: the code for a blank. `separator`: between the codes of a dimension that has several.
    """

    dimensions: tuple[Dimension, ...]
    base: int = 5
    ways: int = 3
    tables: tuple[tuple[str, ...], ...] = ()
    method: str = ROUNDING
    period: str = ""
    total: str = "*"
    unknown: str = "UNKNOWN"
    separator: str = "|"
    record: str = ""
    perturbation: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)
