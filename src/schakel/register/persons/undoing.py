"""A delivery taken back: what that does to persons and registrations, beforehand and while it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.register.intake import undoing
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.undoing import corrections_of, standing_of
from schakel.register.persons import registering
from schakel.register.persons.models import Membership, Person, Registration
from schakel.register.persons.recounting import recount_and_log


@dataclass(frozen=True)
class Consequences:
    """What undoing a delivery does, each counting its own things; `corrections` stand or fall by choice.

    `reports` are withdrawn; of the `persons` they are about, `left` keep no report that counts, and
    `registrations` end.
    """

    reports: int
    corrections: int
    persons: int
    left: int
    registrations: int


def consequences(batch: ImportBatch, *, corrections: bool) -> Consequences:
    """What will happen when the delivery is undone, with or without the corrections of its reports."""
    correcting = corrections_of(batch)
    falling = standing_of(batch)
    if corrections and correcting:
        falling = Report.objects.standing().filter(Q(batch=batch) | Q(pk__in=correcting))
    about = Membership.objects.open().filter(report__in=falling.values("pk"))
    people = Person.objects.filter(pk__in=about.values("person"))
    # What else counts for a person, so that the person and the year stay.
    others = Membership.objects.open().filter(
        Exists(Report.objects.standing().filter(pk=OuterRef("report"))),
        ~Q(report__in=falling.values("pk")),
    )
    of_year = others.annotate(of_year=_year("report__year")).filter(
        person=OuterRef("person"), of_year=OuterRef("of_year")
    )
    ending = Registration.objects.current().annotate(of_year=_year("year"))
    return Consequences(
        reports=falling.count(),
        corrections=len(correcting),
        persons=people.count(),
        left=people.filter(~Exists(others.filter(person=OuterRef("pk")))).count(),
        registrations=ending.filter(~Exists(of_year), person__in=people.values("pk")).count(),
    )


def _year(path: str) -> Coalesce:
    """The year, or 0 where it is not known: SQL finds no NULL equal to another."""
    return Coalesce(path, Value(0))


def undo(*, by: Actor, batch: ImportBatch, seconds: float | None = None) -> ImportBatch:
    """As `intake.undoing.undo`; the registrations of each chunk's persons are worked out anew at once."""
    require(by, "change", "persons.Person")

    def follow(reports: Sequence[int]) -> None:
        registering.one_at_a_time()
        about = Membership.objects.open().filter(report__in=reports)
        people = dict(about.values_list("person", "person__number"))
        recount_and_log(by, people, ground="undo")

    return undoing.undo(by=by, batch=batch, seconds=seconds, follow=follow)
