"""Who looks for the same person: an app above that compares reports comes forward here.

The register of persons knows nobody above it. Without a seeker it proposes what its own exact indexes
show (`candidates.possible_same`).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from schakel.foundation.access.actors import Actor
from schakel.register.intake.models import Report
from schakel.register.persons.models import Person


@dataclass
class Candidate:
    """A person who may be the same, with the reasons in words; only ever proposed.

    `score` is a probability where one was worked out; `warnings` say why to be careful.
    """

    person: Person
    reasons: list[str] = field(default_factory=list)
    certain: bool = False  # the sender itself says so, with its own key
    score: float | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SearchTerms:
    """What a registrar looks for, all of it together; "" is not looked for.

    `names`: surname, given names, nicknames, in any order, spelling or script. `date_of_birth`: "1992",
    "1992-05" or "1992-05-03". `nationality`: as in a report. `number`: of a person, a report or a
    decision, a V-number, a telephone number, or a reporter's reference or key.
    """

    names: str = ""
    date_of_birth: str = ""
    nationality: str = ""
    number: str = ""

    @property
    def enough(self) -> bool:
        """Is it enough to find somebody by? A year or a nationality alone finds too many."""
        return bool(self.names or self.number or len(self.date_of_birth) == len("1992-05-03"))


# So many reports are shown; who finds more searches more narrowly.
MOST_FOUND = 30


class TooWideError(Exception):
    """What is looked for occurs so often that there is nothing to choose by."""


@dataclass
class Found:
    """A report that answers to search terms, and the person that it is about (None: it waits)."""

    report: Report
    person: Person | None
    score: float
    reasons: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


@dataclass
class Panel:
    """What an app above shows on a page of a report or a person; `candidates` are the persons in it."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)


class Seeker(Protocol):
    """What the register of persons asks of whoever compares reports."""

    def candidates(self, row: Report | Person, user: Actor) -> list[Candidate]:
        """Persons who may be the same as far as `user` may see, the most probable first."""

    def known(self, reports: Collection[int]) -> dict[int, set[int]]:
        """Report → persons whom it may be about, besides the one it is held to be about."""

    def find(self, terms: SearchTerms, user: Actor) -> list[Found]:
        """Reports `user` may see that answer to all search terms, the best first.

        Also those that no longer count. At most `MOST_FOUND`. Raises TooWideError.
        """

    def panel(self, row: Report | Person, user: Any) -> Panel | None:
        """What is shown to `user` on the page of a report or a person."""


_seekers: list[Seeker] = []


def register(seeker: Seeker) -> None:
    """Come forward, in a module `seeker` of one's app; it is loaded at the start."""
    _seekers.append(seeker)


def seeker() -> Seeker | None:
    """Who looks, if anybody does."""
    return _seekers[-1] if _seekers else None
