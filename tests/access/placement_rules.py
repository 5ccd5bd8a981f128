"""Who opens the rules about who fits where; part of the table in `matrix`."""

from typing import Any

from schakel.foundation.accounts.choices import Role
from tests.access.lines import ADMINISTRATOR, Row
from tests.access.world import World

_READERS = ADMINISTRATOR | {Role.PLACEMENT_COORDINATOR}


def _rule(_world: World) -> dict[str, Any]:
    """One of those that come with the system."""
    return {"code": "cosm-adult"}


PLACEMENT_RULES = (
    Row("placement-rules:index", _READERS),
    Row("placement-rules:rule", _READERS, _rule),
    Row("placement-rules:new", ADMINISTRATOR),
    Row("placement-rules:change", ADMINISTRATOR, _rule),
    Row("placement-rules:end", ADMINISTRATOR, _rule),
)
