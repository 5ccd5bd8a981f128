"""Decisions about who is who in the demo: one waits, one was refused, one was made and undone.

None of them changes what the demo counts.
"""

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_LOGINS
from schakel.foundation.accounts.models import User
from schakel.register.linkage.actions import join, second, split, undo
from schakel.register.linkage.choices import DecisionState
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.queries import persons, possible_same, summarise

SYSTEM = SystemActor("demo")


def registrars() -> tuple[User, User]:
    """Both registrars of the demo."""
    first, other = (
        User.objects.get(email=one.email) for one in DEMO_LOGINS if one.role == Role.REGISTRAR
    )
    return first, other


def fill_decisions() -> None:
    """By both registrars of the demo, so that either finds something of the other."""
    first, other = registrars()
    doubles = _doubles()
    if len(doubles) > 1:
        join(by=other, low=doubles[0][0], high=doubles[0][1], reason="Zelfde naam en geboortedag.")
        refused = join(by=first, low=doubles[1][0], high=doubles[1][1], reason="Zelfde naam.")
        if refused.state == DecisionState.AWAITS_SECOND:
            second(
                by=other,
                decision=refused,
                agree=False,
                reason="Nog niet: vraag eerst de melder naar de tweede voornaam.",
            )
    known = next((one for one in summarise(persons(first)[:200], first) if one.reports > 1), None)
    if known is not None:
        reports = Membership.objects.open().filter(person=known).select_related("report")
        parted = split(
            by=first,
            person=known,
            reports=[reports.order_by("-pk")[0].report],
            reason="De leeftijd past niet bij de andere melding.",
        )
        undo(by=other, decision=parted, reason="Het was een tikfout van de melder.")


def _doubles() -> list[tuple[Person, Person]]:
    """Pairs of persons who may be the same, each person in one pair only."""
    found: list[tuple[Person, Person]] = []
    taken: set[int] = set()
    for one in persons(SYSTEM, double=True).order_by("pk"):
        other = next((each.person for each in possible_same(one, user=SYSTEM)), None)
        if other is not None and not {one.pk, other.pk} & taken:
            taken |= {one.pk, other.pk}
            found.append((one, other))
    return found
