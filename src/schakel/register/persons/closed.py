"""Persons as far as restricted reports close them to somebody; see intake.keepers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import Rule, outside
from schakel.foundation.accounts.models import User
from schakel.register.intake.keepers import closed_reports, restrictions_closing
from schakel.register.intake.models import Report
from schakel.register.persons.models import Membership, MembershipQuerySet, Person


def _about_closed(user: Actor) -> MembershipQuerySet:
    return Membership.objects.filter(report__in=closed_reports(user))


def closed_persons(user: Actor) -> QuerySet[Person]:
    """Persons of whom all that the register now holds is closed to `user`."""
    touched = _about_closed(user).open().values("person")
    told = Membership.objects.open().filter(person__in=touched)
    told = told.exclude(report__in=closed_reports(user))
    return Person.objects.filter(pk__in=touched).exclude(pk__in=told.values("person"))


def partly_closed(user: Actor) -> QuerySet[Person]:
    """Persons of whom something that the register now holds is closed to `user`."""
    return Person.objects.filter(pk__in=_about_closed(user).open().values("person"))


def ever_closed(user: Actor) -> QuerySet[Person]:
    """Persons of whom something that the register ever held is closed to `user`."""
    return Person.objects.filter(pk__in=_about_closed(user).values("person"))


def there(path: str) -> Rule:
    """There is something about the person at the end of `path` that the actor may see; ``pk``: itself."""
    return outside(path, closed_persons)


def whole(path: str) -> Rule:
    """The actor may see all that the register now holds about the person at the end of `path`."""
    return outside(path, partly_closed)


def never_closed(path: str) -> Rule:
    """The actor may see all that the register ever held about the person at the end of `path`."""
    return outside(path, ever_closed)


@dataclass(frozen=True)
class Hidden:
    """What of a person is closed to somebody: numbers of reports, and who keeps those it now has."""

    numbers: frozenset[str] = frozenset()
    keepers: tuple[User, ...] = ()

    def of(self, row: Report) -> bool:
        """Is this report one of them?"""
        return row.number in self.numbers


def hidden_about(number: str, user: Actor) -> Hidden:
    """Which reports, now or before about the person of this number, are closed to `user`; one query."""
    held = Membership.objects.filter(person__number=number)
    now = held.open().filter(report=OuterRef("report"))
    rows = restrictions_closing(user).filter(report__in=held.values("report"))
    rows = rows.select_related("keeper", "report").defer("note").annotate(now=Exists(now))
    found = list(rows)
    keepers = {row.keeper_id: row.keeper for row in found if row.now}
    return Hidden(frozenset(row.report.number for row in found), tuple(keepers.values()))
