"""The addresses of estimates: analysts make runs, disclosure officers sign what leaves."""

from typing import Any

from schakel.insight.estimation.tests.scene import ANALYST_OF_TESTS, begun, finished
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Row, form
from tests.access.world import World


def _begun(_world: World) -> dict[str, Any]:
    return {"number": begun(by=ANALYST_OF_TESTS).number}


def _finished(_world: World) -> dict[str, Any]:
    return {"number": finished(by=ANALYST_OF_TESTS).number}


ESTIMATES = (
    Row("estimation:runs", ANALYST | OFFICER),
    Row("estimation:new", ANALYST),
    Row("estimation:run", ANALYST | OFFICER, _begun),
    form("estimation:start", ANALYST, _begun, opened=INCOMPLETE),
    form("estimation:proceed", ANALYST, _begun),
    Row("estimation:results", ANALYST | OFFICER, _finished),
    Row("estimation:table", ANALYST, _begun),
)
