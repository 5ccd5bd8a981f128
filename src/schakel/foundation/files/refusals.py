"""Why a file is not taken in, and what its sender can do about it."""

from django.utils.translation import gettext_lazy as _

# Decimal megabytes, as people read them; one file and its form stay below what a request may hold.
MAX_BYTES = 10_000_000
MAX_FILES = 10
MAX_TOTAL = 50_000_000

EMPTY = "empty"
TOO_LARGE = "too_large"
TOO_MANY = "too_many"
TOTAL_TOO_LARGE = "total_too_large"
DOUBLE = "double"
KIND = "kind"
MARKUP = "markup"
NOT_UTF8 = "not_utf8"
OLD_OFFICE = "old_office"
LOCKED = "locked"
MACROS = "macros"
EMBEDDED = "embedded"
LINKED = "linked"
DAMAGED = "damaged"
SWOLLEN = "swollen"
VIRUS = "virus"
SERVICE_NUMBER = "service_number"

_SENTENCES = {
    EMPTY: _("This file is empty. Choose another file."),
    TOO_LARGE: _(
        "This file is larger than 10 MB. Make it smaller, for example by sending it in parts."
    ),
    TOO_MANY: _("There are ten files already; more is not possible. Put several pages in one PDF."),
    TOTAL_TOO_LARGE: _(
        "All files together would be larger than 50 MB. Make them smaller, or leave one out."
    ),
    DOUBLE: _("You added this file before. You do not have to add it again."),
    KIND: _(
        "We cannot take in this kind of file. Save it as PDF, or as a photo (JPEG, PNG), and add that."
    ),
    MARKUP: _("We cannot take in web pages or drawings with code. Save it as PDF and add that."),
    NOT_UTF8: _(
        "The text in this file cannot be read. Save it again as text with encoding UTF-8, or as PDF."
    ),
    OLD_OFFICE: _(
        "This is a document in an old form, or one with a password. "
        "Save it as .docx, .xlsx or PDF, without a password, and add that."
    ),
    LOCKED: _("This document has a password. Save it without a password, or as PDF, and add that."),
    MACROS: _(
        "This document holds macros: little programs. Save it without macros, or as PDF, and add that."
    ),
    EMBEDDED: _("There are other files inside this document. Save it as PDF and add that."),
    LINKED: _(
        "This document fetches something from elsewhere when it is opened. Save it as PDF and add that."
    ),
    DAMAGED: _("This file is damaged or not complete. Save it again and add it anew."),
    SWOLLEN: _("This document becomes far too large when it is opened. Save it as PDF."),
    VIRUS: _(
        "The virus scanner found something harmful in this file, so we did not keep it. "
        "Have your own ICT department look at it."
    ),
    SERVICE_NUMBER: _(
        "There seems to be a citizen service number (BSN) in the name of this file. "
        "We never keep one. Give the file another name."
    ),
}


class FileRefusedError(Exception):
    """The file is not taken in; `sentence` says in the active language what its sender can do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return str(_SENTENCES[self.code])
