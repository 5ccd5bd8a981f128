"""The demo's statements: the newest quarter that was over, and the same one a year before."""

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.actions import make, offer, set_amounts, sign
from schakel.insight.delivery.accountability.queries import to_make

_AMOUNTS = {
    "registration": 310_000,
    "placement": 265_000,
    "coordination": 120_000,
    "signalling": 45_000,
    "training": 90_000,
}


def publish_demo_statements(analyst: User, officer: User) -> None:
    """Made by `analyst`, signed by `officer`: the year before first, so that the newer one names it."""
    snapshot = Snapshot.objects.latest("pk")
    newest = to_make(snapshot)[0]
    for quarter in (newest.year_before, newest):
        made = make(by=analyst, snapshot=snapshot, quarter=quarter)
        set_amounts(by=analyst, statement=made, amounts=_AMOUNTS)
        offered = offer(by=analyst, statement=made)
        sign(by=officer, statement=offered, content_hash=offered.content_hash)
