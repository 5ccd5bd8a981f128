"""A table of released numbers: its rows and columns, and what is worked out from them.

Shares, changes and what is most are worked out from the released counts, and from nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from schakel.knowledge.figures.choices import UNKNOWN_YEAR
from schakel.knowledge.figures.content import ALL, Category, Dimension, Unit
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.models import page_language
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.structure import in_order

# A share of a smaller base than this says more about the rounding than about people (as Statistics
# Netherlands does for its income tables); nor is the share of a smaller count worked out.
SHARE_BASE = 100
SHARE_COUNT = 10
# Nor the rate of a smaller count: health statistics call a rate of fewer than 20 cases unreliable, and
# rounding alone would move it by a fifth and more.
RATE_COUNT = 20
PER = 100_000
PERIOD = "period"
UNIT = "unit"
# The units as rows of a table: what is counted takes the place of a dimension.
UNITS = Dimension(UNIT, "Wat is geteld", "What is counted", several=False, categories=())
TOTAL_LABELS = ("Totaal", "Total")
UNKNOWN_YEAR_LABELS = ("Jaar niet bekend", "Year not known")
# Categories that are no answer: never called the most frequent, and not in a chart of single categories.
REST = ("UNKNOWN", "NONE", "OTHER", "NOT_APPLICABLE")


class Picture(StrEnum):
    """How a table is drawn: bars of categories, a small chart by year for each category, or a map."""

    BARS = "bars"
    YEARS = "years"
    MAP = "map"


def worded(content: "Unit | Dimension | Category | Line") -> str:
    """The label in the language of the page."""
    return content.en if page_language() == "en" else content.nl


def defined(content: Unit | Dimension) -> str:
    """The definition of a unit or dimension in the language of the page; empty where it has none."""
    return content.definition_en if page_language() == "en" else content.definition_nl


@dataclass(frozen=True)
class Line:
    """A row or a column: what it is called, and the cells of the cube that it adds up.

    `period`: the period it is about, where lines are periods. `depth`: parts stand under their whole.
    """

    code: str
    nl: str
    en: str
    cells: tuple[Mapping[str, str], ...] = ({},)
    depth: int = 0
    period: str = ""

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is called in the language of the page."""
        return worded(self)

    @property
    def is_total(self) -> bool:
        """Whether it is the total of the others."""
        return self.code == ALL

    @property
    def is_rest(self) -> bool:
        """Whether it is the total or no answer, such as not known."""
        return self.is_total or self.code.startswith(REST) or self.code.endswith("_UNKNOWN")


@dataclass(frozen=True)
class Inhabitants:
    """How many people live in each row of a table (by its code), and on which day that was counted."""

    of: Mapping[str, int]
    counted_on: date | None


@dataclass(frozen=True)
class Section:
    """One table: `values[row][column]`, None where a period did not have the category.

    `inhabitants`: there where numbers are set against those who live in a row.
    """

    code: str
    unit: Unit
    down: Dimension
    across: Dimension | None
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    values: tuple[tuple[int | None, ...], ...]
    period: str = ""
    fixed: tuple[tuple[Dimension, Category], ...] = ()
    picture: Picture | None = None
    shares: bool = False
    change: bool = False
    heading: str = ""
    inhabitants: Inhabitants | None = None

    @property
    def bare(self) -> list[Line]:
        """The rows without the total and without those of which the parts are rows too."""
        following = [*self.rows[1:], None]
        return [
            row
            for row, after in zip(self.rows, following, strict=True)
            if not row.is_total and (after is None or after.depth <= row.depth)
        ]

    def value(self, row: Line, column: Line) -> int | None:
        """The number of a row in a column."""
        return self.values[self.rows.index(row)][self.columns.index(column)]

    def pairs(self) -> Iterator[tuple[Line, Line, int | None]]:
        """Every number with its row and column, row by row."""
        for row, values in zip(self.rows, self.values, strict=True):
            for column, value in zip(self.columns, values, strict=True):
                yield row, column, value

    @property
    def total(self) -> Line | None:
        """The row with the total."""
        return next((row for row in self.rows if row.is_total), None)

    @property
    def by_year(self) -> bool:
        """Whether the columns are periods."""
        return self.across is None and not self.period

    def share(self, row: Line, column: Line) -> float | None:
        """The share of the column's total, between 0 and 1; None where it is withheld."""
        total = self.total
        whole = self.value(total, column) if total else None
        return share_of(self.value(row, column), whole)

    def rate(self, row: Line, column: Line) -> float | None:
        """The number per `PER` inhabitants; None where nobody lives in the row, or it is withheld."""
        people = self.inhabitants.of.get(row.code) if self.inhabitants else None
        return rate_of(self.value(row, column), people)

    @property
    def by_rate(self) -> bool:
        """Whether it is read by its rates: of one period, by one dimension."""
        return self.inhabitants is not None and not self.by_year and self.across is None

    def drawn(self, row: Line, column: Line) -> float | None:
        """What a chart or map shows of it: the rate where the table is read by its rates."""
        if self.by_rate:
            return self.rate(row, column)
        return self.value(row, column)

    def has_derived(self, column: Line) -> bool:
        """Whether shares and rates are worked out for this column."""
        return self.by_year or column.is_total


