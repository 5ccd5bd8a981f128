"""Reports as received, their status history, and the files they came in."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import (
    BlindIndexField,
    EncryptedTextField,
)
from schakel.register.intake.attachments.tables import Attachment as Attachment
from schakel.register.intake.attachments.tables import AttachmentContent as AttachmentContent
from schakel.register.intake.batches import ImportBatch as ImportBatch
from schakel.register.intake.batches import ImportRowError as ImportRowError
from schakel.register.intake.choices import ENDED, UNKNOWN, ReturnReason, Status
from schakel.register.intake.drafts import ReportDraft as ReportDraft
from schakel.register.intake.grounds import LegalRule as LegalRule  # so that Django finds the table
from schakel.register.intake.idempotency import IdempotencyKey as IdempotencyKey
from schakel.register.intake.names import exact_key, scoped_key
from schakel.register.intake.parts import PossibleAges
from schakel.register.intake.parts import ReportCircumstance as ReportCircumstance
from schakel.register.intake.parts import ReportCountry as ReportCountry
from schakel.register.intake.parts import ReportNationality as ReportNationality
from schakel.register.intake.parts import ReportPeriod as ReportPeriod
from schakel.register.intake.parts import ReportPlace as ReportPlace
from schakel.register.intake.restrictions import ReportRestriction as ReportRestriction
from schakel.register.intake.restrictions import RestrictionEnd as RestrictionEnd
from schakel.register.intake.tips import Tip as Tip
from schakel.register.intake.withdrawals import ClosedIdentity as ClosedIdentity
from schakel.register.intake.withdrawals import ConsentWithdrawal as ConsentWithdrawal
from schakel.register.intake.withdrawals import WithdrawalConsequence as WithdrawalConsequence
from schakel.register.intake.withdrawals import WithdrawnPurpose as WithdrawnPurpose


def new_report_number() -> str:
    return new_number("M")


class ReportQuerySet(VisibleQuerySet):
    """Reports, with the questions many pages ask of them."""

    def with_status(self) -> Self:
        """Each row gets `status`: the latest status, RECEIVED where none was written."""
        latest = ReportStatus.objects.filter(report=OuterRef("pk")).order_by("-pk").values("status")
        return self.annotate(status=Coalesce(Subquery(latest[:1]), models.Value(Status.RECEIVED)))

    def standing(self) -> Self:
        """Reports that count: neither withdrawn nor replaced by a correction."""
        ended = ReportStatus.objects.filter(report=OuterRef("pk"), status__in=ENDED)
        return self.filter(~Exists(ended))

    def with_rows(self) -> Self:
        """Everything a page about the report shows, in a fixed number of queries; no identity."""
        return self.select_related(
            "organisation",
            "police_unit",
            "country_of_birth",
            "place_country",
            "place_municipality",
            "corrects",
        ).prefetch_related(
            models.Prefetch(
                "purposes", ReportPurpose.objects.select_related("withdrawn__withdrawal")
            ),
            "forms",
            "nationalities",
            "further_places__municipality",
            "periods",
            "countries",
            "circumstances",
            "statuses",
            "corrections",
        )


class Report(PossibleAges):
    """What one reporter sent about one person, as it was received.

    A database trigger refuses every UPDATE: a correction is a new row that names this one in
    `corrects`, what became of it stands in `ReportStatus`, and everything that may have to be
    re-encrypted or erased stands in `ReportIdentity`.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_report_number)
    channel = models.CharField(_("channel"), max_length=20)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    # A partial date ("2019", "2019-05", "2019-05-03"); "" = not known.
    reported_on = models.CharField(_("date of report"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    # Null where only the kind of reporter is known, as in published lists.
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("organisation"),
    )
    reporter_type = models.CharField(_("kind of reporter"), max_length=40, db_index=True)
    police_unit = models.ForeignKey(
        "geography.PoliceUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("police unit"),
    )
    share_level = models.CharField(_("what was shared about identity"), max_length=20)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    age_group = models.CharField(_("age group"), max_length=20, default=UNKNOWN)
    gender = models.CharField(_("gender"), max_length=20, default=UNKNOWN)
    residence_status = models.CharField(_("residence status"), max_length=40, default=UNKNOWN)
    country_of_birth = models.ForeignKey(
        "geography.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country of birth"),
    )
    domestic_crossborder = models.CharField(
        _("domestic or cross-border"), max_length=20, default=UNKNOWN
    )
    place_municipality = models.ForeignKey(
        "geography.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality of exploitation"),
    )
    place_country = models.ForeignKey(
        "geography.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country of exploitation"),
    )
    police_report_status = models.CharField(
        _("police report (aangifte)"), max_length=40, default=UNKNOWN
    )
    reflection_period_status = models.CharField(
        _("reflection period"), max_length=40, default=UNKNOWN
    )
    # Only cross-border recruitment (art. 273f(1)(3) Sr), which the Rapporteur counts apart; null = not known.
    sub3_only = models.BooleanField(_("only art. 273f(1)(3)"), null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received",
        verbose_name=_("import"),
    )
    entered_by = models.CharField(_("entered by"), max_length=40)
    # Keyed hash of what was sent: the same sending twice is one report.
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)

    status: str  # on rows from `with_status` only

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at", "-pk"]
        constraints = [
            # One report is corrected once; a further correction corrects the correction.
            models.UniqueConstraint(fields=["corrects"], name="one_correction_per_report"),
        ]
        indexes = [models.Index(fields=["organisation", "-received_at"], name="report_by_sender")]

    def __str__(self) -> str:
        return self.number


