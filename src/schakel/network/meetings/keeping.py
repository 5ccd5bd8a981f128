"""Papers of a meeting: looked at, kept encrypted, handed out to members."""

import unicodedata
from pathlib import PurePosixPath

import structlog
from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.files import refusals, scanner
from schakel.foundation.files.choices import Scan
from schakel.foundation.files.kinds import kind_of
from schakel.foundation.files.refusals import FileRefusedError
from schakel.network.meetings.actions import NotPossibleError, log
from schakel.network.meetings.models import Meeting, Paper, PaperContent

MOST_PAPERS = 40
LONGEST_NAME = 150
_log = structlog.get_logger(__name__)


def add_paper(*, by: Actor, meeting: Meeting, name: str, content: bytes) -> Paper:
    """Keep a file with a meeting, also after it was held. Raises PermissionDenied and FileRefusedError."""
    require(by, "manage", meeting)
    if len(content) > refusals.MAX_BYTES:
        raise FileRefusedError(refusals.TOO_LARGE)
    kind = kind_of(content)
    verdict = scanner.scan(content)
    if verdict == Scan.INFECTED:
        _refuse_infected(by, meeting)
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        serial = (row.papers.order_by("-serial").values_list("serial", flat=True).first() or 0) + 1
        if serial > MOST_PAPERS:
            raise FileRefusedError(refusals.TOTAL_TOO_LARGE)
        paper = Paper.objects.create(
            meeting=row,
            serial=serial,
            name=_tidy(name),
            kind=kind,
            size=len(content),
            scan=verdict,
            added_by=by.actor_id,
        )
        PaperContent.objects.create(paper=paper, content=content)
        log(by, Event.CREATE, row.number, f"paper:{serial}")
    return paper


def hand_out(*, by: Actor, meeting: Meeting, serial: int) -> tuple[Paper, bytes]:
    """A paper with its content, written down in the log first.

    Raises PermissionDenied, Paper.DoesNotExist, and NotPossibleError while the scanner has not judged it.
    """
    require(by, "see", meeting)
    row = Paper.objects.get(meeting=meeting, serial=serial)
    if not row.may_be_opened:
        raise NotPossibleError("scan")
    log(by, Event.EXPORT, meeting.number, f"paper:{serial}")
    return row, bytes(row.stored.content)


def scan_waiting(*, by: Actor) -> int:
    """Ask the scanner about papers that it has not judged yet; how many it judged."""
    require(by, "manage", "meetings.Meeting")
    if not scanner.is_set():
        return 0
    judged = 0
    for paper in Paper.objects.filter(scan__in=(Scan.WAITING, Scan.NOT_SCANNED)).order_by("pk"):
        verdict = scanner.scan(bytes(paper.stored.content))
        if verdict in (Scan.CLEAN, Scan.INFECTED):
            Paper.objects.filter(pk=paper.pk).update(scan=verdict)
            judged += 1
    return judged


def _refuse_infected(by: Actor, meeting: Meeting) -> None:
    _log.warning("an infected file was refused", number=meeting.number)
    record(
        by=by,
        event=Event.SECURITY,
        object_type="meeting",
        object_id=meeting.number,
        data=("paper", "infected"),
        result=Result.REFUSED,
    )
    raise FileRefusedError(refusals.VIRUS)


def _tidy(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()[:LONGEST_NAME]
