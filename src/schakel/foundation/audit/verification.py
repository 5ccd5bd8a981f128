"""Walk the chain again, line by line, and name the first link that does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hmac import compare_digest

from django.db import transaction

from schakel.foundation.audit.chain import FORMS, chain_key, is_sealed, link_hash
from schakel.foundation.audit.models import GENESIS, ChainHead, Entry

CHUNK = 2000


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: `count` lines walked, up to line `sequence` with this `hash`.

    `broken` is the first line that does not hold (0 where all do) and `reason` what is wrong with it.
    """

    count: int
    sequence: int
    hash: str
    broken: int = 0
    reason: str = ""

    @property
    def intact(self) -> bool:
        return not self.broken


class _Broken(Exception):
    """A link that does not hold; carries its sequence and what is wrong."""


class _Walk:
    """Where a walk stands."""

    def __init__(self, first: int) -> None:
        self.key = chain_key()
        self.sequence, self.hash, self.count = first - 1, GENESIS, 0
        if first > 1:
            before = Entry.objects.filter(sequence=first - 1).values_list("hash", flat=True).first()
            if before is None:
                raise _Broken(first - 1, "the line is missing, so the walk cannot begin after it")
            self.hash = before

    def rest(self) -> Iterator[Entry]:
        """The lines after this one, in chunks, so that a long log needs no long memory."""
        while chunk := list(
            Entry.objects.filter(sequence__gt=self.sequence).order_by("sequence")[:CHUNK]
        ):
            yield from chunk

    def step(self, entry: Entry) -> None:
        if entry.sequence != self.sequence + 1:
            raise _Broken(
                self.sequence + 1, f"the line is missing; the next that exists is {entry.sequence}"
            )
        if entry.form not in FORMS:
            raise _Broken(entry.sequence, f"its form {entry.form} is unknown")
        if entry.previous_hash != self.hash:
            raise _Broken(entry.sequence, "it does not continue the line before it")
        if not compare_digest(entry.hash, link_hash(entry, self.key)):
            raise _Broken(
                entry.sequence, "its content or its hash was changed after it was written"
            )
        self.sequence, self.hash, self.count = entry.sequence, entry.hash, self.count + 1

    def end(self) -> None:
        """Compare with the head, which nobody can move while we hold it."""
        with transaction.atomic():
            head = ChainHead.objects.select_for_update().filter(pk=1).first()
            for entry in self.rest():
                self.step(entry)
            self._compare(head or ChainHead())

    def _compare(self, head: ChainHead) -> None:
        if head.sequence > self.sequence:
            raise _Broken(
                self.sequence + 1, f"the log should end with {head.sequence}: its end was cut off"
            )
        if (head.sequence, head.hash) != (self.sequence, self.hash):
            raise _Broken(
                head.sequence + 1, "the log goes on after the row that says where it ends"
            )
        if not is_sealed(head, self.key):
            raise _Broken(head.sequence, "the row that says where the log ends was changed")


def verify(
    first: int = 1,
    anchor: tuple[int, str] | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> Verdict:
    """Walk from line `first` to the end; `progress` is told the number of lines after each chunk.

    `anchor` is the end that an earlier walk printed, kept outside the system (on paper, with the auditor):
    only that shows a database put back in whole to an earlier state.
    """
    walk = None
    try:
        walk = _Walk(first)
        for entry in walk.rest():
            walk.step(entry)
            if walk.count % CHUNK == 0:
                progress(walk.count)
        walk.end()
        _hold_against(anchor)
    except _Broken as broken:
        sequence, reason = broken.args
        held = (walk.count, walk.sequence, walk.hash) if walk else (0, 0, GENESIS)
        return Verdict(*held, broken=sequence, reason=reason)
    return Verdict(walk.count, walk.sequence, walk.hash)


def _hold_against(anchor: tuple[int, str] | None) -> None:
    if anchor is None:
        return
    sequence, expected = anchor
    if not Entry.objects.filter(sequence=sequence, hash=expected).exists():
        raise _Broken(sequence, "it is not the line that the anchor names")
