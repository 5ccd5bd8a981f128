"""The weekly list: a shelter says of every unit how it stands, in one go, or nothing at all is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.care.placement import placing, stocking
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.boards import Board, Line, boards
from schakel.care.placement.choices import WORDS, UnitState, Word
from schakel.care.placement.models import Confirmation, Placement, Site
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require


@dataclass(frozen=True)
class Said:
    """What is said of one unit. `mark`: of the line (`boards`) that the page showed."""

    mark: str
    word: str = ""
    destination: str = ""
    until: date | None = None
    reason: str = ""
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """What came of it; `again`: it was received before, and nothing was done."""

    changes: int
    sites: int
    again: bool = False


class ChangedError(Exception):
    """Something changed since the page was made, and what was said no longer fits; nothing was kept."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(f"{len(lines)} units changed")
        self.lines = list(lines)


# How a unit stands once this was done, however that came about.
_DONE = {
    Word.STAYS: {UnitState.STAY},
    Word.ARRIVED: {UnitState.STAY},
    Word.COMING: {UnitState.EXPECTED},
    Word.LEFT: {UnitState.FREE, UnitState.HELD, UnitState.CLOSED},
    Word.NO_SHOW: {UnitState.FREE, UnitState.HELD, UnitState.CLOSED},
    # What an offer holds is free as far as the shelter is concerned.
    Word.FREE: {UnitState.FREE, UnitState.HELD},
    Word.CLOSED: {UnitState.CLOSED},
}


def seen(found: Sequence[Board]) -> int:
    """The newest confirmation that a page about these sites knows of; it comes back with the form."""
    rows = Confirmation.objects.filter(site__in=[board.site.pk for board in found])
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def submit(*, by: Actor, said: Mapping[int, Said], known: int = 0) -> Kept:
    """Do what is said of each unit (by primary key), and confirm every site that `by` runs.

    Twice the same changes nothing and confirms once (`known`: what `seen` gave for the page). All or
    nothing: raises ChangedError where a unit changed meanwhile otherwise than said, NotPossibleError where a
    step is refused ("reason" for a stay over its term that goes on unexplained), ValueError for unknown
    codes, PermissionDenied.
    """
    require(by, "run", "placement.Site")
    with transaction.atomic():
        sites = Site.objects.visible_to(by, "run").select_for_update(of=("self",)).order_by("pk")
        list(sites.values_list("pk", flat=True))  # whoever is second waits here
        found = boards(by)
        lines = [line for board in found for line in board.lines if line.unit.pk in said]
        moved = [line for line in lines if said[line.unit.pk].mark != line.mark]
        surprises = [line for line in moved if not _fits(line, said[line.unit.pk])]
        if surprises:
            raise ChangedError(surprises)
        fresh = [line for line in lines if line not in moved]
        changed = {line.unit.site_id for line in fresh if _do(by, line, said[line.unit.pk])}
        mine = Confirmation.objects.filter(site__in=[board.site.pk for board in found])
        if not changed and mine.filter(pk__gt=known, by=by.actor_id).exists():
            return Kept(0, len(found), again=True)
        for board in found:
            stocking.confirm(by=by, site=board.site, changed=board.site.pk in changed)
    return Kept(len(changed), len(found))


def _fits(line: Line, said: Said) -> bool:
    return not said.word or line.state in _DONE[Word(said.word)]


def _do(by: Actor, line: Line, said: Said) -> bool:
    """Carry out what is said of a unit; did that change anything?"""
    if not said.word or not WORDS[line.state]:
        return False
    word = Word(said.word)
    if word not in WORDS[line.state]:
        raise NotPossibleError("state")
    if word != WORDS[line.state][0]:
        _change(by, line, word, said)
        return True
    return word == Word.STAYS and _goes_on(by, line, said)


def _change(by: Actor, line: Line, word: Word, said: Said) -> None:
    if word == Word.CLOSED:
        stocking.close_unit(by=by, unit=line.unit, reason=said.reason, until_moment=said.opens_at)
    elif word == Word.FREE:
        stocking.reopen_unit(by=by, unit=line.unit)
    elif word == Word.ARRIVED:
        placing.arrive(by=by, placement=_placement(line))
    elif word == Word.NO_SHOW:
        placing.no_show(by=by, placement=_placement(line))
    else:
        placing.leave(by=by, placement=_placement(line), destination=said.destination)


def _goes_on(by: Actor, line: Line, said: Said) -> bool:
    if said.until and said.reason:
        placing.extend(by=by, placement=_placement(line), until_day=said.until, reason=said.reason)
        return True
    if line.over:
        raise NotPossibleError("reason")
    return False


def _placement(line: Line) -> Placement:
    if line.placement is None:
        raise NotPossibleError("ended")
    return line.placement


def asks_longer(line: Line) -> bool:
    """Does the list ask until when somebody stays: is the term over, or nearly?"""
    ends = line.ends_on
    soon = ends is not None and (ends - timezone.localdate()).days <= SOON
    return line.state == UnitState.STAY and soon


# Days before the end of a term.
SOON = 14
