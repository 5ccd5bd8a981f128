"""Fills first shelter with invented shelters, years of history and one busy evening."""

from datetime import date
from random import Random

from django.utils import timezone

from schakel.care.placement.choices import Kin, Scheme
from schakel.care.placement.clocked import ClockKind, ClockStep
from schakel.care.placement.demo.evening import Evening
from schakel.care.placement.demo.history import History
from schakel.care.placement.demo.houses import build, confirm
from schakel.care.placement.models import Placement
from schakel.care.placement.signalling import hand_up_signals
from schakel.care.placement.timing import note_clock
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event

_FIRST = date(2024, 1, 1)


def fill_demo_placement(
    *,
    by: SystemActor,
    seed: int,
    last: date,
    coordinators: list[User],
    shelter: User,
    care: User,
    police: Organisation,
) -> None:
    """Requests, offers, placements and stays up to `last`, and this evening's.

    The same seed gives the same years. `shelter` works at the house that the stories are about.
    """
    haven = shelter.mandates.get().organisation
    units = build(by, haven)
    askers = [police, care.mandates.get().organisation]
    history = History(Random(seed), units, askers, last)  # noqa: S311 - invented data, not secrets
    history.play(_FIRST)
    history.rows.save()
    record(
        by=by,
        event=Event.IMPORT,
        object_type="placements",
        object_id=str(len(history.rows.placements)),
    )
    confirm(by, units, timezone.now())
    Evening(coordinators, shelter, care, police).play()
    _reflect(by)
    hand_up_signals(by=by)


def _reflect(by: SystemActor) -> None:
    """Whoever stays in COSM is in the reflection period since coming there."""
    staying = Placement.objects.filter(scheme=Scheme.COSM, occupancy__until=None)
    for placement in staying.select_related("group"):
        client = placement.group.clients.filter(kin=Kin.MAIN).select_related("group").first()
        if client is not None:
            note_clock(
                by=by,
                client=client,
                clock=ClockKind.REFLECTION,
                step=ClockStep.STARTED,
                on=timezone.localdate(placement.placed_at),
            )
