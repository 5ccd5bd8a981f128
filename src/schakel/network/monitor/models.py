"""States of items per municipality, surveys, contacts and the aim of a year. No row names a person."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.network.directory.models import DatedQuerySet
from schakel.network.monitor.choices import (
    THERE,
    BatchKind,
    ContactKind,
    Covers,
    Source,
    State,
    Verdict,
)


def new_survey_number() -> str:
    return new_number("Q")


class Office(models.Model):
    """An organisation advises a municipality on its approach, from a day until a day.

    One organisation may do so for several municipalities, as those that share their civil servants do.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    municipality = models.ForeignKey(
        "geography.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("adviser's office")
        verbose_name_plural = _("advisers' offices")
        ordering = ["municipality", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="office_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} – {self.municipality_id}"


class Batch(models.Model):
    """States written down at once; its token makes a second sending of the same form do nothing."""

    kind = models.CharField(_("kind"), max_length=8, choices=BatchKind.choices)
    token = models.CharField(_("token"), max_length=64, unique=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    # Of a spreadsheet that was checked and not yet applied: its changes as JSON; empty once it was.
    content = models.TextField(_("content"), blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of states")
        verbose_name_plural = _("entries of states")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Details(models.Model):
    """What can be said about an item besides its state."""

    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    hours = models.DecimalField(
        _("hours a week"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(2000)],
    )
    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("up to and including age"), null=True, blank=True)
    covers_all = models.CharField(
        _("for victims of all forms"), max_length=3, choices=Covers.choices, blank=True
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    valid_until = models.DateField(pgettext_lazy("last day", "valid until"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        abstract = True


# The same, by name: a state and an answer say the same things.
DETAIL_FIELDS = tuple(field.name for field in Details._meta.local_fields)


class StatusQuerySet(VisibleQuerySet):
    """States by municipality and day."""

    def as_on(self, day: date) -> Self:
        """What holds on or before `day`, the oldest first; of one day, the last written down comes last."""
        return self.filter(on__lte=day).order_by("on", "pk")

    def of(self, municipalities: Iterable[str] | None, items: Iterable[str] | None) -> Self:
        """Only of these municipalities and items; None: of all."""
        found = self
        if municipalities is not None:
            found = found.filter(municipality__in=list(municipalities))
        return found if items is None else found.filter(item__in=list(items))


class Status(Details):
    """How an item stands in a municipality from a day on, who says so and who looked. Appended, never
    changed: a correction is a later row about the same day."""

    municipality = models.ForeignKey(
        "geography.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    # A code of the list `monitor_item` (foundation.terms).
    item = models.CharField(_("item"), max_length=40)
    state = models.CharField(pgettext_lazy("item", "state"), max_length=16, choices=State.choices)
    on = models.DateField(_("holds from"))
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    next_check = models.DateField(_("next check"), null=True, blank=True)
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="states",
        verbose_name=_("entry"),
    )
    at = models.DateTimeField(_("written down at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of an item")
        verbose_name_plural = _("states of items")
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["item", "on", "id"], name="status_by_item"),
            models.Index(fields=["municipality", "item", "on", "id"], name="status_by_place"),
            models.Index(fields=["next_check"], name="status_due"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.item}: {self.state}"

    def ran_out(self, day: date) -> bool:
        """It counts as there on `day`, and what is there ended before."""
        return self.state in THERE and self.valid_until is not None and self.valid_until < day

    def look_on(self, by: date) -> date:
        """The first day, up to `by`, on which there is a reason to look at it again."""
        days = [self.next_check, self.valid_until if self.ran_out(by) else None]
        return min((day for day in days if day), default=by)


class Survey(models.Model):
    """A municipality is asked how it stands. It answers once; the centre decides on each answer."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_survey_number)
    # Who is asked.
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", verbose_name=_("adviser's office")
    )
    municipality = models.ForeignKey(
        "geography.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.CharField(_("asked by"), max_length=60)
    due_on = models.DateField(pgettext_lazy("last day", "answer before"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=60, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey of a municipality")
        verbose_name_plural = _("surveys of municipalities")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(closed_at=None),
                name="one_open_survey_per_municipality",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Answer(Details):
    """What a municipality says about one item: a proposal, until the centre accepts it."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="answers", verbose_name=_("survey")
    )
    item = models.CharField(_("item"), max_length=40)
    state = models.CharField(pgettext_lazy("item", "state"), max_length=16, choices=State.choices)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a municipality")
        verbose_name_plural = _("answers of municipalities")
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "item"], name="one_answer_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.item}"


class Contact(models.Model):
    """The centre spoke to, wrote to or advised a municipality. Appended, never changed."""

    municipality = models.ForeignKey(
        "geography.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ContactKind.choices)
    on = models.DateField(_("on"))
    # Asked for, or on the centre's own initiative: advice asked and unasked are accounted for apart.
    asked_for = models.BooleanField(_("asked for by the municipality"), default=False)
    text = models.CharField(_("about what"), max_length=300, blank=True)
    at = models.DateTimeField(_("written down at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact with a municipality")
        verbose_name_plural = _("contacts with municipalities")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["municipality", "-on"], name="contact_by_place")]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.on}"


class Aim(models.Model):
    """How many municipalities without full policy are to be informed in a year."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    number = models.PositiveSmallIntegerField(_("number of municipalities"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("aim of a year")
        verbose_name_plural = _("aims of years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.number}"
