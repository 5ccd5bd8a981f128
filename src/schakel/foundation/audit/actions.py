"""Writing the log. Called by other apps' actions, as the last thing inside the transaction of the change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection, transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.requests import access_point
from schakel.foundation.audit.chain import CURRENT_FORM, chain_key, head_seal, is_sealed, link_hash
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.audit.models import ChainHead, Entry
from schakel.foundation.vault.keys import VaultError

ANONYMOUS = "anonymous"
# Numbers, codes, paths: no spaces and no @, so that a name or an address cannot slip into the log.
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]*")


class ChainBrokenError(VaultError):
    """The end of the log is gone, changed, or written with another key: writing on would hide it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened, to what, about whom. Numbers, codes and field names only, never personal data.

    `subject` is the number of the person concerned; `data` the names of the fields or groups of fields that
    were seen or changed; `ground` a code; `emergency` marks the use of an emergency access.
    """

    event: Event
    object_type: str = ""
    object_id: str = ""
    subject: str = ""
    data: tuple[str, ...] = ()
    ground: str = ""
    result: Result = Result.OK
    emergency: bool = False
    on_behalf_of: str = ""

    def __post_init__(self) -> None:
        for name, limit in _LIMITS.items():
            value = getattr(self, name)
            if len(value) > limit or not _CODE.fullmatch(value):
                raise ValueError(
                    f"{name} in a line of the log must be a code of at most {limit} characters"
                )
        if isinstance(self.data, str) or not all(_CODE.fullmatch(name) for name in self.data):
            raise ValueError(_NOT_NAMES)


_NOT_NAMES = "data in a line of the log must be field names"
_LIMITS = {"object_type": 40, "object_id": 100, "subject": 40, "ground": 60, "on_behalf_of": 80}


def record(
    *,
    by: Actor | None,
    event: Event,
    object_type: str = "",
    object_id: str = "",
    subject: str = "",
    data: Iterable[str] = (),
    ground: str = "",
    result: Result = Result.OK,
    emergency: bool = False,
    on_behalf_of: str = "",
) -> Entry:
    """Write one line. `by` is None where nobody is signed in (a failed sign-in)."""
    line = Line(
        event=event,
        object_type=object_type,
        object_id=str(object_id),
        subject=subject,
        data=_names(data),
        ground=ground,
        result=result,
        emergency=emergency,
        on_behalf_of=on_behalf_of,
    )
    return record_many(by=by, lines=[line])[0]


def _names(data: Iterable[str]) -> tuple[str, ...]:
    """Field names; a single text would become its letters."""
    if isinstance(data, str):
        raise ValueError(_NOT_NAMES)
    return tuple(data)


def record_many(*, by: Actor | None, lines: Iterable[Line]) -> list[Entry]:
    """Write lines in order, under one lock of the chain: as many calls of `record`, but faster.

    The lock is held until the surrounding transaction ends, so write the log last. An error undoes the
    whole surrounding transaction: a change that cannot be logged does not happen.
    """
    lines = list(lines)
    if not lines:
        return []
    who, key = _who(by), chain_key()
    with transaction.atomic(savepoint=False):
        head = _locked_head(key)
        entries = _chained(lines, who, head, key)
        _insert(entries)
        end, last = entries[-1].hash, entries[-1].sequence
        ChainHead.objects.filter(pk=1).update(
            sequence=last, hash=end, seal=head_seal(last, end, key)
        )
    return entries


def _who(by: Actor | None) -> dict[str, str]:
    if by is None:
        return {"actor": ANONYMOUS, "actor_roles": "", "organisation": ""}
    return {
        "actor": by.actor_id,
        "actor_roles": ",".join(sorted(by.roles)),
        "organisation": by.organisation_number,
    }


def _end() -> ChainHead | None:
    return ChainHead.objects.select_for_update().filter(pk=1).first()


def _first_end() -> ChainHead:
    """The end of an empty log. Lines mean that the end was deleted, or that another writer was just first."""
    if not Entry.objects.exists():
        ChainHead.objects.bulk_create([ChainHead(pk=1)], ignore_conflicts=True)
    head = _end()
    if head is None:
        raise ChainBrokenError("The log has lines but no end; run 'schakel audit verify'.")
    return head


def _locked_head(key: bytes) -> ChainHead:
    """The end of the chain, ours until the transaction ends (SQLite: the transaction itself is the lock)."""
    head = _end() or _first_end()
    if not is_sealed(head, key):
        raise ChainBrokenError(
            "The end of the log was changed, or was written with another index key. Run "
            "'schakel vault check', then 'schakel audit verify'."
        )
    return head


def _chained(lines: list[Line], who: dict[str, str], head: ChainHead, key: bytes) -> list[Entry]:
    point, time = access_point()[:100], timezone.now()
    sequence, previous = head.sequence, head.hash
    entries = []
    for line in lines:
        sequence += 1
        entry = Entry(
            sequence=sequence,
            form=CURRENT_FORM,
            time=time,
            event=str(line.event),
            object_type=line.object_type,
            object_id=line.object_id,
            subject=line.subject,
            data=",".join(line.data),
            ground=line.ground,
            access_point=point,
            emergency=line.emergency,
            result=str(line.result),
            on_behalf_of=line.on_behalf_of,
            previous_hash=previous,
            **who,
        )
        entry.hash = previous = link_hash(entry, key)
        entries.append(entry)
    return entries


_COLUMNS = [field.attname for field in Entry._meta.concrete_fields if field.name != "time"]
_INSERT = (
    f"INSERT INTO {Entry._meta.db_table} (time, {', '.join(_COLUMNS)}) "  # noqa: S608
    f"VALUES (%s{', %s' * len(_COLUMNS)})"
)
_values = attrgetter(*_COLUMNS)


def _insert(entries: list[Entry]) -> None:
    """As `bulk_create`, in a quarter of the time: an import logs a line per person."""
    time = connection.ops.adapt_datetimefield_value(entries[0].time)
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [(time, *_values(entry)) for entry in entries])
    for entry in entries:
        entry._state.adding = False
        entry._state.db = connection.alias
