"""Numbers of the monitor for those who account for a period: municipalities and contacts, no persons."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from schakel.foundation.geography import queries as geography
from schakel.network.monitor.choices import CARE_COORDINATION, INFORMED
from schakel.network.monitor.counting import Tally, tally
from schakel.network.monitor.models import Contact
from schakel.network.monitor.queries import history


@dataclass(frozen=True)
class Coverage:
    """Municipalities by state of an item on a day: of the country, and by code of the police region."""

    on: date
    country: Tally
    regions: dict[str, Tally]


def coverage(
    on: date, item: str = CARE_COORDINATION, at: datetime | None = None
) -> Coverage | None:
    """How many municipalities that existed on `on` had what; None where nothing was known of any.

    `at`: as was written down up to then, so that a later counting comes out the same.
    """
    known = history(on, None, [item], at)
    places = geography.municipalities(on)
    members: dict[str, list[str]] = {
        code: [] for code, _name in geography.police_unit_choices(False)
    }
    for one in places:
        members.setdefault(one.police_unit_id, []).append(one.code)
    country = tally(known, [one.code for one in places], item, on)
    if not known.days:
        return None
    return Coverage(
        on, country, {code: tally(known, codes, item, on) for code, codes in members.items()}
    )


@dataclass(frozen=True)
class Advice:
    """Contacts in which municipalities were told what to do, and how many municipalities that were.

    `contacts`: by kind and whether it was asked for.
    """

    contacts: Counter[tuple[str, bool]]
    municipalities: int

    def number(self, kind: str | None = None, asked_for: bool | None = None) -> int:
        """Contacts of a kind, asked for or not; None: of all."""
        return sum(
            count
            for (one, asked), count in self.contacts.items()
            if kind in (None, one) and asked_for in (None, asked)
        )


def advice(since: date, until: date, at: datetime | None = None) -> Advice | None:
    """Advice and presentations between two days (both in); None where none was written down so far.

    `at`: as for `coverage`.
    """
    rows = Contact.objects.filter(on__lte=until, kind__in=INFORMED)
    if at is not None:
        rows = rows.filter(at__lte=at)
    if not rows.exists():
        return None
    found = list(rows.filter(on__gte=since).values_list("kind", "asked_for", "municipality_id"))
    return Advice(
        Counter((kind, asked) for kind, asked, _place in found),
        len({place for _kind, _asked, place in found}),
    )
