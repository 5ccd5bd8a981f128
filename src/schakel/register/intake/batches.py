"""The tables of files of reports: what was sent in, how far it is, and what is wrong with which row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedBinaryField, EncryptedTextField
from schakel.register.intake.choices import BATCH_TRANSITIONS, BatchState, FileFormat, OnError
from schakel.register.intake.files.errors import column_label, error_text


def new_batch_number() -> str:
    return new_number("B")


class ImportBatch(models.Model):
    """One file of reports. Its rows become reports all together or not at all."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_batch_number)
    format = models.CharField(_("format"), max_length=10, choices=FileFormat.choices)
    sha256 = models.CharField(_("checksum of the file"), max_length=64, db_index=True)
    # Within which source the sender's own keys for persons are meant ("O-…" or a name such as "lists").
    source = models.CharField(_("source"), max_length=80)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    # The kind of reporter for the whole file; "" where each row names its own.
    reporter_type = models.CharField(_("kind of reporter"), max_length=40, blank=True)
    on_error = models.CharField(
        _("rows with errors"), max_length=8, choices=OnError.choices, default=OnError.HOLD
    )
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.STAGED
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    next_line = models.PositiveIntegerField(_("next line to read"), default=0)
    reports = models.PositiveIntegerField(_("reports"), default=0)
    persons = models.PositiveIntegerField(_("persons"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    by = models.CharField(_("sent by"), max_length=40)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # The uploaded file, kept only until the import is done or discarded; of a delivery also as long as
    # its sender may want to repair the wrong rows, up to `expires_at`.
    content = EncryptedBinaryField(_("file"), null=True, blank=True)
    # Sent by a partner itself: its reports wait for a registrar, as those from the form do.
    waits = models.BooleanField(_("reports wait for a registrar"), default=False)
    # Of a delivery: until when the file is kept at the latest.
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True, db_index=True)
    undo_reason = EncryptedTextField(_("reason of the undoing"), blank=True)
    # Do the corrections of its reports fall with the delivery? Null: it was never undone.
    undo_corrections = models.BooleanField(_("corrections fall too"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    def may_become(self, state: str) -> bool:
        return state in BATCH_TRANSITIONS[self.state]


class ImportRowError(models.Model):
    """One thing wrong with one row. The text that says what to do is composed when it is shown."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="errors")
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=60)
    code = models.CharField(_("code"), max_length=40)
    value = EncryptedTextField(_("value"), blank=True)
    # What the message names besides the value: the nearest code, or an earlier report's number.
    hint = models.CharField(_("hint"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("row with an error")
        verbose_name_plural = _("rows with errors")
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line} {self.code}"

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the active language."""
        return error_text(self.code, self.hint, self.column)

    @property
    def place(self) -> str:
        """The heading of the column, in the active language."""
        return column_label(self.column)
