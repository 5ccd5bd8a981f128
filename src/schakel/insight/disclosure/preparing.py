"""From a snapshot to what is counted: the records of one period with the codes of the public cube."""

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from schakel.foundation.terms.answers import UNKNOWN
from schakel.insight.analysis.choices import SEPARATOR
from schakel.insight.disclosure import shelter
from schakel.insight.disclosure.definition import EU_COUNTRIES, OTHER_COUNTRIES, Axis, axes
from schakel.knowledge.figures.choices import Chapter

UNIT = "unit"
# Above every code, so that no value holds it.
_GLUE = "\x1f"
_OTHERS = {"EU": "OTHER_EU", "NON_EU": "OTHER_NON_EU"}


def records_of(reports: pa.Table, period: str) -> pa.Table:
    """The reports of `period` in the snapshot's table, as they are there."""
    return reports.filter(pc.equal(reports["period"], period))


def shelter_records(tables: Mapping[str, pa.Table], period: str) -> pa.Table:
    """Requests, placements and stays of `period` as the cube of first shelter counts them, by file."""
    rows = [
        shelter.record_of(file, row)
        for file, table in tables.items()
        for row in records_of(table, period).to_pylist()
    ]
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in _SHELTER})


_SHELTER = shelter.COLUMNS


def microdata(records: pa.Table, chapter: Chapter = Chapter.REGISTER) -> pa.Table:
    """A text column for the units in which each record counts, and one for each public dimension.

    A code that the cube does not know counts as not known, or with the remaining ones.
    """
    if chapter == Chapter.SHELTER:
        known = {
            axis.code: _each(records, (axis.code,), _known(axis, _itself)) for axis in axes(chapter)
        }
        return pa.table({UNIT: records[UNIT], **known})
    columns = {UNIT: _each(records, ("first_in_year", "new_person"), _units)}
    for axis in axes():
        sources, read = _READERS[axis.code]
        columns[axis.code] = _each(records, sources, _known(axis, read))
    return pa.table(columns)


def _each(records: pa.Table, sources: Sequence[str], read: Callable[..., str]) -> pa.Array:
    """`read` of the values of `sources`, worked out once for each combination that occurs."""
    texts = [pc.cast(records[name].combine_chunks(), pa.string()) for name in sources]
    joined = pc.binary_join_element_wise(*texts, _GLUE) if len(texts) > 1 else texts[0]
    encoded = joined.dictionary_encode()
    found = [read(*value.split(_GLUE)) for value in encoded.dictionary.to_pylist()]
    return pa.array(found, pa.string()).take(encoded.indices)


def _units(first: str, new: str) -> str:
    if first != "true":
        return "REPORTS"
    return "REPORTS|PERSONS|NEW_PERSONS" if new == "true" else "REPORTS|PERSONS"


def _known(axis: Axis, read: Callable[..., str]) -> Callable[..., str]:
    """`read`, with every code that is no leaf of the axis counted as not known."""
    leaves = frozenset(axis.leaves)
    rest = UNKNOWN if UNKNOWN in leaves else axis.leaves[-1]

    def one(*values: str) -> str:
        codes = read(*values).split(SEPARATOR)
        return SEPARATOR.join(sorted({code if code in leaves else rest for code in codes}))

    return one


def _itself(code: str) -> str:
    return code


def _age(age_group: str, minor: str) -> str:
    if age_group.startswith("AGE_") or minor == UNKNOWN:
        return age_group
    return f"{minor}_UNKNOWN"


def _nationality(code: str, citizenship: str) -> str:
    named = code in EU_COUNTRIES or code in OTHER_COUNTRIES
    return code if named else _OTHERS.get(citizenship, citizenship)


_READERS: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "reporter": (("reporter",), _itself),
    "region": (("region",), _itself),
    "sex": (("sex",), _itself),
    "age": (("age_group", "minor"), _age),
    "nationality": (("nationality", "citizenship"), _nationality),
    "form": (("forms",), _itself),
    "group": (("four_groups",), _itself),
    "sub3": (("sub3",), _itself),
    "dossier": (("dossier_type",), _itself),
    "sector": (("sectors",), _itself),
    "route": (("domestic_crossborder",), _itself),
}


def changed_records(before: pa.Table, after: pa.Table, chapter: Chapter = Chapter.REGISTER) -> int:
    """How many records are new, gone, or counted otherwise; both as `records_of` gives them."""
    then, now = _named(before, chapter), _named(after, chapter)
    names = then.keys() | now.keys()
    return sum(then.get(name) != now.get(name) for name in names)


def _named(records: pa.Table, chapter: Chapter) -> dict[str, tuple[str, ...]]:
    columns = [column.to_pylist() for column in microdata(records, chapter).columns]
    key = "report" if chapter == Chapter.REGISTER else "key"
    return dict(zip(records[key].to_pylist(), zip(*columns, strict=True), strict=True))
