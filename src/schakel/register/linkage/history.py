"""Questions about decisions: what was decided about a person, and what waits for a second registrar."""

from django.db.models import Q

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.register.linkage.choices import DecisionKind, DecisionState
from schakel.register.linkage.decisions import SEALED, Decision
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.undoing import way_back
from schakel.register.persons.models import Person

Decisions = VisibleQuerySet[Decision]


def decisions() -> Decisions:
    """Every decision, the newest first, with whom it is about; without what is sealed."""
    rows = Decision.objects.select_related("person", "other", "undoes", "undone_by")
    hidden = [f"{path}__{name}" for path in ("undoes", "undone_by") for name in SEALED]
    return rows.defer(*SEALED, *hidden)


def history(person: Person, user: Actor) -> list[Decision]:
    """What `user` may see of what was decided about a person, the newest first."""
    return list(decisions().visible_to(user).filter(Q(person=person) | Q(other=person)))


def awaiting() -> Decisions:
    """What waits for a second registrar, the oldest first."""
    rows = Decision.objects.filter(state=DecisionState.AWAITS_SECOND).order_by("at", "pk")
    return rows.select_related("person", "other").defer("reason", "second_reason")


def in_the_way(decision: Decision) -> RefusedError | None:
    """Why the decision cannot be undone now; None where it can."""
    if decision.kind == DecisionKind.UNDO or not decision.may_become(DecisionState.UNDONE):
        return None
    try:
        way_back(decision)
    except RefusedError as refused:
        return refused
    return None
