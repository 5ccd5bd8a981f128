"""Who opens the screens of the placement coordinator; part of the table in `matrix`."""

from typing import Any

from schakel.foundation.accounts.choices import Role
from tests.access.lines import Given, Row, form
from tests.access.world import World

COORDINATOR = frozenset({Role.PLACEMENT_COORDINATOR})


def _of(name: str) -> Given:
    return lambda world: {"number": getattr(world.housing, name).number}


def _client(world: World) -> dict[str, Any]:
    request = world.housing.request
    return {"number": request.number, "pk": request.group.clients.get().pk}


def _group(world: World) -> dict[str, Any]:
    return {"number": world.housing.request.group.number}


_request = _of("request")
PLACEMENT_DESK = (
    *(
        Row(f"placement:{name}", COORDINATOR)
        for name in ("desk", "hand-over", "joint", "requests", "new", "board", "site-new", "direct")
    ),
    Row("placement:openings", COORDINATOR),
    Row("placement:request", COORDINATOR, _request),
    Row("placement:places", COORDINATOR, _request),
    Row("placement:again", COORDINATOR, _group),
    Row("placement:intake-report", COORDINATOR, _request),
    Row("placement:needs", COORDINATOR, _client),
    Row(
        "placement:request",
        given=_of("restricted"),
        but={COORDINATOR: 404},
        what="kept by a colleague",
    ),
    Row(
        "placement:places",
        given=_of("restricted"),
        but={COORDINATOR: 404},
        what="kept by a colleague",
    ),
    form("placement:step", COORDINATOR, _request),
    form("placement:names", COORDINATOR, _request, opened=200),
    form("placement:offer", COORDINATOR, _of("offer")),
    form("placement:review", COORDINATOR, lambda world: {"pk": world.housing.opening.pk}),
    Row("placement:decision", COORDINATOR, lambda world: {"pk": world.housing.decision.pk}),
    Row("placement:placement", COORDINATOR, _of("placement")),
    Row("placement:site", COORDINATOR, _of("site")),
    Row("placement:unit", COORDINATOR, _of("unit")),
)
