"""How a decision takes effect: reports become those of another person, and everything goes along."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from schakel.foundation.access.actors import Actor
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.linkage import followers, settling
from schakel.register.linkage.decisions import Decision, DecisionMembership
from schakel.register.linkage.followers import Going, Moved
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.counting import recount
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.moving import reattach


def going(members: Sequence[Membership], target: Person) -> list[Going]:
    """These open memberships (with `person`), grouped by the person that they leave."""
    by_source: dict[int, list[Membership]] = {}
    for member in members:
        if member.person_id != target.pk:
            by_source.setdefault(member.person_id, []).append(member)
    return [
        Going(rows[0].person, target, tuple(rows), whole=_all_of(source, rows))
        for source, rows in by_source.items()
    ]


def _all_of(source: int, rows: Collection[Membership]) -> bool:
    return Membership.objects.open().filter(person=source).count() == len(rows)


def carry_out(
    decision: Decision,
    goings: Collection[Going],
    *,
    kind: MembershipKind,
    actor: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Close and open the memberships and remember both; registrations and exploitation go along."""
    for each in goings:
        reattach(each.members, each.target, actor=actor, now=now, kind=kind, reason=reason)
    closed = [member for each in goings for member in each.members]
    opened = Membership.objects.open().filter(report__in=[member.report_id for member in closed])
    _remember(decision, closed, opened=False)
    _remember(decision, opened.only("pk"), opened=True)
    people = {person.pk for each in goings for person in (each.source, each.target)}
    recount(people, actor=actor, now=now)
    settling.follow([member.report_id for member in closed])


def _remember(decision: Decision, rows: Iterable[Membership], *, opened: bool) -> None:
    DecisionMembership.objects.bulk_create(
        DecisionMembership(decision=decision, membership_id=row.pk, opened=opened) for row in rows
    )


def let_follow(goings: Collection[Going]) -> dict[str, list[Moved]]:
    """Everything registered that points to these persons goes along; what moved."""
    return followers.go(goings)


def log(by: Actor, decision: Decision, goings: Collection[Going] = ()) -> None:
    """A line about the decision for each person, and one for each report for both, so that each one's
    own log tells the whole story."""
    people = [person for person in (decision.person, decision.other) if person is not None]
    lines = [
        Line(
            event=Event.LINK,
            object_type="decision",
            object_id=decision.number,
            subject=person.number,
            data=(decision.kind.lower(), decision.state.lower()),
        )
        for person in people
    ]
    lines += [
        Line(
            event=Event.LINK,
            object_type="report",
            object_id=member.report.number,
            subject=person.number,
            data=("membership", change),
        )
        for each in goings
        for member in each.members
        for person, change in ((each.source, "removed"), (each.target, "added"))
    ]
    record_many(by=by, lines=lines)
