"""The demo's synthetic records: one set that everybody can take. Three quarters of the budget are left."""

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.synthesis.actions import ask, publish, sign
from schakel.insight.synthesis.choices import USUAL

_COST = 1_000


def publish_demo_records(analyst: User, officer: User, years: tuple[int, int]) -> None:
    """Ask for records of `years`, sign, make and publish them."""
    asked = ask(
        by=analyst,
        snapshot=Snapshot.objects.latest("pk"),
        years=years,
        columns=[*USUAL, "domestic_crossborder"],
        thousandths=_COST,
        receiver="Iedereen",
        purpose="Programma's proberen en onderwijs, zonder om gegevens te hoeven vragen. (verzonnen)",
    )
    publish(by=officer, file=sign(by=officer, file=asked))
