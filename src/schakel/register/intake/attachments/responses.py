"""Handing a file to a browser, so that it is saved and never run or shown in our pages."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from schakel.foundation.files.responses import download
from schakel.register.intake.attachments.tables import Attachment
from schakel.register.intake.models import Report


def file_response(report: Report, row: Attachment, content: bytes) -> HttpResponse:
    """The file under a neutral name: its own name may say who it is about."""
    name = _("%(number)s-attachment-%(serial)s") % {"number": report.number, "serial": row.serial}
    return download(content, f"{name}.{row.form.extension}", row.form.media_type)
