"""Releases: which periods, from which snapshot, by whom, what was lost, what was tried against them."""

from collections.abc import Iterable
from itertools import groupby

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import (
    CHECKS,
    OPEN_STATES,
    TRANSITIONS,
    Answer,
    Kind,
    State,
    StepKind,
)
from schakel.insight.disclosure.parts import chapter_of, code_of, part_label, period_of
from schakel.knowledge.figures.choices import Chapter


def in_words(periods: Iterable[str]) -> str:
    """Parts of a release in words, years that follow each other as a range."""
    found: dict[Chapter, list[str]] = {}
    for code in periods:
        found.setdefault(chapter_of(code), []).append(period_of(code))
    return ", ".join(
        part_label(code_of(chapter, span)) for chapter in found for span in _spans(found[chapter])
    )


def _spans(periods: Iterable[str]) -> list[str]:
    found = list(periods)
    years = sorted(int(one) for one in found if one.isdigit())
    runs = [
        [year for _place, year in run]
        for _start, run in groupby(enumerate(years), key=lambda one: one[1] - one[0])
    ]
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return [*told, *(one for one in found if not one.isdigit())]


def new_release_number() -> str:
    return new_number("R")


class Release(models.Model):
    """Protected cubes of some periods: made by one officer, signed by another."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_release_number)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    # None for a table from before there were snapshots.
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, related_name="+", verbose_name=_("snapshot")
    )
    cutoff = models.DateTimeField(_("cut-off"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("made by"), max_length=80)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=80, blank=True)
    reason_nl = models.TextField(_("what changed, in Dutch"), blank=True)
    reason_en = models.TextField(_("what changed, in English"), blank=True)
    # The calendar year in which this was the revision.
    revision_year = models.PositiveSmallIntegerField(_("year of the revision"), null=True)

    base = models.PositiveSmallIntegerField(_("base of the rounding"))
    method = models.CharField(_("method"), max_length=60)
    # Over all periods; empty until the last one is built.
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision_year"],
                condition=Q(revision_year__isnull=False),
                name="disclosure_one_revision_a_year",
            ),
            # Four eyes, kept by the database as well. A table from before was released by one.
            models.CheckConstraint(
                condition=Q(signed_by="") | Q(kind=Kind.TABLE) | ~Q(signed_by=F("created_by")),
                name="disclosure_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.TABLE)
                | Q(state__in=[*OPEN_STATES, State.DISCARDED, State.REFUSED], signed_by="")
                | (Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) & ~Q(signed_by="")),
                name="disclosure_published_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def may_become(self, state: str) -> bool:
        """Whether the table of transitions leads from here to `state`."""
        return state in TRANSITIONS[State(self.state)]

    @property
    def is_revision(self) -> bool:
        """Whether it takes the place of periods that were published before."""
        return self.kind == Kind.REVISION

    @property
    def told_periods(self) -> str:
        """Its periods in words, years that follow each other as a range."""
        return in_words([one.period for one in self.periods.all()])


class ReleasePeriod(models.Model):
    """One period of a release: its protected cube, and what protecting it cost."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="periods")
    # With its chapter, where it is not of the register: see `parts`.
    period = models.CharField(_("period"), max_length=20)
    # Whether this is how the period first became public; true at most once for each period.
    first = models.BooleanField(_("first publication"), default=False)
    records = models.PositiveIntegerField(_("records counted"))
    # In a revision: records that are new, gone or otherwise since the version that it replaces.
    changed_records = models.PositiveIntegerField(_("records changed"), null=True)

    built_at = models.DateTimeField(_("built at"), null=True)
    # As it will be handed down; empty before it is built, and again once it is published or put aside.
    cube = models.BinaryField(_("protected counts"), null=True)
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)
    cells = models.PositiveIntegerField(_("numbers in the cube"), default=0)
    small_before = models.PositiveIntegerField(_("small numbers before"), default=0)
    changed = models.PositiveIntegerField(_("numbers changed"), default=0)
    mean_error = models.FloatField(_("mean change"), default=0)
    largest_error = models.PositiveIntegerField(_("largest change"), default=0)
    total_error = models.IntegerField(_("change of the total"), default=0)
    # Whether a second building gave the same; None: not tried.
    rebuilt_same = models.BooleanField(_("the same when built again"), null=True)
    attacked_at = models.DateTimeField(_("attacked at"), null=True)

    class Meta:
        verbose_name = _("period of a release")
        verbose_name_plural = _("periods of releases")
        ordering = ["release", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "period"], name="disclosure_each_period_once"
            ),
            models.UniqueConstraint(
                fields=["period"], condition=Q(first=True), name="disclosure_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.period}"


class Loss(models.Model):
    """What protection changed in one table of a period; `dimensions` joined by "|", none for the totals."""

    period = models.ForeignKey(ReleasePeriod, models.CASCADE, related_name="losses")
    dimensions = models.CharField(_("dimensions"), max_length=120)
    cells = models.PositiveIntegerField(_("numbers in the table"))
    mean_error = models.FloatField(_("mean change"))
    largest_error = models.PositiveIntegerField(_("largest change"))

    class Meta:
        verbose_name = _("loss in a table")
        verbose_name_plural = _("losses in tables")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "dimensions"], name="disclosure_each_table_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimensions}: {self.mean_error}"


class Verdict(models.Model):
    """What one check or attack found in a period; one that did not pass keeps the release from signing."""

    period = models.ForeignKey(ReleasePeriod, models.CASCADE, related_name="verdicts")
    code = models.CharField(_("code"), max_length=40)
    measured = models.FloatField(_("measured"), null=True)
    limit = models.FloatField(_("limit"), null=True)
    # None: it could not be measured, for the reason in the note.
    passed = models.BooleanField(_("passed"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Names categories, never a count.
    worst_cell = models.CharField(_("worst cell"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "code"], name="disclosure_each_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.measured}"

    @property
    def name(self) -> str:
        """What was tried, in words."""
        return str(CHECKS.get(self.code, self.code))


class Step(models.Model):
    """Something that happened to a release. Only ever added."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=80)
    kind = models.CharField(_("what"), max_length=20, choices=StepKind.choices)
    note = models.TextField(_("note"), blank=True)
    # The hash that this person had before them.
    content_hash = models.CharField(_("hash of the content"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("step of a release")
        verbose_name_plural = _("steps of releases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d}"


class Withdrawal(models.Model):
    """One officer asks that a release be withdrawn, with the note for the public; another answers."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="withdrawals")
    note_nl = models.TextField(_("note in Dutch"))
    note_en = models.TextField(_("note in English"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=80)
    answer = models.CharField(
        _("answer"), max_length=10, choices=Answer.choices, default=Answer.WAITING
    )
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("withdrawal of a release")
        verbose_name_plural = _("withdrawals of releases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(answer=Answer.WAITING),
                name="disclosure_one_withdrawal_waits",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("asked_by")), name="disclosure_answered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.answer}"
