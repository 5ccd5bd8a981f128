"""Who opens the municipal monitor; part of the table in `matrix`."""

from typing import Any

from schakel.foundation.accounts.choices import Role
from tests.access.lines import Row
from tests.access.world import World

_KEEPERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
_READERS = _KEEPERS | {
    Role.ANALYST,
    Role.REGISTRAR,
    Role.PLACEMENT_COORDINATOR,
    Role.MUNICIPAL_ADVISER,
    Role.CARE_COORDINATOR,
    Role.MINISTRY,
}
_ADVISER = frozenset({Role.MUNICIPAL_ADVISER})


def _place(_world: World) -> dict[str, Any]:
    return {"code": "GM0153"}


def _item(world: World) -> dict[str, Any]:
    return {**_place(world), "item": "policy_document"}


MONITOR = (
    Row("monitor:index", _READERS),
    Row("monitor:grid", _READERS),
    Row("monitor:own", _ADVISER),
    Row("monitor:municipality", _READERS, _place),
    Row("monitor:item", _KEEPERS, _item),
)
