"""What changed between two snapshots, report by report, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from schakel.insight.analysis.choices import UNKNOWN_YEAR
from schakel.insight.analysis.schema import SHARED, pseudonym
from schakel.register.persons.queries import Fate

Row = Mapping[str, Any]
# Facts of a row that a correction or another report may change.
FACTS = (*SHARED, "dossier_type")


class Reason(TextChoices):
    """Why a number differs."""

    NEW = "NEW", _("new report")
    LATE = "LATE", _("late delivery: a report about an earlier year")
    REGISTERED = "REGISTERED", _("received before, and only since held to be about a person")
    CORRECTION = "CORRECTION", _("correction: another version of a report")
    CORRECTED = "CORRECTED", _("replaced by a correction")
    WITHDRAWN = "WITHDRAWN", _("withdrawn or given back")
    CONSENT = "CONSENT", _("consent withdrawn")
    JOINED = "JOINED", _("persons joined: reports turned out to be about one person")
    SPLIT = "SPLIT", _("persons split: reports turned out not to be about one person")
    CHANGED = "CHANGED", _("changed fact: other reports about the person say more, or less")
    GONE = "GONE", _("no longer held to be about a person")


@dataclass(frozen=True)
class Difference:
    """One report that is in one of the two snapshots only, or says something else in them."""

    report: str
    reason: Reason
    before: Row | None
    after: Row | None

    @property
    def period(self) -> str:
        """The year in which it counts, or counted."""
        row: Row = self.after or self.before or {}
        return str(row["period"])

    @property
    def changed(self) -> list[str]:
        """Which facts differ."""
        if self.before is None or self.after is None:
            return []
        return [name for name in FACTS if self.before[name] != self.after[name]]


@dataclass(frozen=True)
class Moments:
    """The cut-off of the earlier snapshot, and when it was made."""

    cutoff: datetime
    made_at: datetime


def compare(
    before: Iterable[Row], after: Iterable[Row], fates: Iterable[Fate], moments: Moments
) -> list[Difference]:
    """Every report that differs, by pseudonym. Rows are rows of the reports of two snapshots."""
    old, new = ({row["report"]: row for row in rows} for rows in (before, after))
    told = {pseudonym("report", fate.report): fate for fate in fates}
    persons = {row["person"] for row in old.values()}
    grown = _merged(old, new)
    found = []
    for report in sorted(old.keys() | new.keys()):
        one, other = old.get(report), new.get(report)
        fate = told.get(report)
        if one is None and other is not None:
            reason = _arrived(fate, other, moments)
        elif other is None:
            reason = _left(fate)
        elif one is not None and one["person"] != other["person"]:
            reason = _moved(fate, other["person"], grown, persons)
        elif one is not None and any(one[name] != other[name] for name in FACTS):
            reason = Reason.CHANGED
        else:
            continue
        found.append(Difference(report, reason, one, other))
    return found


def _merged(old: Mapping[str, Row], new: Mapping[str, Row]) -> dict[str, set[str]]:
    """For each person of the newer snapshot, the persons whom those reports were about before."""
    found: dict[str, set[str]] = {}
    for report in old.keys() & new.keys():
        found.setdefault(new[report]["person"], set()).add(old[report]["person"])
    return found


def _arrived(fate: Fate | None, row: Row, moments: Moments) -> Reason:
    if fate is not None and fate.is_correction and fate.received_at > moments.cutoff:
        return Reason.CORRECTION
    if fate is None or fate.received_at <= moments.cutoff:
        return Reason.REGISTERED
    late = row["period"] != UNKNOWN_YEAR and int(row["period"]) < moments.cutoff.year
    return Reason.LATE if late else Reason.NEW


def _left(fate: Fate | None) -> Reason:
    if fate is None or not fate.ended:
        return Reason.CONSENT if fate is not None and fate.without_consent else Reason.GONE
    return Reason.CORRECTED if fate.corrected else Reason.WITHDRAWN


def _moved(
    fate: Fate | None, person: str, grown: Mapping[str, set[str]], persons: set[str]
) -> Reason:
    if fate is not None and fate.without_consent:
        return Reason.CONSENT
    joined = len(grown[person]) > 1 or person in persons
    return Reason.JOINED if joined else Reason.SPLIT


def by_reason(found: Iterable[Difference]) -> list[tuple[Reason, str, int]]:
    """(reason, year, number of reports), in the order of the reasons."""
    numbers = Counter((one.reason, one.period) for one in found)
    order = {reason: place for place, reason in enumerate(Reason)}
    return sorted(
        ((reason, period, number) for (reason, period), number in numbers.items()),
        key=lambda row: (order[row[0]], row[1]),
    )
