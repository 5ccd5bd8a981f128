"""What can happen to reports: received, corrected, withdrawn, asked about. Never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.insertion import insert_all, insert_numbered
from schakel.register.intake.announced import tell_received, tell_status
from schakel.register.intake.arrivals import tell_arrived
from schakel.register.intake.assembly import PARTS, Assembled, assemble
from schakel.register.intake.choices import TRANSITIONS, ReturnReason, Status
from schakel.register.intake.consents import refuse_return
from schakel.register.intake.data import ReportData
from schakel.register.intake.fingerprints import fingerprint_of, fingerprint_of_correction
from schakel.register.intake.letters import refuse_foreign_numbers
from schakel.register.intake.models import ImportBatch, Report, ReportStatus
from schakel.register.intake.numbering import unused_numbers
from schakel.register.intake.queries import (
    by_fingerprint,
    latest_status,
    report_with_reference,
)
from schakel.register.intake.restricting import follow_correction
from schakel.register.intake.sendings import prints_to_use
from schakel.register.intake.validation import check, refuse_service_number


class NotPossibleError(Exception):
    """The report's status does not allow this any more."""


class ReferenceInUseError(Exception):
    """The sender used this reference before, for other content; `number` is that report's."""

    def __init__(self, number: str) -> None:
        super().__init__("reference in use")
        self.number = number


@dataclass(frozen=True)
class Received:
    """What became of many rows: new reports in the order of the rows, and reports that were there."""

    reports: list[Report]
    unchanged: list[Report]


def receive(
    *,
    by: Actor,
    data: ReportData,
    channel: str,
    organisation: Organisation | None = None,
    batch: ImportBatch | None = None,
) -> Report:
    """Take in one report; the same sending again gives the same report.

    Raises PermissionDenied, ValidationError (codes that do not exist, an identity without a legal
    basis) and ReferenceInUseError.
    """
    data = _for_organisation(data, organisation)
    require(by, "create", _unsaved(data))
    check(data)
    with transaction.atomic():
        (print_,) = prints_to_use([fingerprint_of(data)])
        existing = by_fingerprint([print_]).get(print_)
        if existing is not None:
            return existing
        known = report_with_reference(data.scope, data.reporter_reference)
        if known is not None:
            raise ReferenceInUseError(known.number)
        return _store_one(by, data, channel=channel, batch=batch, fingerprint=print_)


def receive_many(
    *, by: Actor, rows: Sequence[ReportData], batch: ImportBatch, channel: str = "FILE"
) -> Received:
    """Take in the rows of a file that `files.check_file` found good, all of them or none.

    Writes one audit line per new report. Raises PermissionDenied.
    """
    for organisation_id in {row.organisation_id for row in rows}:
        require(by, "create", Report(organisation_id=organisation_id))
    with transaction.atomic():
        prints = prints_to_use([fingerprint_of(row) for row in rows])
        there = by_fingerprint(prints)
        fresh: dict[str, ReportData] = {}
        unchanged: list[Report | str] = []
        for print_, row in zip(prints, rows, strict=True):
            if print_ in there:
                unchanged.append(there[print_])
            elif print_ in fresh:
                unchanged.append(print_)
            else:
                fresh[print_] = row
        numbers = unused_numbers("M", Report.objects.all(), len(fresh))
        now = timezone.now()
        made = [
            assemble(
                row,
                number=number,
                channel=channel,
                batch=batch,
                received_at=row.received_at or now,
                entered_by=by.actor_id,
                fingerprint=print_,
            )
            for number, (print_, row) in zip(numbers, fresh.items(), strict=True)
        ]
        _store(made)
        _log_creation(by, made)
        tell_received([one.report for one in made])
        tell_arrived(by, made)
    new = {one.report.fingerprint: one.report for one in made}
    return Received(
        reports=[one.report for one in made],
        unchanged=[new[one] if isinstance(one, str) else one for one in unchanged],
    )


