"""The tables of attachments: what is known of each file, and its content apart."""

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.files.choices import OPENED_SCANS, SCAN_TRANSITIONS, Scan
from schakel.foundation.files.kinds import CHOICES, KINDS, Kind
from schakel.foundation.vault.fields import EncryptedBinaryField, EncryptedTextField


class AttachmentQuerySet(models.QuerySet):
    """Attachments, without their content."""

    def waiting(self) -> "AttachmentQuerySet":
        """Those that no scanner has judged yet."""
        return self.filter(scan__in=[state for state, after in SCAN_TRANSITIONS.items() if after])


class Attachment(models.Model):
    """A file of a draft or of a report. Once sent it is never changed, and removed only when consent for the
    report ends.

    Only what a virus scanner says of it may change, and the row moves along when the draft is sent.
    """

    draft = models.ForeignKey(
        "intake.ReportDraft",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("draft"),
    )
    report = models.ForeignKey(
        "intake.Report",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("report"),
    )
    # The answer to a question of the centre with which it came; null: with the report, or of itself.
    answer = models.ForeignKey(
        "intake.ReportStatus",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("answer"),
    )
    # 1, 2, 3 … within the report: what an address and a handed-out file name say, instead of its name.
    serial = models.PositiveSmallIntegerField(_("serial number"))
    name = EncryptedTextField(_("name of the file"), blank=True)
    kind = models.CharField(_("kind of file"), max_length=8, choices=CHOICES)
    size = models.PositiveIntegerField(_("size in bytes"))
    # Keyed hash of the content, to notice the same file; says nothing to who has no key.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    # SHA-256 as everybody can compute it, for the receipt; encrypted, as it tells whether it is a known file.
    checksum = EncryptedTextField(_("checksum"))
    scan = models.CharField(
        _("virus scan"), max_length=16, choices=Scan.choices, default=Scan.NOT_SCANNED
    )
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    added_by = models.CharField(_("added by"), max_length=40)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["serial"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft=None, report__isnull=False)
                | models.Q(draft__isnull=False, report=None),
                name="attachment_of_draft_or_report",
            ),
            models.UniqueConstraint(fields=["draft", "serial"], name="attachment_serial_in_draft"),
            models.UniqueConstraint(
                fields=["report", "serial"], name="attachment_serial_in_report"
            ),
            models.UniqueConstraint(
                fields=["draft", "fingerprint"], name="attachment_once_in_draft"
            ),
            models.UniqueConstraint(
                fields=["report", "fingerprint"], name="attachment_once_in_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial}: {self.kind}"  # never its name

    @property
    def owner(self) -> tuple[str, str]:
        """("report", its number) or ("draft", its number), as the log names it."""
        if self.report is not None:
            return "report", self.report.number
        return "draft", self.draft.number if self.draft is not None else ""

    @property
    def in_words(self) -> str:
        """Kind, size and virus scan, in the active language; not its name."""
        return ", ".join((str(self.form.label), filesizeformat(self.size), self.get_scan_display()))

    @property
    def form(self) -> Kind:
        """Its kind, with the extension and media type under which it is handed out."""
        return KINDS[self.kind]

    @property
    def may_be_opened(self) -> bool:
        """Not while a scanner is waited for, and not when it found something."""
        return self.scan in OPENED_SCANS


class AttachmentContent(models.Model):
    """The bytes of an attachment, encrypted; apart, so that no list ever decrypts them."""

    attachment = models.OneToOneField(
        Attachment,
        models.CASCADE,
        primary_key=True,
        related_name="stored",
        verbose_name=_("attachment"),
    )
    content = EncryptedBinaryField(_("content"))

    class Meta:
        verbose_name = _("content of an attachment")
        verbose_name_plural = _("contents of attachments")

    def __str__(self) -> str:
        return str(self.attachment_id)
