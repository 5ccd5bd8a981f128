"""Records and keys of reports, written when these arrive and forgotten when their ground ends."""

from collections.abc import Collection, Sequence
from datetime import datetime

from schakel.foundation.vault.insertion import insert
from schakel.methods.linkage.records import Record
from schakel.register.linkage import frequencies
from schakel.register.linkage.models import LinkKey, LinkRecord
from schakel.register.linkage.standardising import (
    STANDARDISER,
    hashed,
    pack,
    search_keys,
    unpack,
)


def keep(records: Sequence[Record], compared_at: datetime | None = None) -> None:
    """Store these records of reports that have none, with their keys; a fixed number of queries."""
    packed = [pack(record) for record in records]
    insert(
        LinkRecord,
        ("report", "packed", "standardiser", "compared_at"),
        [
            (int(record.id), content, STANDARDISER, compared_at)
            for record, content in zip(records, packed, strict=True)
        ],
    )
    telling = [record for record, content in zip(records, packed, strict=True) if content]
    insert(
        LinkKey,
        ("report", "key"),
        [(int(record.id), key) for record in telling for key in hashed(search_keys(record))],
    )
    frequencies.count(telling)


def forget(reports: Collection[int]) -> int:
    """Remove records and keys of these reports; returns how many told something."""
    rows = LinkRecord.objects.filter(report__in=reports)
    told = [unpack(pk, packed) for pk, packed in rows.values_list("report", "packed") if packed]
    frequencies.count(told, -1)
    LinkKey.objects.filter(report__in=reports).delete()
    rows.delete()
    return len(told)
