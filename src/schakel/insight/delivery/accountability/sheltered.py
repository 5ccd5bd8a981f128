"""The counts of first shelter for a statement, from the files of the snapshot.

Works with Arrow, and is loaded when a statement is made.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from schakel.insight.analysis import snapshots
from schakel.insight.analysis.choices import SEPARATOR
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.shelter import PLACEMENTS, REQUESTS
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.parts import Counted, Measure, Split, Text
from schakel.insight.disclosure.choices import SHELTER_SINCE
from schakel.insight.disclosure.shelter import DAYS_WAITED, SCHEMES, scheme_of

_ASKED = Measure(
    "REQUESTS",
    Text("Aanvragen", "Requests"),
    Text(
        "Elke keer dat opvang werd gevraagd voor mensen die bij elkaar blijven, in het kwartaal van de "
        "aanvraag.",
        "Each time that shelter was asked for people who stay together, in the quarter of asking.",
    ),
)
_FIRST = Measure(
    "FIRST_REQUESTS",
    Text("Eerste aanvragen", "First requests"),
    Text(
        "Die van de aanvragen die de eerste van deze mensen voor deze soort opvang zijn.",
        "Those of the requests that are the first of these people for this kind of shelter.",
    ),
)
_PLACED = Measure(
    "PLACEMENTS",
    Text("Plaatsingen", "Placements"),
    Text(
        "Elke keer dat mensen een plek kregen: op een aanvraag, door doorstroom of door een andere "
        "instantie.",
        "Each time that people got a place: on a request, by flowing through, or by another authority.",
    ),
)
_THROUGH = Measure(
    "FLOWED_THROUGH",
    Text("Doorstroom", "Flowed through"),
    Text(
        "Die van de plaatsingen die op een andere plaatsing volgden, zonder nieuwe aanvraag.",
        "Those of the placements that followed another placement, without a new request.",
    ),
)
_SCHEMES = Split(
    "scheme",
    Text("Soort opvang", "Kind of shelter"),
    {code: Text(*names) for code, names in SCHEMES.items()},
    definition=Text(
        "Van een aanvraag: wat gevraagd werd; van een plaatsing: waar men kwam.",
        "Of a request: what was asked for; of a placement: where people came.",
    ),
)
_IN_TIME = Measure(
    "PLACED_REQUESTS",
    Text("Aanvragen die tot een plek leidden", "Requests that led to a place"),
    Text(
        "Aanvragen van het kwartaal waarop een plaatsing volgde. Wie nog wacht, telt hier niet mee.",
        "Requests of the quarter that a placement followed. Whoever still waits is not counted here.",
    ),
)
_OF_THE_YEAR = Measure(
    "PLACED_REQUESTS_OF_YEAR",
    Text(
        "Aanvragen van het jaar die tot een plek leidden",
        "Requests of the year that led to a place",
    ),
    Text(
        "Aanvragen van het hele jaar waarop een plaatsing volgde. Van een kwartaal zijn het er te weinig om "
        "de wachttijd te tonen; daarom staat die in het vierde kwartaal, over het jaar.",
        "Requests of the whole year that a placement followed. Of a quarter there are too few to show how "
        "long people waited; so that stands in the fourth quarter, of the year.",
    ),
)
_DAYS = Split(
    "waited",
    Text("Dagen van aanvraag tot plek", "Days from request to place"),
    {code: Text(names.nl.lower(), names.en.lower()) for code, names in DAYS_WAITED.items()},
    ordered=True,
)
_CLASSES = set(DAYS_WAITED)
_LAST = 4
Row = Mapping[str, Any]


def placements(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """Requests and placements by kind of shelter. None from a snapshot without shelter."""
    if snapshot.schema < SHELTER_SINCE:
        return None
    asked = _rows(snapshot, REQUESTS, quarter)
    placed = _rows(snapshot, PLACEMENTS, quarter)
    cells: Counter[tuple[str, ...]] = Counter()
    for row in asked:
        cells[_both(_ASKED, _FIRST, row["first_request"]), scheme_of(row)] += 1
    for row in placed:
        cells[_both(_PLACED, _THROUGH, row["origin"] == "TRANSFER"), scheme_of(row)] += 1
    return Counted((_ASKED, _FIRST, _PLACED, _THROUGH), (_SCHEMES,), cells)


def waiting(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """How long those waited who got a place: of the quarter, and in the fourth of the whole year."""
    if snapshot.schema < SHELTER_SINCE:
        return None
    whole = quarter.number == _LAST
    measure = _OF_THE_YEAR if whole else _IN_TIME
    rows = _rows(snapshot, REQUESTS, quarter, whole=whole)
    classes = (row["waited"] for row in rows if row["waited"] in _CLASSES)
    return Counted((measure,), (_DAYS,), Counter((measure.code, code) for code in classes))


def _rows(snapshot: Snapshot, file: str, quarter: Quarter, *, whole: bool = False) -> Iterable[Row]:
    try:
        table = snapshots.table(snapshot.number, file)
    except snapshots.Damaged as damage:
        raise RefusedError(str(damage)) from damage
    months = set(quarter.months)
    return [
        row
        for row in table.to_pylist()
        if row["year"] == quarter.year and (whole or row["month"] in months)
    ]


def _both(measure: Measure, narrower: Measure, also: bool) -> str:
    return f"{measure.code}{SEPARATOR}{narrower.code}" if also else measure.code
