"""What can happen to the draft of a report: begun, changed, sent, thrown away, forgotten."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError, receive
from schakel.register.intake.attachments.keeping import move_to_report
from schakel.register.intake.data import ReportData
from schakel.register.intake.drafts import Answers, ReportDraft
from schakel.register.intake.models import Report
from schakel.register.intake.retention import RETENTION
from schakel.register.intake.validation import MESSAGES, never_kept

PERIOD = timedelta(days=RETENTION["report_draft"].days)


@dataclass(frozen=True)
class Forgotten:
    """What `delete_expired` deleted: drafts that were never sent, and traces of drafts that were."""

    unsent: int
    sent: int


def start_draft(
    *, by: User, organisation: Organisation, token: str, answers: Answers, step: str
) -> ReportDraft:
    """Keep the first answers; the same token again gives the same draft, as it is.

    Raises PermissionDenied and ValidationError (a citizen service number in an answer).
    """
    now = timezone.now()
    draft = ReportDraft(
        user=by,
        organisation=organisation,
        token=token,
        step=step,
        answers=_sealed(answers),
        updated_at=now,
        expires_at=now + PERIOD,
    )
    require(by, "create", draft)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            _log(by, draft, Event.CREATE)
    except IntegrityError:  # a second click at the same moment
        return ReportDraft.objects.get(token=token, user=by)
    return draft


def save_answers(
    *, by: Actor, draft: ReportDraft, organisation: Organisation, answers: Answers, step: str
) -> ReportDraft:
    """Keep the answers as they now are, and count the period anew.

    Raises PermissionDenied, ValidationError (a citizen service number) and NotPossibleError (sent or
    thrown away meanwhile).
    """
    require(by, "change", draft)
    sealed = _sealed(answers)
    with transaction.atomic():
        locked = _locked(draft)
        if locked is None or locked.sent_as_id:
            raise NotPossibleError("this draft was sent or thrown away")
        locked.organisation, locked.answers, locked.step = organisation, sealed, step
        require(by, "change", locked)
        locked.updated_at = timezone.now()
        locked.expires_at = locked.updated_at + PERIOD
        locked.save()
        _log(by, locked, Event.CHANGE, "answers")
    return locked


def send_draft(*, by: Actor, draft: ReportDraft, data: ReportData, channel: str) -> Report:
    """Make the draft a report, once; sent again it gives the same report. The answers are deleted.

    Raises what `receive` raises, and NotPossibleError where the draft was thrown away meanwhile.
    """
    require(by, "change", draft)
    with transaction.atomic():
        locked = _locked(draft)
        if locked is None:
            raise NotPossibleError("this draft was thrown away")
        if locked.sent_as_id:
            return Report.objects.get(pk=locked.sent_as_id)
        report = receive(
            by=by,
            data=replace(data, token=locked.token),
            channel=channel,
            organisation=locked.organisation,
        )
        move_to_report(by=by, draft=locked, report=report)
        locked.sent_as, locked.answers = report, ""
        locked.save(update_fields=["sent_as", "answers"])
    return report


def discard_draft(*, by: Actor, draft: ReportDraft) -> None:
    """Throw a draft away for good; one that was sent is a report, and stays."""
    require(by, "discard", draft)
    with transaction.atomic():
        locked = _locked(draft)
        if locked is None or locked.sent_as_id:
            return
        locked.delete()
        _log(by, locked, Event.DELETE)


def delete_expired(*, by: Actor, now: datetime | None = None) -> Forgotten:
    """Delete the drafts whose period is over; a second run finds nothing. Takes an operator's command."""
    require(by, "discard", ReportDraft)
    with transaction.atomic():
        old = ReportDraft.objects.filter(expires_at__lte=now or timezone.now())
        rows = list(old.select_for_update().values_list("pk", "number", "sent_as"))
        unsent = [number for _pk, number, sent_as in rows if sent_as is None]
        ReportDraft.objects.filter(pk__in=[pk for pk, _number, _sent_as in rows]).delete()
        record_many(
            by=by,
            lines=[
                Line(
                    event=Event.DELETE,
                    object_type="draft",
                    object_id=number,
                    data=("answers",),
                    ground="retention",
                )
                for number in unsent
            ],
        )
    return Forgotten(unsent=len(unsent), sent=len(rows) - len(unsent))


def _locked(draft: ReportDraft) -> ReportDraft | None:
    rows = ReportDraft.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.filter(pk=draft.pk).first()


def _sealed(answers: Answers) -> str:
    """The answers as one text, for the encrypted column; what is never kept is refused here as everywhere."""
    for name, values in answers.items():
        for value in values:
            if code := never_kept(name, value):
                raise ValidationError(MESSAGES[code], code=code)
    return json.dumps(answers, ensure_ascii=False)


def _log(by: Actor, draft: ReportDraft, event: Event, *data: str) -> None:
    record(by=by, event=event, object_type="draft", object_id=draft.number, data=data)
