"""A table as people read it: rows and columns in order, with words, totals, shares and rates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.foundation.geography.queries import inhabitants
from schakel.foundation.terms.answers import NO_ANSWER, UNKNOWN
from schakel.insight.analysis.choices import TOTAL
from schakel.insight.analysis.dimensions import PERIOD, REGION, Dimension
from schakel.insight.analysis.questions import Measure, Question

PER = 100_000
Codes = tuple[str, ...]


class Numbers(Protocol):
    """What the engine counted."""

    @property
    def cells(self) -> Mapping[Codes, int]: ...
    @property
    def rows(self) -> Mapping[str, int]: ...
    @property
    def columns(self) -> Mapping[str, int]: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True)
class Cell:
    """A number as counted, and what is shown of it; None: there is no such share or rate."""

    row: str
    column: str
    count: int
    value: float | None
    measure: str
    then: float | None = None  # the same in the earlier snapshot

    @property
    def text(self) -> str:
        return shown(self.value, self.measure)

    @property
    def text_then(self) -> str:
        return shown(self.then, self.measure)


@dataclass(frozen=True)
class Line:
    """A row of the table. `silent`: it holds what is not known, which is another thing than none."""

    code: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def silent(self) -> bool:
        return self.code in NO_ANSWER


@dataclass(frozen=True)
class CrossTable:
    """`columns`: codes with words, the total last; `total`: the last line."""

    question: Question
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    total: Line
    compared: bool
    counted_on: date | None = None  # of the inhabitants, where the table shows rates

    @property
    def empty(self) -> bool:
        return not any(cell.count or cell.then for cell in self.total.cells)

    @property
    def overlapping(self) -> bool:
        """Whether somebody may stand in several rows or columns, so that the total is not their sum."""
        distinct = bool(self.question.counts.distinct) and not self.question.one_year
        return distinct or any(one.several for one in self.question.axes)


def shown(value: float | None, measure: str) -> str:
    """A value in the reader's notation; a dash where there is none."""
    if value is None:
        return "–"
    if measure == Measure.COUNT:
        return number_format(int(value), use_l10n=True, force_grouping=True)
    if measure == Measure.RATE:
        return number_format(value, 2, use_l10n=True, force_grouping=True)
    return f"{number_format(100 * value, 1, use_l10n=True)} %"


def build(question: Question, now: Numbers, then: Numbers | None = None) -> CrossTable:
    """The table that answers `question`; with `then` every cell also has what was known earlier."""
    row, column = question.axes[0], question.axes[1] if len(question.axes) > 1 else None
    row_codes = _codes(row, now.rows, then.rows if then else {})
    column_codes = (
        [*_codes(column, now.columns, then.columns if then else {}), TOTAL] if column else [TOTAL]
    )
    measured = _measured(question, now)
    earlier = _measured(question, then) if then else None

    def line(code: str, words: str) -> Line:
        cells = tuple(
            Cell(
                code,
                other,
                _count(now, code, other),
                measured(code, other),
                question.measure,
                earlier(code, other) if earlier else None,
            )
            for other in column_codes
        )
        return Line(code, words, cells)

    return CrossTable(
        question,
        tuple((code, _name(column, code)) for code in column_codes),
        tuple(line(code, row.name(code)) for code in row_codes),
        line(TOTAL, _("Total")),
        then is not None,
        inhabitants()[1] if question.measure == Measure.RATE else None,
    )


def _name(dimension: Dimension | None, code: str) -> str:
    return _("Total") if code == TOTAL or dimension is None else dimension.name(code)


def _codes(dimension: Dimension, *found: Iterable[str]) -> list[str]:
    """What to show: what occurs, years without a gap, and always what is not known, even where it is none."""
    codes = {code for each in found for code in each} | {UNKNOWN}
    if dimension.code == PERIOD:
        years = sorted(int(code) for code in codes if code.isdigit())
        codes |= {str(year) for year in range(years[0], years[-1] + 1)} if years else set()
    return dimension.order(codes)


def _count(numbers: Numbers, row: str, column: str) -> int:
    if row == TOTAL:
        return numbers.total if column == TOTAL else numbers.columns.get(column, 0)
    if column == TOTAL:
        return numbers.rows.get(row, 0)
    return numbers.cells.get((row, column), 0)


def _measured(question: Question, numbers: Numbers) -> Callable[[str, str], float | None]:
    if question.measure == Measure.RATE:
        return _rates(question, numbers)
    wholes: dict[str, Callable[[str, str], tuple[str, str]]] = {
        Measure.ROW_SHARE: lambda row, _column: (row, TOTAL),
        Measure.COLUMN_SHARE: lambda _row, column: (TOTAL, column),
    }
    whole = wholes.get(question.measure)

    def value(row: str, column: str) -> float | None:
        count = _count(numbers, row, column)
        if whole is None:
            return count
        divisor = _count(numbers, *whole(row, column))
        return count / divisor if divisor else None

    return value


def _rates(question: Question, numbers: Numbers) -> Callable[[str, str], float | None]:
    """Per 100,000 inhabitants of the region, or of the country; none where nobody lives there."""
    people = inhabitants()[0]
    country = sum(people.values())
    place = _place_of(question.axes)

    def value(row: str, column: str) -> float | None:
        code = (row, column)[place] if place is not None else TOTAL
        living = country if code == TOTAL else people.get(code, 0)
        return PER * _count(numbers, row, column) / living if living else None

    return value


def _place_of(axes: Sequence[Dimension]) -> int | None:
    return next((place for place, one in enumerate(axes) if one.code == REGION), None)
