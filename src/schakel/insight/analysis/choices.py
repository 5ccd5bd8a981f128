"""How figures group the kinds of reporter, and the periods and units they count by."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure counts. A report is not a person: every number says which it is."""

    REPORTS = "reports"
    PERSONS = "persons"


# In place of a year, and in place of a kind of reporter.
UNKNOWN_YEAR = "UNKNOWN"
TOTAL = "TOTAL"
# Between codes of a person or report that stands in several categories.
SEPARATOR = "|"


@dataclass(frozen=True)
class Kind:
    """A group of codes of the list `reporter_type` that is shown as one kind of reporter."""

    code: str
    reporter_types: frozenset[str]
    nl: str
    en: str


# The grouping is part of the table's definition and the same in every release: categories that a user
# could choose would let small groups be found by subtraction. Codes that stand nowhere are OTHER.
OTHER = "OTHER"
KINDS = (
    Kind("POLICE", frozenset({"POLICE"}), "Nationale Politie", "National Police"),
    Kind("KMAR", frozenset({"KMAR"}), "Koninklijke Marechaussee", "Royal Marechaussee"),
    Kind("NLA", frozenset({"NLA"}), "Nederlandse Arbeidsinspectie", "Labour Authority"),
    Kind(
        "CARE_COORDINATION",
        frozenset({"CARE_COORDINATION"}),
        "Zorgcoördinatie",
        "Care coordination",
    ),
    Kind("FAIRWORK", frozenset({"FAIRWORK"}), "FairWork", "FairWork"),
    Kind(
        "SHELTER",
        frozenset({"SHELTER", "COA", "AMBULATORY"}),
        "Opvang en ambulante hulp",
        "Shelter and outreach care",
    ),
    Kind(OTHER, frozenset(), "Overige melders", "Other reporters"),
)
KIND_CODES = tuple(kind.code for kind in KINDS)
_KIND_OF = {code: kind.code for kind in KINDS for code in kind.reporter_types}


def kind_of(reporter_type: str) -> str:
    """The kind under which a code of the list `reporter_type` is shown."""
    return _KIND_OF.get(reporter_type, OTHER)
