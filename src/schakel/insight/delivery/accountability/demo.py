"""The demo's statements: the newest quarter that was over, and the same one a year before, once corrected."""

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.actions import (
    correct,
    make,
    offer,
    set_amounts,
    sign,
)
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.queries import to_make

_AMOUNTS = {
    "registration": 310_000,
    "placement": 265_000,
    "coordination": 120_000,
    "signalling": 45_000,
    "training": 90_000,
}


_MISTYPED = {**_AMOUNTS, "training": 9_000}


def publish_demo_statements(analyst: User, officer: User) -> None:
    """Made by `analyst`, signed by `officer`: the year before first, so that the newer one names it."""
    snapshot = Snapshot.objects.latest("pk")
    newest = to_make(snapshot)[0]
    before = make(by=analyst, snapshot=snapshot, quarter=newest.year_before)
    _publish(before, _MISTYPED, analyst, officer)
    corrected = correct(
        by=analyst,
        statement=before,
        note_nl="Bij voorlichten en scholen stond een nul te weinig.",
        note_en="The amount for informing and training lacked a nought.",
    )
    _publish(corrected, _AMOUNTS, analyst, officer)
    _publish(make(by=analyst, snapshot=snapshot, quarter=newest), _AMOUNTS, analyst, officer)


def _publish(statement: Statement, amounts: dict[str, int], analyst: User, officer: User) -> None:
    set_amounts(by=analyst, statement=statement, amounts=amounts)
    offered = offer(by=analyst, statement=statement)
    sign(by=officer, statement=offered, content_hash=offered.content_hash)
