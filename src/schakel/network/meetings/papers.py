"""The tables of papers: what is known of each file, and its content, encrypted, apart."""

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.files.choices import OPENED_SCANS, Scan
from schakel.foundation.files.kinds import CHOICES, KINDS, Kind
from schakel.foundation.vault.fields import EncryptedBinaryField, EncryptedTextField


class Paper(models.Model):
    """A file with a meeting, for its members. Never changed; a newer version is another paper."""

    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, related_name="papers", verbose_name=_("meeting")
    )
    # 1, 2, 3 … within the meeting: what an address says instead of its name.
    serial = models.PositiveSmallIntegerField(_("serial number"))
    name = EncryptedTextField(_("name of the file"), blank=True)
    kind = models.CharField(_("kind of file"), max_length=8, choices=CHOICES)
    size = models.PositiveIntegerField(_("size in bytes"))
    scan = models.CharField(
        _("virus scan"), max_length=16, choices=Scan.choices, default=Scan.NOT_SCANNED
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    added_by = models.CharField(_("added by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "serial"], name="paper_serial_in_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.serial}: {self.kind}"  # never its name

    @property
    def form(self) -> Kind:
        """Its kind, with the extension and media type under which it is handed out."""
        return KINDS[self.kind]

    @property
    def in_words(self) -> str:
        """Kind and size in the active language."""
        return f"{self.form.label}, {filesizeformat(self.size)}"

    @property
    def may_be_opened(self) -> bool:
        """Not while a scanner is waited for, and not when it found something."""
        return self.scan in OPENED_SCANS


class PaperContent(models.Model):
    """The bytes of a paper, encrypted; apart, so that no list ever decrypts them."""

    paper = models.OneToOneField(
        Paper,
        models.CASCADE,
        primary_key=True,
        related_name="stored",
        verbose_name=_("paper"),
    )
    content = EncryptedBinaryField(_("content"))

    class Meta:
        verbose_name = _("content of a paper")
        verbose_name_plural = _("contents of papers")

    def __str__(self) -> str:
        return str(self.paper_id)
