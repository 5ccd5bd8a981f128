"""The models that scored pairs, each with its parameters, thresholds and measured quality."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet


class ModelVersion(models.Model):
    """One set of parameters; what it scored can be explained as long as it is kept, so never deleted."""

    version = models.CharField(_("version"), max_length=40, unique=True)
    # SHA-256 of the parameters: two versions of one name cannot differ unseen.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    parameters = models.JSONField(_("parameters"))
    thresholds = models.JSONField(_("thresholds"))
    evaluation = models.JSONField(_("evaluation"), default=dict, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    by = models.CharField(_("by"), max_length=60)
    active = models.BooleanField(_("in use"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the linkage model")
        verbose_name_plural = _("versions of the linkage model")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"], condition=models.Q(active=True), name="one_active_model"
            )
        ]

    def __str__(self) -> str:
        return self.version
