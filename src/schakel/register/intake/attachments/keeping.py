"""What can happen to attachments: added to a draft or a report, moved along, scanned, handed out.

Looking at a file (its kind, its name, the scanner's verdict) is done before anything is locked:
`look_at` gives a `Checked` file, which the other functions keep.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.files import refusals, scanner
from schakel.foundation.files.choices import SCAN_TRANSITIONS, Scan
from schakel.foundation.files.kinds import kind_of
from schakel.foundation.files.refusals import FileRefusedError
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.register.intake.actions import NotPossibleError, answer
from schakel.register.intake.attachments.listing import takes_files
from schakel.register.intake.attachments.tables import Attachment, AttachmentContent
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.intake.retention import DRAFT_DAYS
from schakel.register.intake.validation import refuse_service_number

LONGEST_NAME = 150
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    name: str
    content: bytes
    kind: str
    scan: Scan

    @property
    def checksum(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def fingerprint(self) -> str:
        return fingerprint("attachment", self.checksum)


@dataclass(frozen=True)
class Scanned:
    """What a run of the scanner came to: numbers of attachments."""

    clean: int = 0
    infected: int = 0
    waiting: int = 0


def look_at(*, by: Actor, to: Report | ReportDraft, name: str, content: bytes) -> Checked:
    """May this file be added to `to`? Raises PermissionDenied, and FileRefusedError with the reason.

    An infected file is not kept; that it was offered is logged.
    """
    _require(by, to)
    if len(content) > refusals.MAX_BYTES:
        raise FileRefusedError(refusals.TOO_LARGE)
    kind = kind_of(content)
    verdict = scanner.scan(content)
    if verdict == Scan.INFECTED:
        _log.warning("an infected file was refused", number=to.number)
        record(
            by=by,
            event=Event.SECURITY,
            object_type=_type(to),
            object_id=to.number,
            data=("attachment", "infected"),
            result=Result.REFUSED,
        )
        raise FileRefusedError(refusals.VIRUS)
    return Checked(_tidy(name), content, kind, verdict)


def add_to_draft(*, by: Actor, draft: ReportDraft, file: Checked) -> Attachment:
    """Keep a file with a draft, and count the draft's period anew.

    Raises PermissionDenied, FileRefusedError (too many, a double) and NotPossibleError (sent meanwhile).
    """
    _require(by, draft)
    with transaction.atomic():
        locked = ReportDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if locked is None or locked.sent_as_id:
            raise NotPossibleError("this draft was sent or thrown away")
        locked.updated_at = timezone.now()
        locked.expires_at = locked.updated_at + timedelta(days=DRAFT_DAYS)
        locked.save(update_fields=["updated_at", "expires_at"])
        return _keep(by, locked, file)


def remove_from_draft(*, by: Actor, draft: ReportDraft, serial: int) -> None:
    """Delete a file from a draft; one that is not there (any more) is no error."""
    _require(by, draft)
    with transaction.atomic():
        found = Attachment.objects.select_for_update().filter(draft=draft, serial=serial)
        if found.delete()[0]:
            _log_change(by, draft, serial, Event.DELETE)


def add_to_report(
    *, by: Actor, report: Report, file: Checked, answering: ReportStatus | None = None
) -> Attachment:
    """Append a file to a report that was sent.

    Raises PermissionDenied, FileRefusedError and NotPossibleError (corrected, withdrawn, no consent).
    """
    _require(by, report)
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if not takes_files(locked):
            raise NotPossibleError("this report, or the consent for it, was withdrawn or corrected")
        return _keep(by, locked, file, answer=answering)


def answer_with(*, by: Actor, report: Report, text: str, file: Checked | None) -> ReportStatus:
    """Answer the centre's question, with a file where there is one: both or neither."""
    with transaction.atomic():
        row = answer(by=by, report=report, text=text)
        if file is not None:
            add_to_report(by=by, report=report, file=file, answering=row)
    return row


def move_to_report(*, by: Actor, draft: ReportDraft, report: Report) -> None:
    """The files of a draft become those of the report that it became; within the sending's transaction.

    They are numbered anew without gaps. A file that the report holds already goes.
    """
    require(by, "change", draft)
    there = set(report.attachments.values_list("fingerprint", flat=True))
    serial = _last_serial(report)
    for row in draft.attachments.select_for_update():
        if row.fingerprint in there:
            row.delete()
            continue
        serial += 1
        row.draft, row.report, row.serial = None, report, serial
        row.save(update_fields=["draft", "report", "serial"])


