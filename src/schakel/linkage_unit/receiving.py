"""A delivery of codes is taken whole or not at all; what comes twice is taken once."""

from collections.abc import Collection, Iterable
from typing import BinaryIO

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.fields import blind
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.linkage_unit.choices import Strength
from schakel.linkage_unit.codes import pack
from schakel.linkage_unit.models import (
    ClusterMember,
    CodeDelivery,
    CodeMessage,
    Epoch,
    Tally,
    UnitPartner,
)
from schakel.linkage_unit.tallying import changed, held
from schakel.methods.encoding.messages import Message as Content
from schakel.methods.encoding.messages import MessageError, Row, read

# Variables in one statement of the database.
_AT_ONCE = 500


@transaction.atomic
def receive(*, by: Actor, partner: UnitPartner, file: BinaryIO) -> CodeDelivery:
    """Take a delivery of `partner`. Raises MessageError, and then nothing of it is kept."""
    require(by, "send", partner)
    held()  # one delivery after another, also beside a run that links
    opened = {one.name: one for one in Epoch.objects.open()}
    content = read(file, epochs=opened.keys(), partner=partner.source)
    epoch = opened[content.head.epoch]
    _same_ways(epoch, content)
    delivery = _take(epoch, partner, content)
    record(
        by=by,
        event=Event.IMPORT,
        object_type="delivery",
        object_id=delivery.number,
        data=(
            f"epoch:{epoch.name}",
            f"party:{partner.source}",
            f"new:{delivery.new}",
            f"known:{delivery.known}",
            f"replaced:{delivery.replaced}",
            f"not-encodable:{delivery.not_encodable}",
        ),
    )
    return delivery


def _same_ways(epoch: Epoch, content: Content) -> None:
    """All senders of an epoch use the same parameters and the same key; else nothing is comparable."""
    if content.head.parameters != epoch.parameters:
        raise MessageError("parameters", f"epoch {epoch.name} uses other parameters.")
    if not epoch.key:
        epoch.key = content.head.key
        epoch.save(update_fields=["key"])
    if content.head.key != epoch.key:
        raise MessageError("key", f"this is not the key of epoch {epoch.name}.")


def _take(epoch: Epoch, partner: UnitPartner, content: Content) -> CodeDelivery:
    rows = {blind(CodeMessage, "local_ref_index", row.ref): row for row in content.rows}
    there = _there(epoch, partner, rows)
    fresh, outdated = [], []
    for index, row in rows.items():
        mark = _mark(epoch, partner, row)
        key, known = there.get(index, (None, ""))
        if known == mark:
            continue
        if key is not None:
            outdated.append(key)
        fresh.append(
            CodeMessage(
                epoch=epoch,
                partner=partner,
                local_ref=row.ref,
                codes=pack(row.codes),
                fingerprint=mark,
            )
        )
    # What comes with other codes is another row: whatever was alike to the old one is compared anew.
    for keys in _portions(outdated):
        CodeMessage.objects.filter(pk__in=keys).delete()
    CodeMessage.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    return CodeDelivery.objects.create(
        epoch=epoch,
        partner=partner,
        new=len(fresh) - len(outdated),
        known=len(rows) - len(fresh),
        replaced=len(outdated),
        not_encodable=content.not_encodable,
    )


def _there(
    epoch: Epoch, partner: UnitPartner, indexes: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Those of these references that are here: key of the row and fingerprint, by index."""
    found = {}
    for portion in _portions(indexes):
        rows = CodeMessage.objects.filter(epoch=epoch, partner=partner, local_ref_index__in=portion)
        for key, index, mark in rows.values_list("pk", "local_ref_index", "fingerprint"):
            found[index] = (key, mark)
    return found


def _mark(epoch: Epoch, partner: UnitPartner, row: Row) -> str:
    codes = (row.codes.by_year.hex(), row.codes.by_day.hex())
    return fingerprint("linkage-unit.message", epoch.name, partner.source, row.ref, *codes)


def _portions(things: Collection) -> Iterable[list]:
    whole = list(things)
    return (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))


@transaction.atomic
def retract(*, by: Actor, partner: UnitPartner, references: Collection[str]) -> int:
    """Delete codes and memberships of these reports of `partner`, in every epoch; how many were there.

    What the centre may have fetched is told to it as withdrawn; when it has heard, that goes too.
    """
    require(by, "send", partner)
    tally = held()
    indexes = {blind(CodeMessage, "local_ref_index", one) for one in references}
    marks = {blind(ClusterMember, "local_ref_index", one) for one in references}
    gone: set[str] = set()
    for portion in _portions(indexes):
        rows = CodeMessage.objects.filter(partner=partner, local_ref_index__in=portion)
        gone.update(rows.values_list("local_ref_index", flat=True))
        rows.delete()
    told = 0
    for portion in _portions(marks):
        members = ClusterMember.objects.filter(partner=partner, local_ref_index__in=portion)
        members = members.exclude(strength=Strength.WITHDRAWN)
        told += _tell(tally, list(members))
    count = max(len(gone), told)
    record(
        by=by,
        event=Event.DELETE,
        object_type="codes",
        object_id=partner.source,
        data=(f"references:{len(set(references))}", f"deleted:{count}"),
        ground="retraction",
    )
    return count


def _tell(tally: Tally, members: list[ClusterMember]) -> int:
    for member in members:
        member.cluster_no, member.strength = "", Strength.WITHDRAWN
    changed(tally, members)
    ClusterMember.objects.bulk_update(members, ["cluster_no", "strength", "change", "changed_at"])
    return len({member.local_ref_index for member in members})
