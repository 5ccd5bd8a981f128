"""Releases: what was protected when, by whom, from how many records, and what it was checked on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.insight.disclosure.choices import REPORTERS, TRANSITIONS, State


def new_release_number() -> str:
    return new_number("R")


class Release(models.Model):
    """One protected table: first a draft, then perhaps released, at last superseded."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_release_number)
    table = models.CharField(_("table"), max_length=60, default=REPORTERS)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    unknown_year = models.BooleanField(_("with reports whose year is not known"))
    cutoff = models.DateTimeField(_("cut-off"))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.CharField(_("created by"), max_length=80)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.CharField(_("released by"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("takes the place of"),
    )
    yearly_revision = models.BooleanField(_("yearly revision"), default=False)
    reason = models.TextField(_("reason"), blank=True)

    records = models.PositiveIntegerField(_("reports counted"))
    base = models.PositiveSmallIntegerField(_("base of the rounding"))
    method = models.CharField(_("method"), max_length=60)
    content_hash = models.CharField(_("hash of the content"), max_length=64)

    # The verdict of methods.disclosure.checks, as it was when the draft was made.
    passed = models.BooleanField(_("all checks passed"))
    small_before = models.PositiveIntegerField(_("small numbers before"))
    small_after = models.PositiveIntegerField(_("small numbers after"))
    broken_sums = models.PositiveIntegerField(_("sums that do not add up"))
    small_differences = models.PositiveIntegerField(_("small differences"))
    changed_cells = models.PositiveIntegerField(_("numbers changed"))
    mean_error = models.FloatField(_("mean change"))
    largest_error = models.PositiveIntegerField(_("largest change"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table"],
                condition=models.Q(state="released"),
                name="disclosure_one_current_release_per_table",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def may_become(self, state: str) -> bool:
        """Whether the table of transitions leads from here to `state`."""
        return state in TRANSITIONS[State(self.state)]


class ReleaseCell(models.Model):
    """One number of a release, before and after protection. The first never leaves this table."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="cells")
    unit = models.CharField(_("counting unit"), max_length=10)
    period = models.CharField(_("period"), max_length=10)
    kind = models.CharField(_("kind of reporter"), max_length=40)
    before = models.PositiveIntegerField(_("before protection"))
    value = models.PositiveIntegerField(_("after protection"))

    class Meta:
        verbose_name = _("number of a release")
        verbose_name_plural = _("numbers of releases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "unit", "period", "kind"], name="disclosure_one_number_per_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.kind}: {self.value}"

    @property
    def difference(self) -> int:
        """Protected minus true."""
        return self.value - self.before

    @property
    def size(self) -> int:
        """The difference without its sign."""
        return abs(self.difference)