def hand_out(
    *, by: Actor, report: Report, serial: int, ground: str = ""
) -> tuple[Attachment, bytes]:
    """A file with its content, written down in the log first.

    Whoever calls has asked whether `by` may see this report's files. Raises Attachment.DoesNotExist, and
    NotPossibleError while the scanner has not judged it, or found something.
    """
    row = Attachment.objects.get(report=report, serial=serial)
    if not row.may_be_opened:
        raise NotPossibleError("this file waits for the virus scan, or a virus was found")
    record(
        by=by,
        event=Event.EXPORT,
        object_type="report",
        object_id=report.number,
        data=(f"attachment:{serial}",),
        ground=ground,
    )
    return row, bytes(row.stored.content)


def scan_waiting(*, by: Actor) -> Scanned:
    """Ask the scanner about every file that it has not judged yet. Takes an operator's command."""
    require(by, "change", ReportDraft)
    counts = {Scan.CLEAN: 0, Scan.INFECTED: 0}
    waiting = 0
    for pk in Attachment.objects.waiting().order_by("pk").values_list("pk", flat=True):
        stored = AttachmentContent.objects.filter(pk=pk).first()
        verdict = scanner.scan(bytes(stored.content)) if stored else None
        if verdict in counts:
            counts[verdict] += _judge(by, pk, verdict)
        elif stored:
            waiting += 1
    return Scanned(counts[Scan.CLEAN], counts[Scan.INFECTED], waiting)


def _judge(by: Actor, pk: int, verdict: Scan) -> int:
    with transaction.atomic():
        row = Attachment.objects.select_for_update().filter(pk=pk).first()
        if row is None or verdict not in SCAN_TRANSITIONS[row.scan]:
            return 0
        row.scan, row.scanned_at = verdict, timezone.now()
        row.save(update_fields=["scan", "scanned_at"])
        if verdict == Scan.INFECTED:
            owner, number = row.owner
            _log.warning("a virus was found in a file that had come in", number=number)
            record(
                by=by,
                event=Event.SECURITY,
                object_type=owner,
                object_id=number,
                data=(f"attachment:{row.serial}", "infected"),
            )
    return 1


def _require(by: Actor, to: Report | ReportDraft) -> None:
    require(by, "attach" if isinstance(to, Report) else "change", to)


def _type(of: Report | ReportDraft) -> str:
    return "report" if isinstance(of, Report) else "draft"


def _keep(
    by: Actor, to: Report | ReportDraft, file: Checked, **given: ReportStatus | None
) -> Attachment:
    _refuse_too_much(to, file)
    owner = {_type(to): to}
    row = Attachment.objects.create(
        **owner,
        **given,
        serial=_last_serial(to) + 1,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        fingerprint=file.fingerprint,
        checksum=file.checksum,
        scan=file.scan,
        scanned_at=timezone.now() if file.scan == Scan.CLEAN else None,
        added_by=by.actor_id,
    )
    AttachmentContent.objects.create(attachment=row, content=file.content)
    _log_change(by, to, row.serial, Event.CREATE)
    return row


def _refuse_too_much(to: Report | ReportDraft, file: Checked) -> None:
    there = to.attachments.all()
    if there.filter(fingerprint=file.fingerprint).exists():
        raise FileRefusedError(refusals.DOUBLE)
    if there.count() >= refusals.MAX_FILES:
        raise FileRefusedError(refusals.TOO_MANY)
    total = there.aggregate(total=Sum("size"))["total"] or 0
    if total + len(file.content) > refusals.MAX_TOTAL:
        raise FileRefusedError(refusals.TOTAL_TOO_LARGE)


def _last_serial(of: Report | ReportDraft) -> int:
    return of.attachments.order_by("-serial").values_list("serial", flat=True).first() or 0


def _log_change(by: Actor, to: Report | ReportDraft, serial: int, event: Event) -> None:
    record(
        by=by,
        event=event,
        object_type=_type(to),
        object_id=to.number,
        data=(f"attachment:{serial}",),
    )


def _tidy(name: str) -> str:
    """The last part of the path, without what cannot be seen; an end that is too long goes."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    try:
        refuse_service_number(seen)
    except ValidationError:
        raise FileRefusedError(refusals.SERVICE_NUMBER) from None
    return seen[:LONGEST_NAME]
