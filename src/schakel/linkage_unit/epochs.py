"""Epochs: opened with a new key, calibrated, and emptied of codes when they are over."""

from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.linkage_unit.choices import KEPT_FROM
from schakel.linkage_unit.models import ClusterMember, CodeDeletion, CodeMessage, CodePair, Epoch
from schakel.linkage_unit.tallying import held
from schakel.methods.encoding.messages import EPOCH, KNOWN


@transaction.atomic
def open_epoch(
    *,
    by: Actor,
    name: str,
    opened_on: date,
    closes_on: date,
    parameters: str = "",
    key: str = "",
) -> Epoch:
    """A new epoch. Empty: the newest parameters; the key of whoever delivers first."""
    require(by, "manage", "linkage_unit.Epoch")
    parameters = parameters or list(KNOWN)[-1]
    _check(name, parameters, opened_on, closes_on)
    epoch = Epoch.objects.create(
        name=name,
        parameters=parameters,
        key=key,
        opened_on=opened_on,
        closes_on=closes_on,
        threshold=KNOWN[parameters].threshold,
    )
    record(
        by=by,
        event=Event.CREATE,
        object_type="epoch",
        object_id=name,
        data=(f"parameters:{parameters}", f"key:{key or 'not-known-yet'}"),
    )
    return epoch


def _check(name: str, parameters: str, opened_on: date, closes_on: date) -> None:
    if not EPOCH.fullmatch(name):
        raise ValidationError({"name": _("Write a year, such as 2026, or 2026-2 after a new key.")})
    if Epoch.objects.filter(name=name).exists():
        raise ValidationError({"name": _("There is already an epoch with this name.")})
    if parameters not in KNOWN:
        raise ValidationError(_("This program does not know these parameters."))
    if closes_on < opened_on:
        raise ValidationError({"closes_on": _("The last day cannot come before the first.")})


@transaction.atomic
def calibrate(*, by: Actor, epoch: Epoch, threshold: float) -> None:
    """From which likeness on two codes count as one person. The next run numbers the clusters by it."""
    require(by, "manage", epoch)
    if not KEPT_FROM <= threshold <= 1:
        raise ValidationError(
            _("Choose a threshold from %(least)s to 1; below that no pairs are kept.")
            % {"least": KEPT_FROM}
        )
    epoch.threshold = threshold
    epoch.calibrated_at = CodeMessage.objects.filter(epoch=epoch).count()
    epoch.save(update_fields=["threshold", "calibrated_at"])
    record(
        by=by,
        event=Event.CHANGE,
        object_type="epoch",
        object_id=epoch.name,
        data=(f"threshold:{threshold}", f"codes:{epoch.calibrated_at}"),
    )


@transaction.atomic
def delete_codes(*, by: Actor, epoch: Epoch) -> CodeDeletion:
    """Every code of an epoch that is over goes, with the alike pairs; the cluster numbers stay.

    They stay so that the next epoch can go on with them (`numbering`). Those of the epochs before this one
    have done that and go too; the centre holds its own. Raises ValidationError; twice is once.
    """
    require(by, "manage", epoch)
    held()
    epoch = Epoch.objects.select_for_update().get(pk=epoch.pk)
    known = CodeDeletion.objects.filter(epoch=epoch).first()
    if known:
        return known
    if not epoch.is_over:
        raise ValidationError(
            _("Epoch %(name)s is not over: it takes codes up to and including %(day)s.")
            % {"name": epoch.name, "day": epoch.closes_on.isoformat()}
        )
    rows = CodeMessage.objects.filter(epoch=epoch)
    pairs = CodePair.objects.filter(low__epoch=epoch)
    digest, count = sha256(), 0
    for mark in rows.order_by("pk").values_list("fingerprint", flat=True).iterator():
        digest.update(mark.encode())
        count += 1
    alike = pairs.count()
    pairs.delete()
    rows.delete()
    ClusterMember.objects.filter(epoch__opened_on__lt=epoch.opened_on).delete()
    left = CodeMessage.objects.filter(epoch=epoch).count()
    line = record(
        by=by,
        event=Event.DELETE,
        object_type="epoch",
        object_id=epoch.name,
        data=(
            f"messages:{count}",
            f"pairs:{alike}",
            f"left:{left}",
            f"sha256:{digest.hexdigest()}",
        ),
        ground="epoch-over",
    )
    epoch.deleted_at = line.time
    epoch.save(update_fields=["deleted_at"])
    return CodeDeletion.objects.create(
        epoch=epoch,
        at=line.time,
        by=by.actor_id,
        messages=count,
        pairs=alike,
        digest=digest.hexdigest(),
        left=left,
        line=line.sequence,
    )
