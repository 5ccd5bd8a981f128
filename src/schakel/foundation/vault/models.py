"""The canary: a known text per key, so that a wrong key is noticed at start and not at the first read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VaultCanary(models.Model):
    """What one key made of the known text; the index key has a row of its own, named ``index``."""

    key_id = models.CharField(_("key"), max_length=40, unique=True)
    value = models.TextField(_("known text, sealed"))
    since = models.DateTimeField(_("in use since"), auto_now_add=True)

    class Meta:
        verbose_name = _("key in use")
        verbose_name_plural = _("keys in use")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key_id