def share_of(part: int | None, whole: int | None) -> float | None:
    """`part` of `whole`; None where either is too small to say anything (`SHARE_BASE`, `SHARE_COUNT`)."""
    if part is None or whole is None or whole < SHARE_BASE or part < SHARE_COUNT:
        return None
    return part / whole


def rate_of(count: int | None, people: int | None) -> float | None:
    """`count` per `PER` of `people`, in one decimal; None where it is too small to say (`RATE_COUNT`)."""
    if not people or count is None or count < RATE_COUNT:
        return None
    return round(PER * count / people, 1)


def change_of(before: int | None, now: int | None) -> tuple[int, float | None] | None:
    """By how much it changed, and in proportion; None where one is missing, or withheld likewise."""
    if before is None or now is None:
        return None
    relative = (now - before) / before if before >= SHARE_BASE else None
    return now - before, relative


def total_line() -> Line:
    """The row or column that adds up all others."""
    return Line(ALL, *TOTAL_LABELS)


def period_line(period: str) -> Line:
    """A period as a column."""
    labels = UNKNOWN_YEAR_LABELS if period == UNKNOWN_YEAR else (period, period)
    return Line(period, *labels, period=period)


def lines(dimension: Dimension, deep: bool = True) -> tuple[Line, ...]:
    """The categories of a dimension and the total; not `deep`: only those that are part of no other."""
    shown = [
        Line(one.code, one.nl, one.en, ({dimension.code: one.code},), depth)
        for one, depth in in_order(dimension)
        if deep or depth == 0
    ]
    return (*shown, total_line())


@dataclass(frozen=True)
class Frame:
    """What a table asks: a unit by rows and columns, with fixed categories, in one period or in several."""

    unit: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    down: str
    across: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    period: str = ""


def described(standing: Standing, code: str) -> Dimension:
    """The dimension with this code; NotInCubeError where there is none."""
    found = UNITS if code == UNIT else standing.structure.dimension(code)
    if found is None:
        raise NotInCubeError(f"dimension: {code}")
    return found


def unit_of(standing: Standing, code: str) -> Unit:
    """The unit with this code; NotInCubeError where there is none."""
    found = standing.structure.unit(code)
    if found is None:
        raise NotInCubeError(f"unit: {code}")
    return found


def numbers(standing: Standing, frame: Frame) -> tuple[tuple[int | None, ...], ...]:
    """The number of each row in each column; NotInCubeError where the cubes do not have it."""
    found: dict[tuple[int, int], int | None] = {}
    by_period: dict[str, list[tuple[tuple[int, int], Mapping[str, str]]]] = {}
    for down, row in enumerate(frame.rows):
        for across, column in enumerate(frame.columns):
            found[(down, across)] = 0
            asked = by_period.setdefault(column.period or row.period or frame.period, [])
            for some in row.cells:
                for other in column.cells:
                    cell = {"unit": frame.unit, **frame.fixed, **some, **other}
                    asked.append(((down, across), cell))
    for period, asked in by_period.items():
        counts = standing.counts(period, [cell for _place, cell in asked])
        for (place, _cell), count in zip(asked, counts, strict=True):
            found[place] = _plus(found[place], count)
    return tuple(
        tuple(found[(down, across)] for across in range(len(frame.columns)))
        for down in range(len(frame.rows))
    )


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def section(standing: Standing, code: str, frame: Frame, **shown: object) -> Section:
    """The table that `frame` asks, with how it is shown."""
    fixed = []
    for name, chosen in frame.fixed.items():
        category = standing.structure.category(name, chosen)
        if category is None:
            raise NotInCubeError(f"{name}: {chosen}")
        fixed.append((described(standing, name), category))
    return Section(
        code=code,
        unit=unit_of(standing, frame.unit),
        down=described(standing, frame.down),
        across=described(standing, frame.across) if frame.across else None,
        rows=frame.rows,
        columns=frame.columns,
        values=numbers(standing, frame),
        period=frame.period,
        fixed=tuple(fixed),
        **shown,  # type: ignore[arg-type]
    )


def most(found: Section, column: Line) -> Sequence[Line]:
    """The rows with the highest number in a column, without totals, groups and what is no answer.

    Several where they are equal; none where all are 0.
    """
    rows = [row for row in found.bare if not row.is_rest]
    highest = max((found.value(row, column) or 0 for row in rows), default=0)
    return [row for row in rows if highest and found.value(row, column) == highest]


def period_name(period: str) -> str:
    """How a period is called in a sentence."""
    return _("a year that is not known") if period == UNKNOWN_YEAR else period
