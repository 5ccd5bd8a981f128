"""What can happen to signals: handed up with a count, and one step further."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.models import Municipality, PoliceUnit
from schakel.network.signals.choices import TRANSITIONS, Kind, Level, Origin, State, Theme
from schakel.network.signals.models import Signal, SignalStep


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

    @property
    def key(self) -> str:
        """Two countings with the same key are one signal, whose count is brought up to date."""
        whom = [
            str(row.pk if row else "")
            for row in (self.organisation, self.region, self.municipality)
        ]
        return ":".join([self.theme, *whom, self.scheme, self.since.isoformat()])


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


def step(*, by: Actor, signal: Signal, state: str, level: str = "", text: str = "") -> SignalStep:
    """Take a signal one step further: assess it, put it on an agenda, take it up, resolve or park it.

    Raises PermissionDenied, and NotPossibleError where it may not go there.
    """
    require(by, "change", signal)
    with transaction.atomic():
        Signal.objects.select_for_update().get(pk=signal.pk)
        row = Signal.objects.with_state().get(pk=signal.pk)
        if state not in TRANSITIONS[row.state]:
            raise NotPossibleError(state)
        made = SignalStep.objects.create(
            signal=row, state=state, level=level, text=text.strip(), by=by.actor_id
        )
        _log(by, Event.CHANGE, row)
    return made


def join(*, by: Actor, signal: Signal, same_as: Signal) -> None:
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
        SignalStep.objects.create(
            signal=mine, state=State.PARKED, text=other.number, by=by.actor_id
        )
        _log(by, Event.LINK, mine)


def _log(by: Actor, event: Event, row: Signal) -> None:
    record(by=by, event=event, object_type="signal", object_id=row.number, data=("steps",))
