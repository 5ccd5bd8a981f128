"""Mails on their way, and who wants none."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.webhooks.outbox import Outgoing, OutgoingQuerySet


class Notice(Outgoing):
    """One mail to one user about one number; at most one per moment, whoever asks for it how often."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("user")
    )
    # Names the two templates of the mail: ``intake/mail/question`` with `.txt` and `_subject.txt`.
    kind = models.CharField(_("kind of notice"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=40)
    object_number = models.CharField(_("number of the object"), max_length=16)
    # What makes this notice another one than the last of its kind about the same number.
    moment = models.CharField(_("moment"), max_length=40)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice by mail")
        verbose_name_plural = _("notices by mail")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "object_number", "moment"], name="notice_once_per_moment"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_due")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.object_number}"


class Preference(models.Model):
    """What a user chose about mail; without a row: mail, in the language of the site."""

    user = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("user"),
    )
    by_mail = models.BooleanField(_("notices by mail"), default=True)
    language = models.CharField(
        _("language of the mail"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    class Meta:
        verbose_name = _("choice about mail")
        verbose_name_plural = _("choices about mail")

    def __str__(self) -> str:
        return str(self.pk)