class ReportPurpose(models.Model):
    """What the report is for, and on which ground data may be shared for that purpose."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="purposes")
    purpose = models.CharField(_("purpose"), max_length=30)
    legal_basis = models.CharField(_("legal basis"), max_length=40)
    consent_date = models.CharField(_("date of consent"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "purpose"], name="one_basis_per_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.legal_basis}"


class ReportForm(models.Model):
    """A form of exploitation that the reporter named."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="forms")
    form = models.CharField(_("form of exploitation"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    main = models.BooleanField(_("main form"), default=False)

    class Meta:
        verbose_name = _("form of exploitation")
        verbose_name_plural = _("forms of exploitation")
        ordering = ["-main", "pk"]

    def __str__(self) -> str:
        return self.form


class ReportIdentity(models.Model):
    """Who the report is about, encrypted; and what finds the same person again."""

    report = models.OneToOneField(
        Report, models.CASCADE, primary_key=True, related_name="identity", verbose_name=_("report")
    )
    # Whose keys and references these are: the number of an organisation, or the name of a source.
    scope = models.CharField(_("source"), max_length=80)
    surname = EncryptedTextField(_("surname"), blank=True)
    name_prefix = EncryptedTextField(_("name prefix"), blank=True)
    given_names = EncryptedTextField(_("given names"), blank=True)
    birth_name = EncryptedTextField(_("surname at birth"), blank=True)
    aliases = EncryptedTextField(_("aliases"), blank=True)  # see `names.joined`
    # A partial date as text; "" = not known.
    date_of_birth = EncryptedTextField(_("date of birth"), blank=True)
    birth_basis = EncryptedTextField(_("basis of the date of birth"), blank=True)
    birth_place = EncryptedTextField(_("place of birth"), blank=True)
    v_number = EncryptedTextField(_("V-number"), blank=True)
    phone = EncryptedTextField(_("telephone number"), blank=True)
    reporter_reference = EncryptedTextField(_("reporter's reference"), blank=True)
    person_key = EncryptedTextField(_("reporter's key for the person"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    # Blind indexes; "" where there is too little to find anybody by.
    exact_index = BlindIndexField(
        sources=("surname", "given_names", "date_of_birth", "gender"), normalise=exact_key
    )
    person_key_index = BlindIndexField(sources=("scope", "person_key"), normalise=scoped_key)
    reference_index = BlindIndexField(sources=("scope", "reporter_reference"), normalise=scoped_key)

    class Meta:
        verbose_name = _("identity in a report")
        verbose_name_plural = _("identities in reports")

    def __str__(self) -> str:
        return str(self.report_id)  # never a name: this text may end up in a log

    @property
    def gender(self) -> str:
        """As the report gives it; part of the exact index."""
        return self.report.gender


class ReportStatus(models.Model):
    """Something that became of a report; appended, never overwritten."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="statuses")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=40)
    # Why, where the status wants one of a list; "" for the others.
    reason = models.CharField(
        _("reason"), max_length=20, choices=ReturnReason.choices, blank=True, default=""
    )
    note = EncryptedTextField(_("note"), blank=True)
    # It ended because the whole delivery was undone: the same content may be sent anew.
    undone = models.BooleanField(_("undone with its delivery"), default=False)

    class Meta:
        verbose_name = _("status of a report")
        verbose_name_plural = _("statuses of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.status}"
