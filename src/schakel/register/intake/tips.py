"""The table of tips: what a citizen told the centre. A tip is no report and never becomes a registration."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fields import EncryptedTextField
from schakel.register.intake.choices import TIP_TRANSITIONS, TipState


def new_tip_number() -> str:
    return new_number("T")


class Tip(models.Model):
    """A suspicion that somebody without a duty to report told by telephone or mail."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_tip_number)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    taken_by = models.CharField(_("taken by"), max_length=40)
    text = EncryptedTextField(_("what was told"))
    # Only where the caller wants to be reached; most tips stay anonymous.
    contact = EncryptedTextField(_("how to reach the caller"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=TipState.choices, default=TipState.OPEN
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.CharField(_("changed by"), max_length=40)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    def may_become(self, state: str) -> bool:
        return state in TIP_TRANSITIONS[self.state]
