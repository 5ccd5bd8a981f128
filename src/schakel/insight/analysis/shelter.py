"""First shelter in a snapshot: a file per counting unit, without any identity."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from schakel.care.placement.counting import (
    Counted,
    PlacementRow,
    RefusalRow,
    RequestRow,
    StayRow,
    Who,
)
from schakel.foundation.terms.ages import age_group
from schakel.foundation.terms.answers import NONE, UNKNOWN
from schakel.insight.analysis.schema import Row, citizenship, pseudonym

REQUESTS, PLACEMENTS, STAYS, REFUSALS = (
    "shelter_requests",
    "shelter_placements",
    "shelter_stays",
    "shelter_refusals",
)
WHEN = ("period", "month")
OF_WHOM = ("sex", "age_group", "minor", "nationality", "citizenship", "children")
COLUMNS = {
    REQUESTS: (
        *("request", "year", *WHEN, "scheme", "channel", "priority", "outcome", "waited"),
        *(*OF_WHOM, "first_request"),
    ),
    PLACEMENTS: (
        *("placement", "year", *WHEN, "scheme", "origin", "came_from", "shelter_region"),
        *OF_WHOM,
    ),
    STAYS: (
        *("stay", "year", *WHEN, "scheme", "destination", "stayed", "over_term"),
        *OF_WHOM,
    ),
    REFUSALS: ("refusal", "year", *WHEN, "scheme", "refusal_reason", "improper", "institution"),
}
# Up to so many days, and the code of that group; nobody is singled out by the very day.
WAITED = ((1, "DAYS_0_1"), (3, "DAYS_2_3"), (7, "DAYS_4_7"), (14, "DAYS_8_14"), (30, "DAYS_15_30"))
STAYED = ((7, "DAYS_0_7"), (30, "DAYS_8_30"), (91, "DAYS_31_91"), (182, "DAYS_92_182"))
LONGER = "LONGER"
_ADULT = 18
_SAID = {True: "YES", False: "NO"}


def rows_of_shelter(counted: Counted) -> dict[str, list[Row]]:
    """The rows of every file, in the order of its columns."""
    made: dict[str, Iterable[dict[str, Any]]] = {
        REQUESTS: map(_request, counted.requests),
        PLACEMENTS: map(_placement, counted.placements),
        STAYS: map(_stay, counted.stays),
        REFUSALS: map(_refusal, counted.refusals),
    }
    return {
        file: [tuple(row[name] for name in COLUMNS[file]) for row in rows]
        for file, rows in made.items()
    }


def _request(row: RequestRow) -> dict[str, Any]:
    return {
        "request": pseudonym("request", row.key),
        **_when(row.asked_at),
        **_whom(row.who),
        "scheme": row.scheme or UNKNOWN,
        "channel": row.channel,
        "priority": row.priority,
        "outcome": row.state,
        "waited": NONE if row.days_waited is None else _group(row.days_waited, WAITED),
        "first_request": row.first,
    }


def _placement(row: PlacementRow) -> dict[str, Any]:
    return {
        "placement": pseudonym("placement", row.key),
        **_when(row.placed_at),
        **_whom(row.who),
        "scheme": row.scheme,
        "origin": row.origin,
        "came_from": row.before or NONE,
        "shelter_region": row.region,
    }


def _stay(row: StayRow) -> dict[str, Any]:
    return {
        "stay": pseudonym("stay", row.key),
        **_when(row.arrived_at),
        **_whom(row.who),
        "scheme": row.scheme,
        "destination": row.destination or NONE,
        "stayed": NONE if row.days is None else _group(row.days, STAYED),
        "over_term": _SAID[row.over_term],
    }


def _refusal(row: RefusalRow) -> dict[str, Any]:
    return {
        "refusal": pseudonym("refusal", row.key),
        **_when(row.at),
        "scheme": row.scheme,
        "refusal_reason": row.reason,
        "improper": _SAID[row.improper],
        "institution": row.organisation,
    }


def _when(moment: datetime) -> dict[str, Any]:
    day = timezone.localtime(moment)
    return {"year": day.year, "period": str(day.year), "month": f"{day.month:02}"}


def _whom(who: Who) -> dict[str, Any]:
    minor = UNKNOWN if who.age is None else ("MINOR" if who.age < _ADULT else "ADULT")
    return {
        "sex": who.gender,
        "age_group": age_group(who.age),
        "minor": minor,
        "nationality": who.nationality,
        "citizenship": citizenship(who.nationality),
        "children": str(min(who.children, 3)),
    }


def _group(days: float, groups: tuple[tuple[int, str], ...]) -> str:
    return next((code for most, code in groups if days < most + 1), LONGER)
