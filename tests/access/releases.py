"""The addresses where figures are protected and published: two disclosure officers, and analysts who look."""

from typing import Any

from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Row, form, numbered
from tests.access.world import World

_draft = numbered("draft")


def _period(world: World) -> dict[str, Any]:
    return {**_draft(world), "period": "2024"}


RELEASES = (
    Row("disclosure:releases", ANALYST | OFFICER),
    Row("disclosure:new", OFFICER),
    Row("disclosure:release", ANALYST | OFFICER, _draft),
    Row("disclosure:period", ANALYST | OFFICER, _period),
    form("disclosure:proceed", OFFICER, _draft),
    form("disclosure:rebuild", OFFICER, _period),
    form("disclosure:offer", OFFICER, _draft),
    form("disclosure:discard", OFFICER, _draft),
    form("disclosure:sign", OFFICER, numbered("offered"), opened=INCOMPLETE),
    form("disclosure:sign", frozenset(), numbered("offered_own"), what="one's own"),
    Row("disclosure:withdraw", OFFICER, numbered("published")),
    form("disclosure:answer", OFFICER, numbered("published"), opened=INCOMPLETE),
)
