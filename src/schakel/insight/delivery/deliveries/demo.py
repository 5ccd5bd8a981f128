"""The deliveries of the demonstration: one agreement with the Rapporteur, and one delivery under it."""

from datetime import date, timedelta

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries.actions import Terms, agree, deliver

_COLUMNS = ("reporter", "sex", "age_group", "citizenship", "four_groups", "sub3")
# What the demo's receiver would type; the records are invented.
_PASSPHRASE = "demo schakel levering 2026"  # noqa: S105


def deliver_demo_records(officer: User, analyst: User, today: date, years: tuple[int, int]) -> None:
    """An agreement by `officer` over the first and last of `years`, and a delivery by `analyst`."""
    agreement = agree(
        by=officer,
        terms=Terms(
            receiver="RAPPORTEUR",
            name="Bureau Nationaal Rapporteur (demo)",
            purpose="Slachtoffermonitor mensenhandel",
            legal_basis="Richtlijn 2011/36/EU art. 19; overeenkomst 2026-1 (demo)",
            fields=_COLUMNS,
            first_year=years[0],
            last_year=years[1],
            until=today + timedelta(days=365),
        ),
    )
    deliver(
        by=analyst,
        agreement=agreement,
        snapshot=Snapshot.objects.latest("pk"),
        passphrase=_PASSPHRASE,
    )
