"""Persons and what the register holds about them. A report is the fact, a person is an opinion."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import BlindIndexField, EncryptedTextField
from schakel.register.intake.models import Report
from schakel.register.intake.names import exact_key
from schakel.register.persons.choices import IdentityGround, MembershipKind
from schakel.register.persons.desk import SavedSearch as SavedSearch  # so that Django finds it
from schakel.register.persons.desk import TriageStep as TriageStep


def new_person_number() -> str:
    return new_number("P")


class Person(models.Model):
    """Somebody whom one or more reports are held to be about; never deleted by a move."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_person_number)
    created_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    created_by = models.CharField(_("registered by"), max_length=60)

    # On rows from `queries.summarise` only.
    reports: int
    years: list[int | None]
    kinds: list[str]

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class Identity(models.Model):
    """What one report says about who the person is; there only where the report carried it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities")
    report = models.OneToOneField(
        "intake.Report", models.PROTECT, related_name="+", verbose_name=_("report")
    )
    surname = EncryptedTextField(_("surname"), blank=True)
    given_names = EncryptedTextField(_("given names"), blank=True)
    date_of_birth = EncryptedTextField(_("date of birth"), blank=True)
    gender = models.CharField(_("gender"), max_length=20)
    exact_index = BlindIndexField(
        sources=("surname", "given_names", "date_of_birth", "gender"), normalise=exact_key
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self) -> str:
        return str(self.person_id)


class IdentityOpening(models.Model):
    """Somebody asked to see who a person is, and why; the log itself holds no free text."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    report = models.ForeignKey(
        "intake.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("report"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    ground = models.CharField(_("ground"), max_length=30, choices=IdentityGround.choices)
    explanation = EncryptedTextField(_("explanation"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of an identity")
        verbose_name_plural = _("openings of identities")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.ground} ({self.at:%Y-%m-%d})"


class MembershipQuerySet(VisibleQuerySet):
    """Which report belonged to which person, and when."""

    def open(self) -> Self:
        """As the register holds it now."""
        return self.filter(until=None)

    def counting(self) -> Self:
        """Those of reports that count. Asked per row, for a list of all that count is long."""
        mine = Report.objects.standing().filter(pk=OuterRef("report"))
        return self.open().filter(Exists(mine))

    def at(self, moment: object) -> Self:
        """As the register held it at `moment`, so that figures of any date can be made again."""
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class Membership(models.Model):
    """The opinion that a report is about a person; closed and opened anew, never rewritten."""

    report = models.ForeignKey(
        "intake.Report", models.PROTECT, related_name="+", verbose_name=_("report")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.CharField(_("decided by"), max_length=60)
    kind = models.CharField(_("basis"), max_length=20, choices=MembershipKind.choices)
    reason = EncryptedTextField(_("reason"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(until=None), name="one_open_membership_per_report"
            )
        ]
        indexes = [
            # Who is in the register at all: asked of every person, each time the list is counted.
            models.Index(
                fields=["person"], condition=Q(until=None), name="open_membership_of_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.person_id}"


class RegistrationQuerySet(VisibleQuerySet):
    """Persons as counted, by year."""

    def current(self) -> Self:
        """Those that still rest on a report that counts."""
        return self.filter(ended_at=None)


class Registration(models.Model):
    """A person counts once in a calendar year: the year of the report. Year null: not known."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="registrations", verbose_name=_("person")
    )
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    first_report = models.ForeignKey(
        "intake.Report", models.PROTECT, related_name="+", verbose_name=_("first report")
    )
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)
    # Set when no report of the year counts for this person any more (moved, corrected, withdrawn);
    # the row stays, so that its dossier history returns when such a report does.
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    # On rows from `queries.registrations` only.
    first_seen: "models.Model | None"

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["person", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=Q(year__isnull=False),
                name="one_registration_per_person_and_year",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(year__isnull=True),
                name="one_registration_per_person_without_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year or '–'}"


class DossierTypeChange(models.Model):
    """From `since` the registration is of this type; the newest row says what it is now."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="dossier_types", verbose_name=_("registration")
    )
    dossier_type = models.CharField(_("dossier type"), max_length=40)
    since = models.DateField(_("since"))
    by = models.CharField(_("decided by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier type")
        verbose_name_plural = _("dossier types")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dossier_type} ({self.since})"


class Exploitation(models.Model):
    """A form of exploitation (and sector) of which one report about the person speaks."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="exploitation", verbose_name=_("person")
    )
    report = models.ForeignKey(
        "intake.Report", models.PROTECT, related_name="+", verbose_name=_("source")
    )
    form = models.CharField(_("form of exploitation"), max_length=40)
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    main = models.BooleanField(_("main form"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("exploitation")
        verbose_name_plural = _("exploitation")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.form


class RegistrationsCounted(models.Model):
    """Up to which status of a report the registrations were worked out; one row."""

    # The primary key of an intake.ReportStatus; those are never deleted one by one.
    status = models.BigIntegerField(_("last status of a report"), default=0)

    class Meta:
        verbose_name = _("state of the count of registrations")
        verbose_name_plural = _("state of the count of registrations")

    def __str__(self) -> str:
        return str(self.status)
