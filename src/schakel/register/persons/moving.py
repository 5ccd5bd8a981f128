"""Reports become those of another person: the old opinion is closed, never rewritten."""

from collections.abc import Iterable
from datetime import datetime

from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.models import Exploitation, Identity, Membership, Person


def reattach(
    moved: Iterable[Membership],
    target: Person,
    *,
    actor: str,
    now: datetime,
    kind: MembershipKind,
    reason: str = "",
) -> None:
    """Let the reports of these open memberships be about `target` from `now` on; registrations wait."""
    reports = [member.report_id for member in moved]
    Membership.objects.open().filter(report__in=reports).update(until=now)
    Membership.objects.bulk_create(
        Membership(report_id=pk, person=target, since=now, by=actor, kind=kind, reason=reason)
        for pk in reports
    )
    Identity.objects.filter(report__in=reports).update(person=target)
    Exploitation.objects.filter(report__in=reports).update(person=target)
