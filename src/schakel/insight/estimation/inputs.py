"""Who stands on which lists: out of a snapshot or a file, as it is frozen when a run begins. Heavy.

Of a snapshot the lists are the kinds of reporter. A person counts once in the period, on every list that
reported the person in it, with the traits of the last year; by year, a person counts once in each.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schakel.insight.analysis import snapshots
from schakel.insight.analysis.choices import KIND_CODES
from schakel.insight.estimation.choices import SUB3, TRAITS, YEAR
from schakel.methods.estimation.reading import records_in
from schakel.methods.estimation.records import Records

_KEPT = (*TRAITS, SUB3)


def of_snapshot(number: str, first: int, last: int) -> dict[str, Any]:
    """The content of a run over the years `first` up to `last`. Raises Damaged and
    Snapshot.DoesNotExist."""
    opened = snapshots.open(number)
    people = _within(opened.registrations, first, last)
    reports = _within(opened.reports, first, last)
    known = pc.unique(people["person"])
    who = _places(reports, known)
    years = reports["year"].to_numpy()
    kinds = [KIND_CODES.index(kind) for kind in reports["reporter"].to_pylist()]
    bits = np.left_shift(1, np.array(kinds, dtype=np.int64))
    whole = np.zeros(len(known), dtype=np.int64)
    np.bitwise_or.at(whole, who, bits)
    by_year: dict[tuple[int, int], int] = {}
    for person, year, bit in zip(who.tolist(), years.tolist(), bits.tolist(), strict=True):
        by_year[person, year] = by_year.get((person, year), 0) | bit
    traits = list(zip(*(people[name].to_pylist() for name in _KEPT), strict=True))
    rows, of_years = Counter[Any](), Counter[Any]()
    last_traits: dict[int, tuple[str, ...]] = {}
    lines = zip(_places(people, known).tolist(), people["year"].to_pylist(), traits, strict=True)
    for person, year, found in sorted(lines, key=lambda line: line[1]):
        last_traits[person] = found
        of_years[by_year[person, year], (*found, str(year))] += 1
    for person, found in last_traits.items():
        rows[int(whole[person]), found] += 1
    return {
        "persons": _records(_KEPT, rows).as_json(),
        "years": _records((*_KEPT, YEAR), of_years).as_json(),
    }


def _within(table: pa.Table, first: int, last: int) -> pa.Table:
    years = table["year"]
    return table.filter(pc.and_(pc.greater_equal(years, first), pc.less_equal(years, last)))


def _places(table: pa.Table, known: pa.Array) -> Any:
    return pc.index_in(table["person"].combine_chunks(), value_set=known).to_numpy(
        zero_copy_only=False
    )


def _records(traits: Sequence[str], counted: Counter[Any]) -> Records:
    rows = sorted((cell, codes, people) for (cell, codes), people in counted.items() if cell)
    return Records(KIND_CODES, tuple(traits), tuple(rows))


def of_file(text: str, name: str, traits: Sequence[str] = ()) -> dict[str, Any]:
    """The content of a run out of the text of a CSV file. Raises TableError."""
    return {"persons": records_in(text, name, traits).as_json(), "years": None}
