"""The addresses of estimates: analysts make runs, disclosure officers sign what leaves."""

from typing import Any

from schakel.foundation.accounts.choices import Role
from schakel.insight.estimation import signing
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.tests.scene import ANALYST_OF_TESTS, WORDS, begun, finished
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Row, form, public
from tests.access.world import World


def _begun(_world: World) -> dict[str, Any]:
    return {"number": begun(by=ANALYST_OF_TESTS).number}


def _finished(_world: World) -> dict[str, Any]:
    return {"number": finished(by=ANALYST_OF_TESTS).number}


def _offered(_world: World) -> dict[str, Any]:
    """One that a colleague made and offered."""
    run = finished(by=ANALYST_OF_TESTS)
    signing.offer(by=ANALYST_OF_TESTS, run=run, words=WORDS)
    return {"number": run.number}


def _published(world: World) -> dict[str, Any]:
    found = _offered(world)
    signing.sign(by=world.users[Role.DISCLOSURE_OFFICER], run=Run.objects.get(**found))
    return found


ESTIMATES = (
    Row("estimation:runs", ANALYST | OFFICER),
    Row("estimation:new", ANALYST),
    Row("estimation:run", ANALYST | OFFICER, _begun),
    form("estimation:start", ANALYST, _begun, opened=INCOMPLETE),
    form("estimation:proceed", ANALYST, _begun),
    form("estimation:offer", ANALYST | OFFICER, _finished, opened=INCOMPLETE),
    form("estimation:answer", OFFICER, _offered, opened=INCOMPLETE),
    form("estimation:withdraw", OFFICER, _published, opened=INCOMPLETE),
    Row("estimation:results", ANALYST | OFFICER, _finished),
    Row("estimation:table", ANALYST, _begun),
    public("unseen:page"),
    public("unseen:data", given=_published),
)
