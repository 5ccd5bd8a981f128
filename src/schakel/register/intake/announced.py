"""What a sender is told of its reports: its own system of every status, its people of what waits for them.

A number and a status, as the sender's own pages show. Only the organisation that sent a report is told, and
only of what becomes of that report: whether somebody else reported the same person can be read from no
message, nor from there being none.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from schakel.foundation.notices.actions import post
from schakel.foundation.webhooks.actions import Announcement, announce
from schakel.foundation.webhooks.catalogue import EventKind, offer
from schakel.register.intake.choices import Status
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.intake.recipients import senders_of

# Statuses after which it is the sender's turn, and the templates of the mail that says so.
MAILED: dict[str, str] = {
    Status.QUESTION: "intake/mail/question",
    Status.RETURNED: "intake/mail/returned",
}


def event_name(status: str) -> str:
    """``report.withdrawn`` for the status WITHDRAWN: one event per status that a report can get."""
    return f"report.{status.lower()}"


offer(*(EventKind(event_name(status), status.label) for status in Status))


def tell_received(reports: Sequence[Report]) -> None:
    """These have just been taken in, in this transaction."""
    now = timezone.now()
    announce([told for one in reports for told in _of(one, Status.RECEIVED, now)])


def tell_status(row: ReportStatus) -> None:
    """This status has just been given to its report, in this transaction."""
    announce(_of(row.report, row.status, row.at))
    kind = MAILED.get(row.status)
    if kind is not None:
        post(
            to=senders_of(row.report),
            kind=kind,
            object_type="report",
            object_number=row.report.number,
            moment=str(row.pk),
        )


def _of(report: Report, status: str, at: datetime) -> list[Announcement]:
    """Nothing where only the kind of sender is known, as in published lists: there is nobody to tell."""
    if report.organisation_id is None:
        return []
    return [
        Announcement(
            organisation_id=report.organisation_id,
            event=event_name(status),
            object_type="report",
            object_number=report.number,
            status=status,
            at=at,
        )
    ]
