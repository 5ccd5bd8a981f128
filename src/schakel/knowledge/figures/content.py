"""What is handed down to be published. It says nothing about where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wording:
    """The texts of a table in one language."""

    title: str
    definition: str
    reports_rule: str
    persons_rule: str
    source: str
    protection: str


@dataclass(frozen=True)
class Kind:
    """A kind of reporter as it is shown: its code, and its label by language."""

    code: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A protected table. `cells`: (unit, period, kind) to the number, complete; `base`: nothing is below it.

    A period is a year in four digits, ``UNKNOWN`` (the year is not known) or ``TOTAL``; so is a kind.
    """

    slug: str
    release_number: str
    wording: Mapping[str, Wording]
    periods: tuple[str, ...]
    kinds: tuple[Kind, ...]
    cutoff: date
    base: int
    content_hash: str
    change_note: str
    cells: Mapping[tuple[str, str, str], int]
