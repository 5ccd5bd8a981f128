"""Questions about attachments: which a report has."""

from schakel.register.intake.attachments.tables import Attachment
from schakel.register.intake.choices import ENDED, Status
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.models import Report
from schakel.register.intake.queries import latest_status

# A correction of a correction of … : nobody gets this far, and a circle would have no end.
_GENERATIONS = 20


def attachments_of(report: Report | ReportDraft) -> list[Attachment]:
    """The files of one report or draft, with their names; log that you showed them."""
    return list(report.attachments.all())


def takes_files(report: Report) -> bool:
    """May a file still be added: does the report count, and may it hold who the person is?"""
    return latest_status(report) not in {*ENDED, Status.CONSENT_WITHDRAWN}


def attachments_without_names(report: Report) -> list[Attachment]:
    """The files of a report and of the reports that it corrects; nothing encrypted is opened."""
    closed = Attachment.objects.defer("name", "checksum").select_related("report")
    return [row for one in _line(report) for row in closed.filter(report=one)]


def attachments_before(report: Report) -> list[Attachment]:
    """The files of the reports that this one corrects: they were sent, and stay with those."""
    rows = Attachment.objects.select_related("report")
    return [row for one in _line(report)[1:] for row in rows.filter(report=one)]


def _line(report: Report) -> list[Report]:
    """The report, the one that it corrects, and so on."""
    line = [report]
    while line[-1].corrects is not None and len(line) < _GENERATIONS:
        line.append(line[-1].corrects)
    return line
