"""Questions about releases."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.insight.analysis.choices import UNKNOWN_YEAR
from schakel.insight.disclosure.choices import (
    NEEDED_ATTACKS,
    SEEN_STATES,
    WAYS,
    Answer,
    Kind,
    State,
)
from schakel.insight.disclosure.models import Release, ReleasePeriod, Verdict, Withdrawal
from schakel.insight.disclosure.parts import period_of


def is_closed(code: str, cutoff: datetime) -> bool:
    """Whether nothing is added to a part any more: its year was over at `cutoff`.

    Reports whose year is not known have no end: they are released with a year, and then revised.
    """
    period = period_of(code)
    return period == UNKNOWN_YEAR or int(period) < timezone.localtime(cutoff).year


def _seen() -> QuerySet[ReleasePeriod]:
    return ReleasePeriod.objects.filter(release__state__in=SEEN_STATES)


def published_periods() -> set[str]:
    """Every period that the public has seen, also where it was withdrawn since."""
    return set(_seen().values_list("period", flat=True))


def cubes_seen() -> set[str]:
    """Every period of which the public has seen a cube: a table from before was none."""
    return set(_seen().exclude(release__kind=Kind.TABLE).values_list("period", flat=True))


def last_seen(periods: Iterable[str]) -> dict[str, ReleasePeriod]:
    """By period how it was published last; periods that never were are left out."""
    rows = _seen().filter(period__in=periods).select_related("release__snapshot")
    return {row.period: row for row in rows.order_by("release__published_at", "release__pk")}


def revised_in(year: int) -> bool:
    """Whether the revision of this calendar year was published."""
    return Release.objects.filter(revision_year=year).exists()


def hash_of(release: Release) -> str:
    """SHA-256 of all that would be published: the cubes, the rules they were made by, and the words."""
    lines = [
        f"{release.kind} {release.method} base {release.base} ways {WAYS}",
        release.cutoff.isoformat(),
        repr(release.reason_nl),
        repr(release.reason_en),
        *(f"{one.period} {one.content_hash}" for one in release.periods.order_by("period")),
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def failures(release: Release) -> QuerySet[Verdict]:
    """What was tried against the release and succeeded."""
    return Verdict.objects.filter(period__release=release, passed=False)


def lacking_attacks(release: Release) -> bool:
    """Whether a period was not attacked yet in every way that is needed before anybody may sign."""
    wanted = release.periods.count() * len(NEEDED_ATTACKS)
    tried = Verdict.objects.filter(period__release=release, code__in=NEEDED_ATTACKS)
    return tried.count() < wanted


def waiting(user: Actor) -> list[dict[str, Any]]:
    """What waits for a disclosure officer: dicts with label, count, unit, url_name and url."""
    if not may(user, "create", "disclosure.Release"):
        return []
    offered = Release.objects.visible_to(user, "sign").filter(state=State.OFFERED).count()
    asked = Withdrawal.objects.filter(answer=Answer.WAITING).exclude(asked_by=user.actor_id)
    drafts = Release.objects.filter(state=State.DRAFT).count()
    found = [
        (_("Releases that wait for your signature"), offered, _("releases")),
        (_("Withdrawals that wait for your answer"), asked.count(), _("releases")),
        (_("Drafts to build, offer or discard"), drafts, _("drafts")),
    ]
    return [
        {
            "label": label,
            "count": count,
            "unit": unit,
            "url_name": "disclosure:releases",
            "url": reverse("disclosure:releases"),
        }
        for label, count, unit in found
    ]
