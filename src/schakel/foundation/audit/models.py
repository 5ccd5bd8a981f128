"""The log and the head of its chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.audit.choices import Event, Result

GENESIS = "0" * 64


class Entry(models.Model):
    """One line of the log. Written by `actions.record`, never changed: the database refuses it.

    No foreign keys: a line outlives the account and the record that it is about. No free text and nothing
    encrypted either: a line can be neither corrected nor encrypted anew, so it holds only numbers, codes
    and field names. Who must give a reason (an emergency, for instance) has it kept with the object itself.
    """

    sequence = models.BigIntegerField(_("line"), primary_key=True)
    form = models.PositiveSmallIntegerField(_("form of the line"), default=1)
    time = models.DateTimeField(_("time"))
    event = models.CharField(_("event"), max_length=20, choices=Event.choices)
    actor = models.CharField(_("who"), max_length=80)
    actor_roles = models.TextField(_("roles"), blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=80, blank=True)
    organisation = models.CharField(_("organisation"), max_length=40, blank=True)
    subject = models.CharField(_("person concerned"), max_length=40, blank=True)
    object_type = models.CharField(_("kind of object"), max_length=40, blank=True)
    object_id = models.CharField(_("object"), max_length=100, blank=True)
    data = models.TextField(_("data"), blank=True)
    ground = models.CharField(_("ground"), max_length=60, blank=True)
    access_point = models.CharField(_("access point"), max_length=100, blank=True)
    emergency = models.BooleanField(_("emergency"), default=False)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, default=Result.OK)
    previous_hash = models.CharField(_("hash of the line before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("lines of the log")
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-sequence"], name="audit_by_object"),
            models.Index(fields=["subject", "-sequence"], name="audit_by_subject"),
            models.Index(fields=["actor", "-sequence"], name="audit_by_actor"),
            models.Index(fields=["time"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.sequence)


class ChainHead(models.Model):
    """The one row that says where the log ends; writers wait for each other on it.

    Its own keyed hash keeps anybody without the key from moving it, and keeps a process with another key
    from writing at all.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(_("last line"), default=0)
    hash = models.CharField(_("hash of the last line"), max_length=64, default=GENESIS)
    seal = models.CharField(_("hash of this row"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return str(self.sequence)
