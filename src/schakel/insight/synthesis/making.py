"""The records of a snapshot, and the synthetic ones made of them. Heavy: loaded when a file is made.

One person is one record: of somebody with registrations in several of the years, the last one is taken,
since the privacy statement is about records.
"""

import csv
import gzip
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schakel.foundation.terms.answers import NO_ANSWER
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.choices import UNKNOWN_YEAR
from schakel.insight.analysis.dimensions import PERIOD, dimensions
from schakel.insight.synthesis.choices import DELTA
from schakel.insight.synthesis.models import SyntheticFile
from schakel.methods.synthesis.accounting import Budget
from schakel.methods.synthesis.noise import SystemNoise
from schakel.methods.synthesis.synthesising import (
    Synthesis,
    attacked,
    columns_of,
    preserved,
    synthesise,
)


@dataclass(frozen=True)
class Made:
    """The records as a compressed CSV file, what is said with them, and what stays inside."""

    content: bytes
    sha256: str
    rows: int
    statement: dict[str, Any]
    measures: dict[str, Any]


def persons(number: str, first_year: int, last_year: int) -> pa.Table:
    """A row per person with a registration in these years: the last one."""
    rows = snapshots.open(number).registrations
    rows = rows.filter(
        pc.and_(pc.greater_equal(rows["year"], first_year), pc.less_equal(rows["year"], last_year))
    )
    order = pc.sort_indices(rows, sort_keys=[("person", "ascending"), ("year", "descending")])
    rows = rows.take(order)
    who = np.asarray(rows["person"].combine_chunks().cast(pa.string()).to_pylist(), dtype=object)
    return rows.filter(pa.array(np.concatenate([[True], who[1:] != who[:-1]])[: len(who)]))


def make(file: SyntheticFile) -> Made:
    """Synthetic records as `file` asks for. Raises Damaged (snapshot) and DomainError (too few records)."""
    table = persons(file.snapshot.number, file.first_year, file.last_year)
    columns = columns_of(table.select(file.columns), lists(file))
    budget = Budget(float(file.epsilon), DELTA)
    made = synthesise(columns, budget, SystemNoise())
    text = _csv(made)
    kept = preserved(columns, made)
    pair = kept.cramers_v_pair
    return Made(
        content=gzip.compress(text, mtime=0),
        sha256=sha256(text).hexdigest(),
        rows=len(made.codes),
        statement={
            "epsilon": budget.epsilon,
            "delta": budget.delta,
            "neighbours": "registers that differ by one person",
            "columns": {domain.name: list(domain.values) for domain in made.model.domains},
            "tree": [[file.columns[one], file.columns[other]] for one, other in made.model.tree],
            "rows": len(made.codes),
            "sha256": sha256(text).hexdigest(),
        },
        measures={
            **kept.rounded(),
            "cramers_v_pair": [file.columns[place] for place in pair] if pair else None,
            "attack": attacked(columns, budget, SystemNoise),
        },
    )


def lists(file: SyntheticFile) -> dict[str, tuple[str, ...]]:
    """The codes of each column, from public lists: nothing of them is learnt from the records."""
    known = dimensions()
    years = [str(year) for year in range(file.first_year, file.last_year + 1)]
    return {
        name: tuple(years)
        if name == PERIOD
        else tuple(dict.fromkeys([*known[name].names(), *NO_ANSWER, UNKNOWN_YEAR]))
        for name in file.columns
    }


def _csv(made: Synthesis) -> bytes:
    table = made.table()
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return text.getvalue().encode()
