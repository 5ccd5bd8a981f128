"""What happens at the table: the agenda is built, minutes are written, decided and closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.choices import Event
from schakel.network.meetings.actions import (
    NotPossibleError,
    locked,
    log,
    next_position,
    pass_on,
)
from schakel.network.meetings.choices import (
    ACTION_TRANSITIONS,
    ActionState,
    MeetingState,
    Outcome,
)
from schakel.network.meetings.marks import mark
from schakel.network.meetings.models import Action, ActionStep, AgendaItem, Meeting, Platform
from schakel.network.signals.actions import Move, step
from schakel.network.signals.choices import FOR_AGENDA, TRANSITIONS, Level, State, is_higher
from schakel.network.signals.models import Signal

# What of an item is written at the table.
WRITTEN = ("minutes", "decision", "outcome", "answer", "until")
# Somebody who pauses longer than this begins to write anew, for the log.
STRETCH = timedelta(minutes=15)


@dataclass(frozen=True)
class Written:
    """An item as it now stands, and what of it a colleague wrote in the same field meanwhile."""

    item: AgendaItem
    clashes: dict[str, Any]


def put_on_agenda(
    *, by: Actor, meeting: Meeting, signal: Signal, at: datetime | None = None
) -> AgendaItem:
    """A signal is talked about at this meeting. `at`: when, where it is written down later.

    Raises PermissionDenied, and NotPossibleError where it was not assessed, is over, or stands there already.
    """
    require(by, "manage", meeting)
    require(by, "change", signal)
    with transaction.atomic():
        row = locked(meeting)
        now = Signal.objects.with_state().get(pk=signal.pk)
        if now.state not in FOR_AGENDA or row.items.filter(signal=signal).exists():
            raise NotPossibleError(now.state)
        item = AgendaItem.objects.create(
            platform=row.platform,
            meeting=row,
            position=next_position(row),
            title=now.about_label.capitalize(),
            signal=signal,
            text=signal.text,
        )
        step(by=by, signal=signal, move=Move(state=State.ON_AGENDA, forum=str(row)), at=at)
        log(by, Event.CHANGE, row.number, "agenda")
    return item


def add_topic(*, by: Actor, meeting: Meeting, title: str, text: str = "") -> AgendaItem:
    """Something else to talk about; the same once more is the same.

    Raises PermissionDenied and NotPossibleError.
    """
    require(by, "manage", meeting)
    with transaction.atomic():
        row = locked(meeting)
        there = row.items.filter(title=title, text=text, signal=None).first()
        if there is not None:
            return there
        item = AgendaItem.objects.create(
            platform=row.platform,
            meeting=row,
            position=next_position(row),
            title=title,
            text=text,
        )
        log(by, Event.CHANGE, row.number, "agenda")
    return item


def write_minutes(
    *,
    by: Actor,
    item: AgendaItem,
    said: Mapping[str, Any],
    seen: Mapping[str, str] | None = None,
) -> Written:
    """What was said and decided about one item, by field; it takes effect when the meeting is closed.

    `seen`: per field the mark (`marks.mark`) of what stood on the writer's page. Where a colleague wrote
    something else since, theirs stays and is given back, and the other fields are kept. Without `seen`
    nothing is compared. Raises PermissionDenied, and NotPossibleError once the meeting is closed.
    """
    meeting = _meeting_of(item)
    require(by, "manage", meeting)
    with transaction.atomic():
        locked(meeting)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        found = {name: _compare(row, name, said[name], seen) for name in said}
        changed = [name for name, what in found.items() if what == _MINE]
        if changed:
            for name in changed:
                setattr(row, name, said[name])
            _sign(by, row, meeting)
            row.save(update_fields=[*changed, "revision", "written_by", "written_at"])
    clashes = {name: getattr(row, name) for name, what in found.items() if what == _CLASH}
    return Written(item=row, clashes=clashes)


_MINE, _THEIRS, _CLASH = "mine", "theirs", "clash"


def _compare(row: AgendaItem, name: str, mine: Any, seen: Mapping[str, str] | None) -> str:
    """Whose words stand in a field: both changed is a clash, unless they say the same."""
    there = mark(getattr(row, name))
    if mark(mine) == there:
        return _THEIRS
    if seen is None or seen.get(name) == there:
        return _MINE
    return _THEIRS if seen.get(name) == mark(mine) else _CLASH


def _sign(by: Actor, row: AgendaItem, meeting: Meeting) -> None:
    """Who wrote last; the log gets one line for each stretch of writing, and not one for every word."""
    now = timezone.now()
    goes_on = (
        row.written_by == by.actor_id
        and row.written_at is not None
        and now - row.written_at < STRETCH
    )
    row.revision, row.written_by, row.written_at = row.revision + 1, by.actor_id, now
    if not goes_on:
        log(by, Event.CHANGE, meeting.number, f"minutes:{row.pk}")


def agree_action(
    *,
    by: Actor,
    platform: Platform,
    text: str,
    organisation: Organisation,
    due: date,
    user: User | None = None,
    item: AgendaItem | None = None,
) -> Action:
    """Somebody will do something before a day; the same once more is the same. Raises PermissionDenied."""
    require(by, "manage", platform)
    given = {
        "platform": platform,
        "item": item,
        "text": text,
        "organisation": organisation,
        "user": user,
        "first_due": due,
    }
    with transaction.atomic():
        Platform.objects.select_for_update().get(pk=platform.pk)
        there = Action.objects.open().filter(**given).first()
        if there is not None:
            return there
        row = Action.objects.create(**given)
        ActionStep.objects.create(action=row, state=ActionState.OPEN, by=by.actor_id)
        if item is not None:
            # The other screens see it.
            open_item = AgendaItem.objects.filter(pk=item.pk, meeting__state=MeetingState.PLANNED)
            open_item.update(revision=F("revision") + 1)
        log(by, Event.CREATE, row.number, "action")
    return row


def note_action(
    *, by: Actor, action: Action, state: str, due: date | None = None, text: str = ""
) -> ActionStep:
    """An action is done, no longer needed, or gets another day.

    Raises PermissionDenied, and NotPossibleError where it cannot go there, or would stay as it is.
    """
    require(by, "change", action)
    with transaction.atomic():
        Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
        row = Action.objects.with_state().get(pk=action.pk)
        if state not in ACTION_TRANSITIONS[row.state]:
            raise NotPossibleError(state)
        if state == row.state and not (due or text):
            raise NotPossibleError("nothing")
        made = ActionStep.objects.create(
            action=row, state=state, due=due, text=text, by=by.actor_id
        )
        log(by, Event.CHANGE, row.number, "action")
    return made


def close_meeting(*, by: Actor, meeting: Meeting, at: datetime | None = None) -> int:
    """The minutes are ready: signals go where it was decided, and what is open goes to the next meeting.

    How many items went on. `at`: when, where it is written down later. Raises PermissionDenied, and
    NotPossibleError once it is over, or where an item that is parked has no reason or day.
    """
    require(by, "manage", meeting)
    with transaction.atomic():
        row = locked(meeting)
        row.state = MeetingState.CLOSED
        row.save(update_fields=["state"])
        left = 0
        for item in row.items.select_related("signal", "meeting"):
            if item.signal is not None:
                _decide(by, row, item, item.signal, at)
            if item.outcome in ("", Outcome.NEXT):
                pass_on(item)
                left += 1
        log(by, Event.CHANGE, row.number, "closed")
    return left


_STATES = {
    Outcome.DECIDED: State.ACTION,
    Outcome.ESCALATED: State.ESCALATED,
    Outcome.RESOLVED: State.RESOLVED,
    Outcome.PARKED: State.PARKED,
}


def _decide(
    by: Actor, meeting: Meeting, item: AgendaItem, signal: Signal, at: datetime | None
) -> None:
    """The signal goes where the meeting wants it; what it said stands with the signal.

    Since it was put on the agenda another meeting may have decided, or the centre parked it or joined it to
    another signal: what this meeting decided is newer, and is not lost by that.
    """
    if item.outcome == Outcome.PARKED and not (item.decision and item.until):
        raise NotPossibleError("reason", item.title)
    now = Signal.objects.with_state().get(pk=signal.same_as_id or signal.pk)
    state, level = _where_to(meeting, item, now)
    if state and state not in TRANSITIONS[now.state]:
        step(by=by, signal=now, move=Move(state=State.ASSESSED, forum=str(meeting)), at=at)
    move = Move(
        state=state,
        level=level,
        until=item.until if state == State.PARKED else None,
        forum=str(meeting),
        answer=item.answer,
        text=item.decision or item.get_outcome_display() or str(Outcome.NEXT.label),
    )
    step(by=by, signal=now, move=move, at=at)


def _where_to(meeting: Meeting, item: AgendaItem, now: Signal) -> tuple[str, str]:
    """The state and the level that the signal gets; empty: it stays where it is."""
    state = _STATES.get(Outcome(item.outcome), "") if item.outcome else ""
    if state == now.state and state in (State.ACTION, State.RESOLVED):
        return "", ""
    if state != State.ESCALATED:
        return state, ""
    level = _above(meeting.platform.level, item.title)
    return (state, level) if is_higher(level, now.level) else ("", "")


def _above(level: str, title: str) -> str:
    order = list(Level)
    place = order.index(Level(level)) + 1
    if place == len(order):
        raise NotPossibleError("level", title)
    return order[place]


def _meeting_of(item: AgendaItem) -> Meeting:
    if item.meeting is None:
        raise NotPossibleError("waiting")
    return item.meeting
