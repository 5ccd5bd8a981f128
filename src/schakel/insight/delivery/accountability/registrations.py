"""The counts of the register: the same records and codes as the public cube, of one quarter.

Works with Arrow, and is loaded when a statement is made.
"""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from schakel.insight.analysis import snapshots
from schakel.insight.analysis.choices import SEPARATOR
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.parts import Counted, Measure, Split, Text
from schakel.insight.disclosure.definition import axes, dimensions
from schakel.insight.disclosure.preparing import UNIT, microdata

_MEASURES = (
    Measure(
        "REPORTS",
        Text("Meldingen", "Reports"),
        Text(
            "Elke melding telt één keer, in het kwartaal waarin zij is gedaan. Verbeterde en ingetrokken "
            "meldingen tellen niet mee, en meldingen zonder maand alleen in het jaar.",
            "Each report counts once, in the quarter in which it was made. Corrected and withdrawn reports "
            "do not count, and reports without a month only in the year.",
        ),
    ),
    Measure(
        "PERSONS",
        Text("Personen", "Persons"),
        Text(
            "Mogelijke slachtoffers, één keer per jaar: in het kwartaal van hun eerste melding van dat jaar.",
            "Possible victims, once a year: in the quarter of their first report of that year.",
        ),
    ),
    Measure(
        "NEW_PERSONS",
        Text("Nieuwe personen", "New persons"),
        Text(
            "De personen die in geen enkel eerder jaar zijn gemeld.",
            "Those of the persons who were not reported in any earlier year.",
        ),
    ),
)
# Fewer than the public cube has, and without what lies below them: a quarter is small.
_SPLITS = ("reporter", "age", "nationality", "sex", "form")


def counted(quarter: Quarter, snapshot: Snapshot) -> Counted:
    """Reports and persons of a quarter. RefusedError where the snapshot is damaged."""
    try:
        reports = snapshots.open(snapshot.number).reports
    except snapshots.Damaged as damage:
        raise RefusedError(str(damage)) from damage
    inside = pc.and_(
        pc.equal(reports["period"], str(quarter.year)),
        pc.is_in(pc.cast(reports["month"], pa.string()), pa.array(quarter.months)),
    )
    records = microdata(reports.filter(pc.fill_null(inside, False)))
    above = {axis.code: axis.parents for axis in axes()}
    columns = [records[UNIT].to_pylist()]
    for name in _SPLITS:
        columns.append([_top(value, above[name]) for value in records[name].to_pylist()])
    return Counted(_MEASURES, _splits(), Counter(zip(*columns, strict=True)))


def _top(value: str, above: Mapping[str, str]) -> str:
    """The widest category of each code that a record has."""
    return SEPARATOR.join(sorted({above[code] or code for code in value.split(SEPARATOR)}))


def _splits() -> tuple[Split, ...]:
    by_code = {one.code: one for one in dimensions()}
    return tuple(
        Split(
            code,
            Text(by_code[code].nl, by_code[code].en),
            {one.code: Text(one.nl, one.en) for one in by_code[code].categories if not one.parent},
            several=by_code[code].several,
            definition=Text(by_code[code].definition_nl, by_code[code].definition_en),
        )
        for code in _SPLITS
    )
