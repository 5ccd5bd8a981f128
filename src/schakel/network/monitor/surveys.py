"""Surveys: the centre asks, the adviser of the municipality answers, the centre accepts item by item."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.notices.actions import post
from schakel.network.monitor.actions import Entry, Known, NotPossibleError, append
from schakel.network.monitor.choices import BatchKind, Source, Verdict
from schakel.network.monitor.models import DETAIL_FIELDS, Answer, Batch, Office, Survey


def ask(*, by: Actor, municipality: str, due_on: date) -> Survey:
    """Ask the adviser of a municipality how it stands; the mail says that something waits, and no more.

    Where it was asked already and did not answer yet, that survey is returned. Raises PermissionDenied, and
    NotPossibleError where nobody advises this municipality.
    """
    require(by, "change", "monitor.Survey")
    with transaction.atomic():
        offices = Office.objects.valid_on(timezone.localdate()).filter(municipality=municipality)
        office = offices.select_for_update().order_by("pk").first()
        if office is None:
            raise NotPossibleError("nobody")
        survey, is_new = Survey.objects.get_or_create(
            municipality_id=municipality,
            closed_at=None,
            defaults={"office": office, "asked_by": by.actor_id, "due_on": due_on},
        )
        if is_new:
            _tell(survey)
            _log(by, Event.CREATE, survey)
    return survey


def _tell(survey: Survey) -> None:
    advisers = User.objects.filter(
        mandates__organisation=survey.office.organisation_id,
        mandates__role=Role.MUNICIPAL_ADVISER,
        is_active=True,
    ).distinct()
    post(
        to=list(advisers),
        kind="monitor/mail/survey",
        object_type="survey",
        object_number=survey.number,
        moment="asked",
    )


def answer(*, by: Actor, survey: Survey, answers: Mapping[str, Mapping[str, Any]]) -> Survey:
    """Answer a survey, once: item → its state and details. They are proposals.

    A second sending does nothing. Raises PermissionDenied.
    """
    require(by, "answer", survey)
    with transaction.atomic():
        row = Survey.objects.select_for_update().get(pk=survey.pk)
        if row.answered_at is None:
            Answer.objects.bulk_create(
                Answer(survey=row, item=item, **said) for item, said in answers.items()
            )
            row.answered_at, row.answered_by = timezone.now(), by.actor_id
            row.save(update_fields=["answered_at", "answered_by"])
            _log(by, Event.CHANGE, row)
    return row


def decide(*, by: Actor, survey: Survey, verdicts: Mapping[str, str], next_check: date) -> Survey:
    """Accept or decline answers, by item; what is accepted is written down as of the day it was answered.

    Of an answer that was decided on before, nothing changes. When none is left, the survey is closed.
    Raises PermissionDenied, and NotPossibleError before it was answered.
    """
    require(by, "change", survey)
    with transaction.atomic():
        row = Survey.objects.select_for_update().get(pk=survey.pk)
        if row.answered_at is None:
            raise NotPossibleError("not answered")
        open_ones = list(row.answers.filter(verdict="").order_by("pk"))
        decided = [one for one in open_ones if verdicts.get(one.item) in Verdict.values]
        now = timezone.now()
        for one in decided:
            one.verdict, one.decided_at = verdicts[one.item], now
            one.decided_by = by.actor_id
        Answer.objects.bulk_update(decided, ["verdict", "decided_at", "decided_by"])
        _write_down(
            by, row, [one for one in decided if one.verdict == Verdict.ACCEPTED], next_check
        )
        if len(decided) == len(open_ones) and row.closed_at is None:
            row.closed_at = now
            row.save(update_fields=["closed_at"])
        _log(by, Event.CHANGE, row)
    return row


def _write_down(by: Actor, survey: Survey, accepted: list[Answer], next_check: date) -> None:
    if not accepted or survey.answered_at is None:
        return
    batch = Batch.objects.create(
        kind=BatchKind.SURVEY,
        token=f"{survey.number}-{accepted[0].pk}",
        by=by.actor_id,
        applied_at=timezone.now(),
    )
    day = timezone.localdate(survey.answered_at)
    entries = [
        Entry(
            survey.municipality_id,
            one.item,
            one.state,
            details={name: getattr(one, name) for name in DETAIL_FIELDS},
            again=True,
        )
        for one in accepted
    ]
    append(
        by=by,
        batch=batch,
        entries=entries,
        known=Known(day, Source.SURVEY, checked_on=day, next_check=next_check),
    )


def _log(by: Actor, event: Event, survey: Survey) -> None:
    record(by=by, event=event, object_type="survey", object_id=survey.number, data=("answers",))
