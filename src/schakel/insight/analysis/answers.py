"""The one door to what is heavy: asks the files of snapshots, and hands back tables without Arrow in them.

Loaded when a page or a command asks something (`importlib.import_module`), never when the server starts.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.insight.analysis import engine, snapshots
from schakel.insight.analysis.crosstabs import CrossTable, build
from schakel.insight.analysis.differences import Difference, Moments, compare
from schakel.insight.analysis.faults import Damaged
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.questions import Question
from schakel.insight.analysis.schema import REPORTS, pseudonym
from schakel.register.persons.queries import fates, numbers_of


@cache
def _engine() -> engine.Engine:
    if settings.SCHAKEL_SPARK:
        return engine.Spark(settings.SCHAKEL_SPARK)
    return engine.DuckDB(settings.SCHAKEL_SNAPSHOTS / ".spill")


def answer(question: Question, number: str, then: str = "") -> CrossTable:
    """The table from snapshot `number`, perhaps with the numbers of an earlier one beside it.

    Raises Damaged where the files are not what was written.
    """
    file = question.counts.file

    def counted(of: str) -> engine.Counted:
        return engine.count(_engine(), snapshots.open(of).path(file), question)

    return build(question, counted(number), counted(then) if then else None)


def records(
    question: Question, number: str, row: str | None, column: str | None, user: Actor
) -> tuple[str, list[str]]:
    """What stands in one cell, as far as `user` may see: "report" or "person", and the numbers in order.

    `row` and `column`: None for the total of that side. Raises Damaged where the files are not right, and for
    units that are no reports or persons: who works with placements finds them there.
    """
    if not question.counts.named:
        raise Damaged(_("The records behind this count are not shown here."))
    kind = "report" if question.counts.file == REPORTS else "person"
    path = snapshots.open(number).path(question.counts.file)
    codes = [row, column][: len(question.axes)]
    wanted = engine.pseudonyms(_engine(), path, question, codes, kind)
    return kind, sorted(behind(kind, wanted, user).values())


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Every report that differs between two snapshots, with the reason."""
    older, newer = (snapshots.open(one.number).reports.to_pylist() for one in (before, after))
    return compare(older, newer, fates(), Moments(before.cutoff, before.made_at))


def behind(kind: str, pseudonyms: Iterable[str], user: Actor) -> dict[str, str]:
    """Pseudonym → number of the reports or persons that `user` may see."""
    wanted = set(pseudonyms)
    found = ((pseudonym(kind, pk), number) for pk, number in numbers_of(kind, user))
    return {name: number for name, number in found if name in wanted}


def as_parquet(table: CrossTable, about: Sequence[tuple[str, str]]) -> bytes:
    """The table as a file, a row per cell, with what it is in its metadata."""
    words = dict(table.columns)
    lines = (*table.lines, table.total)
    cells = [(line.label, cell) for line in lines for cell in line.cells]
    columns = {
        "row": [cell.row for _label, cell in cells],
        "row_label": [label for label, _cell in cells],
        "column": [cell.column for _label, cell in cells],
        "column_label": [words[cell.column] for _label, cell in cells],
        "count": [cell.count for _label, cell in cells],
        "value": [None if cell.value is None else float(cell.value) for _label, cell in cells],
    }
    if table.compared:
        columns["then"] = [
            None if cell.then is None else float(cell.then) for _label, cell in cells
        ]
    sink = BytesIO()
    metadata = {"about": json.dumps(dict(about), ensure_ascii=False)}
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), sink)
    return sink.getvalue()
