"""The addresses for programmes, which a token opens and nothing else."""

from typing import Any

from tests.access.lines import EVERYBODY, Given, Row, nothing
from tests.access.world import World


def _report(world: World) -> dict[str, Any]:
    return {"number": world.report.number}


def by_token(name: str, given: Given = nothing, **more: Any) -> Row:
    """Opened by an access token: whoever signed in instead is as much a stranger as a visitor."""
    return Row(name, EVERYBODY, given, opened=401, visitor=401, **more)


API = (
    by_token("api:code-lists"),
    by_token("api:code-list", lambda world: {"name": "gender"}),
    by_token("api:reports"),
    by_token("api:reports", data=nothing, what="sending"),
    by_token("api:report-searches", data=nothing),
    by_token("api:report", _report),
    by_token("api:report-corrections", _report, data=nothing),
    by_token("api:report-withdrawals", _report, data=nothing),
    by_token("api:report-answers", _report, data=nothing),
    by_token("api:report-attachments", _report, data=nothing),
)
