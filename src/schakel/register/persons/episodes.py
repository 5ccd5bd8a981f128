"""When somebody was exploited, as the reports tell it: a line in time, each point with its sources."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schakel.foundation.terms.queries import label
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.choices import ENDED, UNKNOWN
from schakel.register.intake.models import Report
from schakel.register.intake.queries import place_label


@dataclass
class Episode:
    """A period (None: not known when) in which a report speaks of forms of exploitation."""

    period: PartialPeriod | None
    forms: tuple[str, ...]
    place: str
    reports: list[Report] = field(default_factory=list)

    @property
    def when(self) -> str:
        return self.period.label() if self.period else _("Not known when")

    @property
    def order(self) -> tuple[bool, date, date]:
        """By what begins first; what has no date comes last, by when it was reported."""
        received = self.reports[0].received_at.date()
        if self.period is None:
            return (True, received, received)
        first = self.period.start or self.period.end
        return (False, first.earliest() if first else received, received)


def episodes(reports: Iterable[Report]) -> list[Episode]:
    """Of the reports that count; what two reports tell alike is told once. Wants `queries.members`."""
    found: dict[Any, Episode] = {}
    for row in reports:
        if row.status in ENDED:
            continue
        forms, place = _forms(row), _place(row)
        periods: list[PartialPeriod | None] = [one.period for one in row.periods.all()]
        for period in periods or [None]:
            if period is None and not forms and not place:
                continue
            key = (period, forms, place)
            found.setdefault(key, Episode(period, forms, place)).reports.append(row)
    return sorted(found.values(), key=lambda one: one.order)


def _forms(row: Report) -> tuple[str, ...]:
    """Forms with their sectors, the main form first."""
    return tuple(
        label("exploitation_form", one.form)
        + (f" ({label('sector', one.sector)})" if one.sector else "")
        for one in row.forms.all()
        if one.form != UNKNOWN
    )


def _place(row: Report) -> str:
    codes = [row.place_municipality_id or row.place_country_id or ""]
    codes += [one.code for one in row.further_places.all()]
    return ", ".join(dict.fromkeys(place_label(code) for code in codes if code))
