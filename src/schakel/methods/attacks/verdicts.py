"""What an attack found: a number, the mark that it may not pass, and the cell that came out worst."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Name:
    nl: str
    en: str


NAMES = {
    "S1": Name("Grenzen uitrekenen", "Working out bounds"),
    "S2": Name("Tabellen oplossen", "Solving the tables"),
    "S3": Name("Middelen over alle routes", "Averaging over every route"),
    "S4": Name("Twee publicaties vergelijken", "Comparing two releases"),
    "S5": Name("Opnieuw maken", "Building it again"),
    "S6": Name("Elk getal langs elke weg", "Every number by every route"),
    "S7": Name("Bruikbaarheid", "Usefulness"),
    "S8": Name("Snelheid", "Speed"),
    "S9": Name("Niets dan beschermde getallen", "Nothing but protected numbers"),
}


@dataclass(frozen=True)
class Verdict:
    """`measured` may not be more than `limit`; `passed` is None where it could not be measured, and `note`
    says why. `details`: everything else that was found."""

    code: str
    measured: float | None
    limit: float | None
    passed: bool | None
    unit: str
    worst_cell: str | None
    details: dict[str, Any]
    note: str = ""

    @property
    def name(self) -> Name:
        return NAMES[self.code]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "name": asdict(self.name), **asdict(self)}


def judged(
    code: str,
    measured: float,
    limit: float,
    unit: str,
    worst_cell: str | None = None,
    also: bool = True,
    **details: Any,
) -> Verdict:
    """A verdict: passed when `measured` is no more than `limit`, and `also` holds."""
    measured, limit = round(float(measured), 4), round(float(limit), 4)
    return Verdict(code, measured, limit, measured <= limit and also, unit, worst_cell, details)


def skipped(code: str, note: str) -> Verdict:
    return Verdict(code, None, None, None, "", None, {}, note)