def correct(*, by: Actor, report: Report, data: ReportData, channel: str = "PORTAL") -> Report:
    """Replace `report` by a new one that names it; returns the new report.

    The correction keeps the sender of the corrected report. Raises PermissionDenied, ValidationError
    (also where consent was withdrawn and none was given since) and NotPossibleError (already corrected
    or withdrawn).
    """
    require(by, "correct", report)
    data = replace(
        data,
        organisation_id=report.organisation_id,
        scope=report.identity.scope,
        reporter_type=report.reporter_type,
    )
    check(data)
    print_ = fingerprint_of_correction(report.number, data)
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        existing = by_fingerprint([print_]).get(print_)
        if existing is not None:
            return existing
        refuse_return(locked, data)
        _append_status(by, locked, Status.CORRECTED)
        made = _store_one(by, data, channel=channel, corrects=locked, fingerprint=print_)
        follow_correction(by=by, old=locked, new=made)
        return made


def withdraw(*, by: Actor, report: Report, reason: str) -> ReportStatus:
    """The reporter takes the report back; it stays, but no longer counts."""
    require(by, "withdraw", report)
    return _change_status(by, report, Status.WITHDRAWN, reason)


def ask(*, by: Actor, report: Report, question: str) -> ReportStatus:
    """The centre puts a question to the reporter."""
    require(by, "ask", report)
    refuse_foreign_numbers(question, report)
    return _change_status(by, report, Status.QUESTION, question)


def give_back(*, by: Actor, report: Report, reason: str, text: str) -> ReportStatus:
    """The centre gives the report back: it stays as received, but no longer counts.

    `reason` is of `ReturnReason`, `text` is what the reporter reads with it. Whoever holds persons has
    to count anew (`persons.triage`). Raises ValueError for an unknown reason or an empty text, and
    ValidationError where the text names a report that is not the reporter's own.
    """
    require(by, "give_back", report)
    if reason not in ReturnReason.values or not text.strip():
        raise ValueError("a report is only given back with a reason and a text")
    refuse_foreign_numbers(text, report)
    return _change_status(by, report, Status.RETURNED, text, reason)


def answer(*, by: Actor, report: Report, text: str) -> ReportStatus:
    """The reporter answers the question."""
    require(by, "correct", report)
    return _change_status(by, report, Status.ANSWERED, text)


def _change_status(
    by: Actor, report: Report, status: Status, note: str, reason: str = ""
) -> ReportStatus:
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        row = _append_status(by, locked, status, note, reason)
        record(
            by=by,
            event=Event.CHANGE,
            object_type="report",
            object_id=report.number,
            data=("status",),
        )
    return row


def _append_status(
    by: Actor, report: Report, status: Status, note: str = "", reason: str = ""
) -> ReportStatus:
    refuse_service_number(note)
    if status not in TRANSITIONS[latest_status(report)]:
        raise NotPossibleError(f"a report that is {latest_status(report)} cannot become {status}")
    row = ReportStatus.objects.create(
        report=report, status=status, at=timezone.now(), by=by.actor_id, note=note, reason=reason
    )
    tell_status(row)
    return row


def _store_one(by: Actor, data: ReportData, **given: object) -> Report:
    """One report in a savepoint: another worker may send the same at the same time."""
    made = assemble(
        data,
        number=unused_numbers("M", Report.objects.all(), 1)[0],
        received_at=data.received_at or timezone.now(),
        entered_by=by.actor_id,
        **given,
    )
    try:
        with transaction.atomic():
            _store([made])
    except IntegrityError:
        existing = by_fingerprint([made.report.fingerprint])
        if not existing:
            raise
        return existing[made.report.fingerprint]
    _log_creation(by, [made])
    tell_received([made.report])
    tell_arrived(by, [made])
    return made.report


def _store(made: Sequence[Assembled]) -> None:
    """In this order: the parts take the primary key of the report they were made with."""
    insert_numbered([one.report for one in made])
    insert_all([one.identity for one in made])
    for part in PARTS:
        insert_all([row for one in made for row in getattr(one, part)])


def _log_creation(by: Actor, made: Sequence[Assembled]) -> None:
    lines = [
        Line(
            event=Event.CREATE,
            object_type="report",
            object_id=one.report.number,
            data=("report", *one.identity_fields),
        )
        for one in made
    ]
    record_many(by=by, lines=lines)


def _for_organisation(data: ReportData, organisation: Organisation | None) -> ReportData:
    return data if organisation is None else data.sent_by(organisation)


def _unsaved(data: ReportData) -> Report:
    """A report as the rules see it: by its organisation."""
    return Report(organisation_id=data.organisation_id)
