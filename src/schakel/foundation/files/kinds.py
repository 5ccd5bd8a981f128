"""What kind of file is this? Told by its bytes alone: a name says what somebody likes it to be.

The list is short, because each kind must be safe to open for whoever works with reports: what police files
and care files are made of (PDF, Word, Excel and their open counterparts), photos and pictures of a screen,
and plain text, in which chats and mails are exported. Anything that runs, unpacks or fetches is left out,
and so is what most desks cannot open (HEIC, TIFF: a phone sends JPEG when asked for it).
"""

from dataclasses import dataclass
from typing import Any

import filetype
from django.utils.translation import gettext_lazy as _

from schakel.foundation.files import refusals
from schakel.foundation.files.office import office_kind
from schakel.foundation.files.refusals import FileRefusedError


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken in; `extension` is the one under which it is handed out."""

    code: str
    label: Any
    extension: str
    media_type: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("PDF", "PDF", "pdf", "application/pdf"),
        Kind("JPEG", _("photo (JPEG)"), "jpg", "image/jpeg"),
        Kind("PNG", _("picture (PNG)"), "png", "image/png"),
        Kind("DOCX", _("Word document"), "docx", f"{_OPEN_XML}.wordprocessingml.document"),
        Kind("XLSX", _("Excel workbook"), "xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
        Kind("ODT", _("OpenDocument text"), "odt", f"{_OPEN_DOCUMENT}.text"),
        Kind("ODS", _("OpenDocument spreadsheet"), "ods", f"{_OPEN_DOCUMENT}.spreadsheet"),
        Kind("TXT", _("plain text"), "txt", "text/plain; charset=utf-8"),
    )
}
CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]
# What the browser's file chooser offers first.
ACCEPT = ",".join(f".{kind.extension}" for kind in KINDS.values()) + ",.jpeg"

_BY_SIGNATURE = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Texts that are a programme or a page to whoever opens them: HTML, XML and SVG; scripts; RTF; PostScript.
_CODE = (b"<", b"#!", b"{\\rtf", b"%!")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f"))


def kind_of(content: bytes) -> str:
    """The code of the kind; raises FileRefusedError for whatever is not taken in. Never anything else."""
    if not content:
        raise FileRefusedError(refusals.EMPTY)
    known = _BY_SIGNATURE.get(filetype.guess_mime(content) or "")
    if known:
        return known
    if content.startswith(_ZIP):
        return office_kind(content)
    if content.startswith(_COMPOUND):
        raise FileRefusedError(refusals.OLD_OFFICE)
    return _text(content)


def _text(content: bytes) -> str:
    body = content.removeprefix(_BYTE_ORDER_MARK)
    if len(body.translate(None, _CONTROLS)) != len(body):
        raise FileRefusedError(refusals.KIND)
    if not body.strip():
        raise FileRefusedError(refusals.EMPTY)
    if body.lstrip().startswith(_CODE):
        raise FileRefusedError(refusals.MARKUP)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefusedError(refusals.NOT_UTF8) from None
    return "TXT"
