"""The lines of the analyst's pages."""

from typing import Any

from tests.access.lines import ANALYST, REGISTRAR, Row, form
from tests.access.world import World


def _snapshot(world: World) -> dict[str, Any]:
    """There is one; the address names none, so that the newest is asked."""
    assert world.snapshot.number
    return {}


def _csv(world: World) -> dict[str, Any]:
    return {**_snapshot(world), "kind": "csv"}


def _table_of_a_colleague(world: World) -> dict[str, Any]:
    """Shared: analysts may open it, and its owner alone may throw it away."""
    return {"pk": world.saved_table.pk}


ANALYSIS = (
    Row("analysis:index", ANALYST),
    Row("analysis:reporters", ANALYST),
    Row("analysis:definitions", ANALYST),
    Row("analysis:explore", ANALYST),
    Row("analysis:file", ANALYST, _csv),
    Row("analysis:records", REGISTRAR, _snapshot, others=404),
    Row("analysis:snapshots", ANALYST),
    Row("analysis:differences", ANALYST),
    form("analysis:make-snapshot", ANALYST),
    form("analysis:save-table", ANALYST, _snapshot),
    form("analysis:remove-table", ANALYST, _table_of_a_colleague, opened=404),
)
