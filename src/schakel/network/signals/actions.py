"""What can happen to signals: raised or handed up with a count, joined, one step further, answered."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.models import Municipality, PoliceUnit
from schakel.network.signals.choices import (
    TRANSITIONS,
    Kind,
    Level,
    Origin,
    State,
    Theme,
    is_higher,
)
from schakel.network.signals.models import Signal, SignalConcern, SignalStep
from schakel.network.signals.telling import tell


class NotPossibleError(Exception):
    """The signal may not go there from where it stands."""


@dataclass(frozen=True)
class Counted:
    """What the system counted: a number in a period about an organisation or a place, and no person."""

    theme: str
    count: int
    since: date
    until: date
    kind: str = Kind.BOTTLENECK
    organisation: Organisation | None = None
    region: PoliceUnit | None = None
    municipality: Municipality | None = None
    scheme: str = ""
    # Keys of the organisations out of whose cases it was counted: they hear what becomes of it.
    concerns: Collection[int] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        """Two countings with the same key are one signal, whose count is brought up to date."""
        whom = [
            str(row.pk if row else "")
            for row in (self.organisation, self.region, self.municipality)
        ]
        return ":".join([self.theme, *whom, self.scheme, self.since.isoformat()])


@dataclass(frozen=True)
class Move:
    """One step of a signal; what is empty stays as it is.

    `text` is for the centre, `answer` for whoever raised it, `forum` the meeting where it was decided.
    """

    state: str = ""
    level: str = ""
    scale: str = ""
    theme: str = ""
    owner: User | None = None
    until: date | None = None
    forum: str = ""
    answer: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Move()


def raise_signal(
    *,
    by: User,
    kind: str,
    theme: str,
    text: str,
    region: PoliceUnit | None = None,
    municipality: Municipality | None = None,
    at: datetime | None = None,
) -> Signal:
    """Somebody in the chain saw something. `text` must hold no person: the form has looked.

    `at`: when, where it is written down later. Raises PermissionDenied.
    """
    require(by, "send", Signal)
    moment = at or timezone.now()
    today = timezone.localdate(moment)
    with transaction.atomic():
        row = Signal.objects.create(
            kind=Kind(kind),
            theme=Theme(theme),
            origin=Origin.PERSON,
            region=region,
            municipality=municipality,
            since=today,
            until=today,
            text=text.strip(),
            raised_by=by,
            raised_for=by.organisation,
            at=moment,
            by=by.actor_id,
        )
        _append(by, row, Move(state=State.NEW, level=Level.OPERATIONAL), moment)
        _log(by, Event.CREATE, row)
    return row


def hand_up(*, by: Actor, counted: Counted, text: str = "") -> Signal:
    """Hand a counting up as a signal. The same counting again makes no second one; another count, a step.

    `text` must hold no person: what is handed up is read by many. Raises PermissionDenied.
    """
    require(by, "create", "signals.Signal")
    with transaction.atomic():
        row, is_new = Signal.objects.get_or_create(
            key=counted.key,
            defaults={
                "kind": Kind(counted.kind),
                "theme": Theme(counted.theme),
                "origin": Origin.SYSTEM,
                "organisation": counted.organisation,
                "region": counted.region,
                "municipality": counted.municipality,
                "scheme": counted.scheme,
                "since": counted.since,
                "until": counted.until,
                "text": text.strip(),
                "by": by.actor_id,
            },
        )
        Signal.objects.select_for_update().get(pk=row.pk)
        SignalConcern.objects.bulk_create(
            [SignalConcern(signal=row, organisation_id=key) for key in sorted(counted.concerns)],
            ignore_conflicts=True,
        )
        last = row.steps.filter(count__isnull=False).order_by("-pk").first()
        if last is None or last.count != counted.count:
            SignalStep.objects.create(
                signal=row,
                state=State.NEW if is_new else "",
                level=Level.OPERATIONAL if is_new else "",
                count=counted.count,
                by=by.actor_id,
            )
            _log(by, Event.CREATE if is_new else Event.CHANGE, row)
    return row


def step(*, by: Actor, signal: Signal, move: Move, at: datetime | None = None) -> SignalStep:
    """Take a signal one step further: assess it, put it on an agenda, take it up, resolve, park or answer it.

    Who raised it, or one of its duplicates, hears of an answer. Raises PermissionDenied, and
    NotPossibleError where it may not go there, is parked without reason or day, or is taken up to nothing
    higher.
    """
    require(by, "change", signal)
    with transaction.atomic():
        Signal.objects.select_for_update().get(pk=signal.pk)
        row = Signal.objects.with_state().get(pk=signal.pk)
        _refuse(row, move)
        made = _append(by, row, move, at)
        if made.answer:
            tell(signal=row, moment=str(made.pk))
        _log(by, Event.CHANGE, row)
    return made


def _refuse(row: Signal, move: Move) -> None:
    if move.is_empty:
        raise NotPossibleError("empty")
    if move.state and move.state not in TRANSITIONS[row.state]:
        raise NotPossibleError(move.state)
    if move.state == State.PARKED and not (move.text and move.until):
        raise NotPossibleError("reason")
    if move.state == State.ESCALATED and not (move.level and is_higher(move.level, row.level)):
        raise NotPossibleError("level")


def join(*, by: Actor, signal: Signal, same_as: Signal, at: datetime | None = None) -> None:
    """This signal says the same as another, which counts it from now on; nothing is deleted.

    Raises PermissionDenied, and NotPossibleError where it would be the same as itself, or either of the two
    is a duplicate already.
    """
    require(by, "change", signal)
    with transaction.atomic():
        rows = Signal.objects.select_for_update().in_bulk([signal.pk, same_as.pk])
        mine, other = rows[signal.pk], rows[same_as.pk]
        if mine.pk == other.pk or mine.same_as_id or other.same_as_id or mine.duplicates.exists():
            raise NotPossibleError("same")
        Signal.objects.filter(pk=mine.pk).update(same_as=other)
        _append(by, mine, Move(state=State.PARKED, text=other.number), at)
        _log(by, Event.LINK, mine)


def wake(*, by: SystemActor, today: date | None = None) -> int:
    """What was parked up to today is looked at again; how many signals."""
    day = today or timezone.localdate()
    woken = 0
    for row in Signal.objects.standing({State.PARKED}).filter(same_as=None):
        last = row.steps.filter(state=State.PARKED).order_by("-pk").first()
        if last is not None and last.until is not None and last.until <= day:
            step(by=by, signal=row, move=Move(state=State.ASSESSED))
            woken += 1
    return woken


def _append(by: Actor, row: Signal, move: Move, at: datetime | None = None) -> SignalStep:
    return SignalStep.objects.create(
        signal=row,
        state=move.state,
        level=move.level,
        scale=move.scale,
        theme=move.theme,
        owner=move.owner,
        until=move.until,
        forum=move.forum,
        answer=move.answer.strip(),
        text=move.text.strip(),
        at=at or timezone.now(),
        by=by.actor_id,
    )


def _log(by: Actor, event: Event, row: Signal) -> None:
    record(by=by, event=event, object_type="signal", object_id=row.number, data=("steps",))
