"""What can happen to states: written down, several at once or one, each entry once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import is_valid
from schakel.network.monitor.choices import ITEMS, BatchKind, Source, State
from schakel.network.monitor.models import Batch, Status
from schakel.network.monitor.queries import history


class NotPossibleError(Exception):
    """It cannot be done as things stand; the text says why, in a word."""


@dataclass(frozen=True)
class Entry:
    """One state to write down. `was`: what its writer saw before; None where that does not matter.

    `again`: also where the state is the same, since somebody looked and found it so.
    """

    municipality: str
    item: str
    state: str
    was: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Known:
    """From when it holds, where it is known from, who looked when, and when to look again."""

    on: date
    source: str = Source.OTHER
    checked_on: date | None = None
    next_check: date | None = None


class ChangedMeanwhileError(Exception):
    """Somebody else wrote down another state since; `entries` with what stands there now."""

    def __init__(self, entries: Sequence[tuple[Entry, str]]) -> None:
        super().__init__("changed meanwhile")
        self.entries = entries


def write_down(
    *, by: Actor, kind: BatchKind, token: str, entries: Iterable[Entry], known: Known
) -> Batch:
    """Append these states, all or none; where nothing is new, nothing is written.

    A second sending of the same `token` does nothing and returns the first entry. Raises PermissionDenied,
    ChangedMeanwhileError, and NotPossibleError for an unknown item, state or municipality.
    """
    require(by, "change", "monitor.Status")
    with transaction.atomic():
        batch, is_new = Batch.objects.get_or_create(
            token=token,
            defaults={"kind": kind, "by": by.actor_id, "applied_at": timezone.now()},
        )
        if is_new:
            append(by=by, batch=batch, entries=list(entries), known=known)
    return batch


def append(*, by: Actor, batch: Batch, entries: Sequence[Entry], known: Known) -> list[Status]:
    """Write the entries of a batch down; belongs inside the transaction that made the batch."""
    codes = sorted({entry.municipality for entry in entries})
    # Whoever writes about the same municipalities waits here, so that "what stands there now" stays so.
    locked = set(
        Municipality.objects.select_for_update()
        .filter(pk__in=codes)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    _check(entries, locked, known.on)
    now = history(known.on, codes, {entry.item for entry in entries})
    current = {one: now.state(*one, known.on) for one in map(_key, entries)}
    stale = [
        (entry, current[_key(entry)])
        for entry in entries
        if entry.was is not None and current[_key(entry)] not in (entry.was, entry.state)
    ]
    if stale:
        raise ChangedMeanwhileError(stale)
    rows = [
        _row(entry, batch, known, by)
        for entry in entries
        if entry.again or current[_key(entry)] != entry.state
    ]
    made = Status.objects.bulk_create(rows, batch_size=500)
    _log(by, made)
    return made


def _key(entry: Entry) -> tuple[str, str]:
    return entry.municipality, entry.item


def _check(entries: Sequence[Entry], known_places: set[str], on: date) -> None:
    for entry in entries:
        if entry.municipality not in known_places:
            raise NotPossibleError(f"municipality {entry.municipality}")
        if not is_valid(ITEMS, entry.item, on):
            raise NotPossibleError(f"item {entry.item}")
        if entry.state not in State.values:
            raise NotPossibleError(f"state {entry.state}")


def _row(entry: Entry, batch: Batch, known: Known, by: Actor) -> Status:
    return Status(
        municipality_id=entry.municipality,
        item=entry.item,
        state=entry.state,
        on=known.on,
        source=known.source,
        checked_on=known.checked_on,
        next_check=known.next_check,
        batch=batch,
        by=by.actor_id,
        **entry.details,
    )


def _log(by: Actor, rows: Sequence[Status]) -> None:
    items: dict[str, list[str]] = {}
    for row in rows:
        items.setdefault(row.municipality_id, []).append(row.item)
    record_many(
        by=by,
        lines=[
            Line(event=Event.CHANGE, object_type="municipality", object_id=code, data=tuple(found))
            for code, found in items.items()
        ],
    )


def keep_sheet(*, by: Actor, token: str, entries: Sequence[Entry], known: Known) -> Batch:
    """Keep what a checked spreadsheet would change, until somebody applies it. Raises PermissionDenied."""
    require(by, "change", "monitor.Batch")
    content = json.dumps(
        {
            "on": known.on.isoformat(),
            "source": known.source,
            "next_check": known.next_check.isoformat() if known.next_check else "",
            "entries": [[e.municipality, e.item, e.state, e.was] for e in entries],
        }
    )
    batch, _is_new = Batch.objects.get_or_create(
        token=token, defaults={"kind": BatchKind.SHEET, "by": by.actor_id, "content": content}
    )
    return batch


def drop_sheet(*, by: Actor, batch: Batch) -> None:
    """Forget a checked spreadsheet that nobody applied; of one that was applied nothing changes.

    Raises PermissionDenied.
    """
    require(by, "change", "monitor.Batch")
    with transaction.atomic():
        row = Batch.objects.select_for_update().filter(pk=batch.pk, kind=BatchKind.SHEET).first()
        if row is not None and row.applied_at is None:
            record_many(
                by=by,
                lines=[Line(event=Event.DELETE, object_type="sheet", object_id=str(row.pk))],
            )
            row.delete()


def sheet_of(batch: Batch) -> tuple[list[Entry], Known]:
    """What a spreadsheet that waits would change."""
    kept = json.loads(batch.content)
    next_check = date.fromisoformat(kept["next_check"]) if kept["next_check"] else None
    known = Known(
        on=date.fromisoformat(kept["on"]),
        source=kept["source"],
        checked_on=timezone.localdate(batch.at),
        next_check=next_check,
    )
    return [Entry(*row) for row in kept["entries"]], known


def apply_sheet(*, by: Actor, batch: Batch) -> Batch:
    """Write down what a spreadsheet changes, whole or not at all; a second time does nothing.

    Raises PermissionDenied and ChangedMeanwhileError.
    """
    require(by, "change", "monitor.Batch")
    with transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if row.applied_at is None:
            entries, known = sheet_of(row)
            append(by=by, batch=row, entries=entries, known=known)
            row.applied_at, row.content = timezone.now(), ""
            row.save(update_fields=["applied_at", "content"])
    return row
