"""A table as a file, with what it is: definition, date, snapshot, filter, and that it is not protected."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.foundation.ui.exports import safe_cell
from schakel.insight.analysis.crosstabs import CrossTable
from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.questions import Measure, Question

About = list[tuple[str, str]]
_MEASURES = {
    Measure.COUNT: lambda: _("Numbers"),
    Measure.ROW_SHARE: lambda: _("Share of the row"),
    Measure.COLUMN_SHARE: lambda: _("Share of the column"),
    Measure.RATE: lambda: _("Per 100,000 inhabitants"),
}


def about(table: CrossTable, snapshot: Snapshot, then: Snapshot | None) -> About:
    """(name, text) of everything that a reader of the numbers must know."""
    question = table.question
    found = [
        (_("Not for publication"), _("Unprotected: small numbers may point at a person.")),
        (_("What is counted"), f"{question.counts.label}: {question.counts.meaning}"),
        *((str(one.label), str(one.meaning)) for one in question.axes),
        (_("Shows"), _MEASURES[Measure(question.measure)]()),
        (_("Years"), _years(question)),
        (_("Filter"), narrowed(question) or _("none")),
        (_("Snapshot"), _snapshot(snapshot)),
    ]
    if then is not None:
        found.append((_("Beside it, as known in"), _snapshot(then)))
    if table.overlapping:
        found.append((_("Rule"), several_rule()))
    if table.counted_on:
        found.append((_("Inhabitants on"), date_format(table.counted_on, "DATE_FORMAT")))
        found.append((_("Rate"), _("Of all years of a cell together, not the mean of a year.")))
    return [*found, (_("Made on"), date_format(timezone.localdate(), "DATE_FORMAT"))]


def caption(table: CrossTable) -> str:
    """What a table shows, in a line."""
    question = table.question
    by = [str(one.label).lower() for one in question.axes]
    words = {"unit": question.counts.label, "rows": by[0], "columns": by[-1]}
    if len(by) == 1:
        text = _("%(unit)s by %(rows)s") % words
    else:
        text = _("%(unit)s by %(rows)s and %(columns)s") % words
    if question.measure == Measure.COUNT:
        return text
    return f"{text} ({_MEASURES[Measure(question.measure)]().lower()})"


def several_rule() -> str:
    """The rule for whoever stands in several rows or columns."""
    return _(
        "Whoever stands in several rows or columns counts in each, and once in the total. So the total "
        "may be smaller than the sum."
    )


def _snapshot(one: Snapshot) -> str:
    day = date_format(timezone.localtime(one.cutoff), "DATETIME_FORMAT")
    return f"{one.number}, {day}, sha256 {one.digest}"


def _years(question: Question) -> str:
    if not question.bounded:
        return _("all, with those not known")
    first, last = (str(year) if year else "…" for year in (question.first, question.last))
    return _("%(first)s up to %(last)s, without those not known") % {"first": first, "last": last}


def narrowed(question: Question) -> str:
    """The filter in words."""
    known = dimensions()
    return "; ".join(
        f"{known[name].label}: {', '.join(known[name].name(code) for code in codes)}"
        for name, codes in question.only
    )


def _heads(table: CrossTable) -> list[str]:
    heads = [str(table.question.axes[0].label)]
    for _code, words in table.columns:
        heads += [words, f"{words} ({_('then')})"] if table.compared else [words]
    return heads


def _rows(table: CrossTable) -> Iterator[list[Any]]:
    for line in (*table.lines, table.total):
        row: list[Any] = [line.label]
        for cell in line.cells:
            row += [cell.value, cell.then] if table.compared else [cell.value]
        yield row


def sheet(table: CrossTable, said: About) -> Iterator[Sequence[Any]]:
    """The lines of a CSV file: first what it is, then an empty line and the table."""
    yield from said
    yield ()
    yield _heads(table)
    yield from _rows(table)


def as_xlsx(table: CrossTable, said: About) -> bytes:
    """A workbook: the table, and on a second sheet what it is."""
    book = import_module("openpyxl").Workbook(write_only=True)
    first = book.create_sheet(_("Table"))
    first.append([safe_cell(cell) for cell in said[0]])
    first.append([])
    first.append([safe_cell(cell) for cell in _heads(table)])
    for row in _rows(table):
        first.append([None if cell is None else safe_cell(cell) for cell in row])
    second = book.create_sheet(_("Definition"))
    for pair in said:
        second.append([safe_cell(cell) for cell in pair])
    sink = BytesIO()
    book.save(sink)
    return sink.getvalue()
