"""Who may be the same person: proposed with reasons, never decided here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.vault.fields import blind
from schakel.register.intake.models import Report, ReportIdentity, ReportQuerySet
from schakel.register.persons.models import Identity, Membership, Person
from schakel.register.persons.seeking import Candidate as Candidate
from schakel.register.persons.seeking import seeker


def person_of(report: Report) -> Person | None:
    """The person that `report` is now held to be about."""
    member = Membership.objects.open().filter(report=report).select_related("person").first()
    return member.person if member else None


def possible_same(
    row: Report | Person, sought: Sequence[Candidate] | None = None, *, user: Actor
) -> list[Candidate]:
    """Persons who may be the one that a report (or another person) is about, strongest first.

    Found by what `user` may see alone. `sought`: whom the seeker found, where the caller asked it already.
    """
    itself = row if isinstance(row, Person) else person_of(row)
    ways = [
        (reason, certain, people.exclude(pk=itself.pk) if itself else people)
        for reason, certain, people in _looks(row, user)
    ]
    asked = [
        people.order_by().annotate(way=Value(place)).values_list("way", "pk")
        for place, (_reason, _certain, people) in enumerate(ways)
    ]
    pairs = sorted(asked[0].union(*asked[1:]), key=lambda pair: (pair[0], -pair[1]))
    people = Person.objects.in_bulk({pk for _way, pk in pairs}) if pairs else {}
    if sought is None:
        looking = seeker()
        sought = looking.candidates(row, user) if looking else ()
    found: dict[int, Candidate] = {}
    for way, pk in pairs:
        reason, certain, _people = ways[way]
        candidate = found.setdefault(pk, Candidate(people[pk]))
        candidate.reasons.append(reason)
        candidate.certain = candidate.certain or certain
    for each in sought:
        exact = found.get(each.person.pk)
        if exact is not None:
            each.reasons[:0] = exact.reasons
            each.certain = exact.certain
        found[each.person.pk] = each
    return sorted(found.values(), key=_strength)


def _strength(each: Candidate) -> tuple[bool, float, int]:
    """Sorts the certain first; an exact likeness without a score is worth more than a weak one with."""
    return not each.certain, -(0.5 if each.score is None else each.score), -len(each.reasons)


def _looks(
    row: Report | Person, user: Actor
) -> Iterable[tuple[str, bool, VisibleQuerySet[Person]]]:
    """Each way to look for the same person, whether it is certain, and whom it finds."""
    if isinstance(row, Person):
        held = Membership.objects.open().visible_to(user).filter(person=row)
        mine = held.values("report")
        ours = Report.objects.filter(pk__in=mine)
        same: Any = Identity.objects.filter(report__in=mine).exclude(exact_index="")
        same = same.values("exact_index")
    else:
        ours = Report.objects.filter(pk=row.pk)
        same = [index for index in map(_exact, _who(row)) if index]
    ours = ours.filter(closed_identity=None)  # whom consent withdrawn hides is not looked for
    yield _("the same sender used the same key"), True, _with_same("person_key_index", ours, user)
    yield (
        _("surname, given names, date of birth and gender are the same"),
        False,
        Person.objects.filter(
            pk__in=Identity.objects.visible_to(user).filter(exact_index__in=same).values("person")
        ),
    )
    yield (
        _("the same sender used the same reference"),
        False,
        _with_same("reference_index", ours, user),
    )


def _who(report: Report) -> QuerySet[ReportIdentity]:
    columns = ("surname", "given_names", "date_of_birth", "report__gender")
    return ReportIdentity.objects.filter(report=report).select_related("report").only(*columns)


def _exact(identity: ReportIdentity) -> str:
    parts = (identity.surname, identity.given_names, identity.date_of_birth, identity.gender)
    return blind(Identity, "exact_index", *parts)


def _with_same(index: str, ours: ReportQuerySet, user: Actor) -> VisibleQuerySet[Person]:
    """Persons with an open membership of a report whose `index` equals that of one of `ours`."""
    values = ReportIdentity.objects.filter(report__in=ours).exclude(**{index: ""}).values(index)
    same = ReportIdentity.objects.filter(**{f"{index}__in": values}).values("report")
    held = Membership.objects.open().visible_to(user).filter(report__in=same)
    return Person.objects.filter(pk__in=held.values("person"))
