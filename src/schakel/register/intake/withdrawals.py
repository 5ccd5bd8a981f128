"""The tables of consent that was withdrawn: what ended, on whose word, and what was done about it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.register.intake.choices import ConsentGivenBy, Consequence


class ConsentWithdrawal(models.Model):
    """Somebody took consent back (GDPR art. 7(3)). Appended, never changed or undone.

    It holds for the report that it names, for what that report corrects, and for what corrects it.
    """

    report = models.ForeignKey(
        "intake.Report",
        models.CASCADE,
        related_name="consent_withdrawals",
        verbose_name=_("report"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"))
    given_by = models.CharField(_("who withdrew it"), max_length=10, choices=ConsentGivenBy.choices)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    by = models.CharField(_("recorded by"), max_length=40)

    class Meta:
        verbose_name = _("withdrawal of consent")
        verbose_name_plural = _("withdrawals of consent")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} ({self.withdrawn_on})"


class WithdrawnPurpose(models.Model):
    """One purpose of one report that consent no longer carries; once is enough."""

    withdrawal = models.ForeignKey(ConsentWithdrawal, models.CASCADE, related_name="purposes")
    purpose = models.OneToOneField(
        "intake.ReportPurpose",
        models.CASCADE,
        related_name="withdrawn",
        verbose_name=_("purpose"),
    )

    class Meta:
        verbose_name = _("withdrawn purpose")
        verbose_name_plural = _("withdrawn purposes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.purpose_id)


class WithdrawalConsequence(models.Model):
    """Something that was done because consent ended, and to how many things."""

    withdrawal = models.ForeignKey(ConsentWithdrawal, models.CASCADE, related_name="consequences")
    code = models.CharField(_("consequence"), max_length=30, choices=Consequence.choices)
    count = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("consequence of a withdrawal")
        verbose_name_plural = _("consequences of withdrawals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["withdrawal", "code"], name="consequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.count}"


class ClosedIdentity(models.Model):
    """A report of which the register may no longer hold who it is about."""

    report = models.OneToOneField(
        "intake.Report",
        models.CASCADE,
        primary_key=True,
        related_name="closed_identity",
        verbose_name=_("report"),
    )
    withdrawal = models.ForeignKey(
        ConsentWithdrawal, models.CASCADE, related_name="closed", verbose_name=_("withdrawal")
    )
    # False: the report itself still says who it is about, for a purpose that consent still carries.
    erased = models.BooleanField(_("erased from the report too"), default=False)
    # Keyed hash of the sender's reference, which is gone: the same report is refused when sent anew.
    reference_mark = models.CharField(
        _("mark of the reference"), max_length=64, blank=True, db_index=True
    )

    class Meta:
        verbose_name = _("closed identity")
        verbose_name_plural = _("closed identities")

    def __str__(self) -> str:
        return str(self.report_id)
