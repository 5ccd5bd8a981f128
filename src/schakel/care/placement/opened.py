"""Groups that one coordinator keeps from all others, and who broke the glass, when and why."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.people import Group
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.vault.fields import EncryptedTextField

# So long a restricted group stays open to who gave a reason; long enough for one night's placement.
OPEN_FOR = timedelta(hours=3)


class GroupRestriction(models.Model):
    """From `since` the group is for its keeper alone; the newest row holds. Keeper None: for all again."""

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="restrictions", verbose_name=_("group")
    )
    keeper = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("keeper")
    )
    reason = EncryptedTextField(_("reason"), blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    # Set on the rows that a newer one replaced.
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction of a group")
        verbose_name_plural = _("restrictions of groups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(ended_at=None),
                name="one_standing_restriction_per_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.keeper_id}"


class BreakGlassQuerySet(VisibleQuerySet):
    """Openings by whether they hold."""

    def current(self) -> Self:
        """Those that open something now."""
        return self.filter(until__gt=timezone.now())


class BreakGlass(models.Model):
    """Somebody opened a restricted group with a reason, for three hours; its keeper reviews it."""

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="openings", verbose_name=_("group")
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    reason = EncryptedTextField(_("reason"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=60, blank=True)
    justified = models.BooleanField(_("rightly opened"), null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of a restricted group")
        verbose_name_plural = _("openings of restricted groups")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.group_id} ({self.at:%Y-%m-%d})"
