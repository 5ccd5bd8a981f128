"""What the register of persons does when consent for a report ends: it forgets who the report was about."""

from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.choices import Consequence
from schakel.register.intake.consequences import Done, Ending, carries_out
from schakel.register.persons import registering
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.counting import recount
from schakel.register.persons.models import Identity, Membership, Person
from schakel.register.persons.moving import reattach


@carries_out
def forget(ending: Ending) -> Done:
    """Erase the copies of the identity, and part the reports from all others.

    Parting is done whether or not others reported this person, so that neither what is listed nor how
    long it takes tells. A name that another report brought in would otherwise still be theirs.
    """
    registering.one_at_a_time()
    copies, _rows = Identity.objects.filter(report__in=ending.reports).delete()
    every = Membership.objects.filter(report__in=ending.reports)
    reasons = every.exclude(reason="").update(reason="")
    return [
        (Consequence.COPIES_ERASED, copies),
        (Consequence.REASONS_ERASED, reasons),
        (Consequence.STANDS_ALONE, _part(ending)),
    ]


def _part(ending: Ending) -> int:
    rows = Membership.objects.open().filter(report__in=ending.reports)
    moved = list(rows.select_related("report", "person").defer("reason"))
    if not moved:
        return 0
    actor = ending.by.actor_id
    alone = Person.objects.create(created_at=ending.at, created_by=actor)
    kind = MembershipKind.CONSENT_WITHDRAWN
    reattach(moved, alone, actor=actor, now=ending.at, kind=kind)
    recount({*(one.person_id for one in moved), alone.pk}, actor=actor, now=ending.at)
    record_many(
        by=ending.by,
        lines=[
            Line(
                event=Event.DELETE,
                object_type="report",
                object_id=one.report.number,
                subject=one.person.number,
                data=("identity", "membership"),
                ground="consent_withdrawn",
            )
            for one in moved
        ],
    )
    return len(moved)
