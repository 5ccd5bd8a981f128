"""What a virus scanner says of a file, and which verdict may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scan(TextChoices):
    """What a virus scanner says of an attachment."""

    NOT_SCANNED = "NOT_SCANNED", _("not scanned for viruses")
    WAITING = "WAITING", _("waits for the virus scan")
    CLEAN = "CLEAN", _("no virus found")
    INFECTED = "INFECTED", _("virus found")


_JUDGED = frozenset({Scan.CLEAN, Scan.INFECTED})
SCAN_TRANSITIONS: dict[str, frozenset[str]] = {
    # Came in when no scanner was set.
    Scan.NOT_SCANNED: _JUDGED,
    # Came in when the scanner did not answer.
    Scan.WAITING: _JUDGED,
    Scan.CLEAN: frozenset(),
    Scan.INFECTED: frozenset(),
}
# An attachment in one of these states is handed out.
OPENED_SCANS = frozenset({Scan.NOT_SCANNED, Scan.CLEAN})
