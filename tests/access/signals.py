"""Who opens signals and legal clocks; part of the table in `matrix`."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from schakel.care.placement.clocked import ClockEvent, ClockKind, ClockStep
from schakel.care.placement.tests import scene
from schakel.care.placement.timing import note_clock
from schakel.foundation.accounts.choices import Role
from schakel.network.signals.actions import Counted, hand_up, raise_signal
from schakel.network.signals.choices import Kind, Theme
from tests.access.lines import EVERYBODY, INCOMPLETE, Row, form, nothing
from tests.access.world import World

_CENTRE = frozenset(
    {
        Role.SECRETARY,
        Role.PLACEMENT_COORDINATOR,
        Role.REGISTRAR,
        Role.ANALYST,
        Role.EDITOR,
        Role.ADMINISTRATOR,
    }
)
_COORDINATOR = frozenset({Role.PLACEMENT_COORDINATOR})


@cache
def _clock(_world: World) -> ClockEvent:
    client = scene.request().group.clients.get()
    started = {"clock": ClockKind.REFLECTION, "step": ClockStep.STARTED}
    return note_clock(by=scene.BY, client=client, on=timezone.localdate(), **started)


def _event(world: World) -> dict[str, Any]:
    return {"number": _clock(world).client.group.number, "event": _clock(world).pk}


def _group(world: World) -> dict[str, Any]:
    return {"number": _clock(world).client.group.number}


def _signal(_world: World) -> dict[str, Any]:
    counted = Counted(Theme.WAITING_LIST, 20, date(2026, 1, 1), date(2026, 1, 31))
    return {"number": hand_up(by=scene.BY, counted=counted).number}


def _raised(world: World) -> dict[str, Any]:
    by = world.users[Role.SHELTER]
    given = {"kind": Kind.BOTTLENECK, "theme": Theme.HOUSING, "text": "Geen woningen."}
    return {"number": raise_signal(by=by, **given).number}


SIGNALS = (
    Row("signals:index", _CENTRE),
    Row("signals:heat", _CENTRE),
    Row("signals:own", EVERYBODY),
    Row("signals:new", EVERYBODY),
    Row("signals:new", EVERYBODY, opened=INCOMPLETE, data=nothing, what="empty"),
    Row("signals:signal", _CENTRE, _signal, others=404),
    Row("signals:signal", _CENTRE | {Role.SHELTER}, _raised, others=404, what="raised"),
    Row("placement-clocks:index", _COORDINATOR),
    Row("placement-clocks:group", _COORDINATOR, _group),
    form("placement-clocks:undo", _COORDINATOR, _event),
)
