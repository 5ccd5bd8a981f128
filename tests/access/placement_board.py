"""Who opens the pages of shelters, and of whoever asks for a place; part of the table in `matrix`."""

from functools import cache
from typing import Any

from schakel.care.placement import offering, placing
from schakel.care.placement.models import Placement, Unit
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from tests.access.lines import REPORTING, Row
from tests.access.world import World

SHELTER = frozenset({Role.SHELTER})
CARE = frozenset({Role.CARE_COORDINATOR})


@cache
def _housed(world: World, foreign: bool) -> Placement:
    """A placement in the shelter for which everybody from outside the centre acts, or in another."""
    party: Organisation = world.elsewhere if foreign else world.partner
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=_unit(party))
    offering.accept(by=scene.BY, offer=offer)
    return placing.place(by=scene.BY, offer=offer, care=party)


def _unit(party: Organisation) -> Unit:
    return scene.unit(scene.site(party))


def _of(what: str, *, foreign: bool = False) -> Any:
    def given(world: World) -> dict[str, Any]:
        placement = _housed(world, foreign)
        rows = {"unit": placement.unit, "offer": placement.offer, "stay": placement}
        return {"number": rows[what].number}

    return given


def _foreign(what: str) -> Row:
    given = _of(what, foreign=True)
    return Row(f"shelter:{what}", given=given, but={SHELTER: 404}, what="of another")


def _asked(world: World) -> dict[str, Any]:
    return {"number": _request(world, world.partner)}


def _asked_elsewhere(world: World) -> dict[str, Any]:
    return {"number": _request(world, world.elsewhere)}


@cache
def _request(_world: World, party: Organisation) -> str:
    return scene.request(at=party).number


ASKING = (
    Row("shelter-requests:own", REPORTING),
    Row("shelter-requests:new", REPORTING),
    Row("shelter-requests:request", REPORTING, _asked),
    Row(
        "shelter-requests:request", given=_asked_elsewhere, but={REPORTING: 404}, what="of another"
    ),
    Row("shelter-requests:care", CARE, _of("stay")),
    Row(
        "shelter-requests:care", given=_of("stay", foreign=True), but={CARE: 404}, what="of another"
    ),
)
BOARD = (
    *ASKING,
    Row("shelter:board", SHELTER),
    Row("shelter:weekly", SHELTER),
    *(Row(f"shelter:{what}", SHELTER, _of(what)) for what in ("unit", "offer", "stay")),
    *(_foreign(what) for what in ("unit", "offer", "stay")),
)
