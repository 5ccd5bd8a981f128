"""Reminders: a question that nobody answered, a draft that will be deleted. By mail, once per moment.

After `QUESTION_DAYS` a reminder, after the last of them no more: then it is the registrar's turn, who
finds the report with `unanswered_since(OVERDUE_DAYS)`, each row with `asked_at`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.notices.actions import post
from schakel.register.intake.choices import Status
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.models import Report, ReportQuerySet, ReportStatus
from schakel.register.intake.recipients import senders_of

# A week, since partners who report a few times a year do not sign in daily; a second week for holidays.
QUESTION_DAYS = (7, 14)
OVERDUE_DAYS = QUESTION_DAYS[-1]
# Later no mail any more: well before the trace of the reminders is deleted, so that none comes twice.
LAST_DAY = 30
# Long enough before the end to find the papers and finish the report.
DRAFT_DAYS_BEFORE = 3


@dataclass(frozen=True)
class Reminded:
    """How many mails a run put on their way; a second run at the same moment makes none."""

    questions: int
    drafts: int


def unanswered_since(days: int, now: datetime | None = None) -> ReportQuerySet:
    """Reports whose last status is a question of at least `days` days ago, the longest waiting first.

    Each row gets `asked_at` (when the question was put) and `question_id` (of its status row).
    """
    last = ReportStatus.objects.filter(report=OuterRef("pk")).order_by("-pk")
    rows = Report.objects.annotate(
        last_status=Subquery(last.values("status")[:1]),
        asked_at=Subquery(last.values("at")[:1]),
        question_id=Subquery(last.values("pk")[:1]),
    )
    until = (now or timezone.now()) - timedelta(days=days)
    return rows.filter(last_status=Status.QUESTION, asked_at__lte=until).order_by("asked_at", "pk")


def send_reminders(*, by: Actor, now: datetime | None = None) -> Reminded:
    """Put every reminder that is due in the outbox. Takes an operator's command."""
    require(by, "ask", Report)
    moment = now or timezone.now()
    with transaction.atomic():
        return Reminded(questions=_questions(moment), drafts=_drafts(moment))


def _questions(now: datetime) -> int:
    """One mail per step; whoever skipped the first step (no run in that week) gets the second alone."""
    made = 0
    for report in unanswered_since(QUESTION_DAYS[0], now):
        waited = now - report.asked_at
        if waited > timedelta(days=LAST_DAY):
            continue
        step = max(days for days in QUESTION_DAYS if waited >= timedelta(days=days))
        made += post(
            to=senders_of(report),
            kind="intake/mail/question_reminder",
            object_type="report",
            object_number=report.number,
            moment=f"{report.question_id}:{step}",
        )
    return made


def _drafts(now: datetime) -> int:
    """Before the period of a draft ends; a draft that is changed gets a new end, and so a new reminder."""
    soon = now + timedelta(days=DRAFT_DAYS_BEFORE)
    rows = ReportDraft.objects.filter(sent_as=None, expires_at__gt=now, expires_at__lte=soon)
    return sum(
        post(
            to=[draft.user],
            kind="intake/mail/draft_reminder",
            object_type="draft",
            object_number=draft.number,
            moment=draft.expires_at.isoformat(timespec="seconds"),
        )
        for draft in rows.select_related("user").defer("answers")
    )
