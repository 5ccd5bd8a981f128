"""What apps above add to the pages of persons: they come forward in a module `for_persons` of their own.

The register of persons knows nobody above it. By itself a page shows only what the register holds, and a
move is only a move.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.register.intake.models import Report
from schakel.register.persons import actions
from schakel.register.persons.models import Person
from schakel.register.persons.seeking import Panel


@dataclass(frozen=True)
class Moved:
    """What became of a wish to move a report: in words, and where to look."""

    message: str
    url: str


# Gives what is shown to this user on the page of this person.
PanelMaker = Callable[[Person, Any], Panel | None]
Mover = Callable[[Actor, Report, Person | None, str], Moved]
_panels: list[PanelMaker] = []
_movers: list[Mover] = []


def shown_with_person(maker: PanelMaker) -> PanelMaker:
    """Mark a function that adds something to the page of a person."""
    _panels.append(maker)
    return maker


def panels(person: Person, user: Any) -> list[Panel]:
    """What apps above show with this person."""
    return [panel for maker in _panels if (panel := maker(person, user)) is not None]


def decides_moves(mover: Mover) -> Mover:
    """Mark the function that moves a report for a registrar, instead of the plain action."""
    _movers.append(mover)
    return mover


def move(by: Actor, report: Report, person: Person | None, reason: str) -> Moved:
    """Let the report be about `person` (None: somebody new), or ask for it. Raises what the mover raises."""
    return _movers[-1](by, report, person, reason) if _movers else _move(by, report, person, reason)


def _move(by: Actor, report: Report, person: Person | None, reason: str) -> Moved:
    target = actions.move(by=by, report=report, person=person, reason=reason)
    return Moved(moved_text(report, target), reverse("persons:person", args=[target.number]))


def moved_text(report: Report, person: Person) -> str:
    """That a report was moved."""
    return _("Report %(report)s is now held to be about person %(person)s.") % {
        "report": report.number,
        "person": person.number,
    }
