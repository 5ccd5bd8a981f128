"""What linkage adds to the pages of persons: the decisions about a person, and moves as decisions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.register.intake.models import Report
from schakel.register.linkage import actions
from schakel.register.linkage.choices import DecisionState
from schakel.register.linkage.history import history
from schakel.register.persons.extending import Moved, decides_moves, moved_text, shown_with_person
from schakel.register.persons.models import Person
from schakel.register.persons.queries import actor_names
from schakel.register.persons.seeking import Panel


@shown_with_person
def _decisions(person: Person, user: Any) -> Panel | None:
    if not may(user, "see", "linkage.Decision"):
        return None
    rows = history(person, user)
    names = actor_names(row.by for row in rows)
    return Panel(
        "linkage/_history.html",
        {
            "person": person,
            "decisions": rows,
            "actor_names": names,
            "may_decide": may(user, "change", person),
        },
    )


@decides_moves
def _move(by: Actor, report: Report, person: Person | None, reason: str) -> Moved:
    decision = actions.move(by=by, report=report, person=person, reason=reason)
    if decision.state == DecisionState.AWAITS_SECOND or decision.other is None:
        waits = _("Nothing has changed yet: a second registrar must agree with %(number)s.")
        url = reverse("linkage:decision", args=[decision.number])
        return Moved(waits % {"number": decision.number}, url)
    url = reverse("persons:person", args=[decision.other.number])
    return Moved(moved_text(report, decision.other), url)
