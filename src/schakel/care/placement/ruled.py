"""The rules about who fits where, as stored: versions that are appended and never changed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.methods.placement import Criterion, Level, Rule, RuleKind
from schakel.methods.placement.rules import MOST_WEIGHT

LEVELS = {
    Level.SCHEME.value: _("kind of shelter"),
    Level.ORGANISATION.value: _("organisation"),
    Level.SITE.value: _("site"),
    Level.UNIT.value: _("unit"),
}
KINDS = {RuleKind.REQUIRE.value: _("condition"), RuleKind.PREFER.value: _("preference")}
CRITERIA = {
    Criterion.SAFETY.value: _("safety"),
    Criterion.SCARCITY.value: _("keep scarce places free"),
    Criterion.FIT.value: _("fit"),
    Criterion.GROUP.value: _("people who travel along"),
    Criterion.CONTINUITY.value: _("stay with the same organisation"),
}


class RuleVersionQuerySet(VisibleQuerySet):
    """Versions by whether they hold."""

    def in_force(self, on: date) -> Self:
        """Of each rule the newest version that has begun on that day, unless it has ended by then."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        newest = RuleVersion.objects.filter(begun, code=OuterRef("code")).order_by("-version")
        rows = self.filter(pk=Subquery(newest.values("pk")[:1]))
        return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on))

    def newest(self) -> Self:
        """Of each rule its last version, also one that begins later or has ended."""
        last = RuleVersion.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(pk=Subquery(last.values("pk")[:1]))


class RuleVersion(models.Model):
    """One version of one rule. The newest that has begun holds; the one before it has ended then."""

    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"))
    level = models.CharField(_("level"), max_length=12, choices=LEVELS.items())
    # The code of the scheme, organisation, site or unit; empty: every one of that level.
    owner = models.CharField(_("for which"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS.items())
    expression = models.JSONField(_("conditions"))
    text_nl = models.CharField(_("text in Dutch"), max_length=300)
    text_en = models.CharField(_("text in English"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("weight"), default=0)
    criterion = models.CharField(
        _("counts for"), max_length=12, choices=CRITERIA.items(), blank=True
    )
    # Empty: since before there were versions. The end is the first day on which it does not hold.
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_to = models.DateField(_("ended on"), null=True, blank=True)
    # The reason of a refusal by this rule is for placement coordinators alone.
    secret = models.BooleanField(_("reason is secret"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    # Empty for those that come with the system.
    why = models.CharField(_("why"), max_length=500, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a placement rule")
        verbose_name_plural = _("versions of placement rules")
        ordering = ["level", "owner", "code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_row_per_rule_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="rule_versions_count_from_1"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gt=models.F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.REQUIRE.value, weight=0, criterion="")
                | Q(kind=RuleKind.PREFER.value, weight__range=(1, MOST_WEIGHT)) & ~Q(criterion=""),
                name="only_a_preference_weighs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.version})"

    def rule(self) -> Rule:
        """The same for `methods.placement`. Raises PlacementError where the row cannot be a rule."""
        return Rule.from_json(
            {
                "text": {"nl": self.text_nl, "en": self.text_en},
                "valid_from": self.valid_from and self.valid_from.isoformat(),
                "valid_to": self.valid_to and self.valid_to.isoformat(),
                **{name: getattr(self, name) for name in _PLAIN},
            }
        )

    @classmethod
    def of(cls, rule: Rule, **more: Any) -> Self:
        """A row, not saved yet, that holds this rule."""
        data = rule.to_json()
        plain = {name: data[name] for name in _PLAIN}
        plain["criterion"] = plain["criterion"] or ""
        return cls(
            text_nl=rule.text.nl,
            text_en=rule.text.en,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            **plain,
            **more,
        )


_PLAIN = (
    *("code", "version", "level", "owner", "kind", "expression"),
    *("weight", "criterion", "secret", "source"),
)
