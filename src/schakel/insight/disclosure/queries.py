"""Questions about releases."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.insight.disclosure.choices import MINIMUM_ADDED, REPORTERS, State
from schakel.insight.disclosure.models import Release, ReleaseCell


def current(table: str = REPORTERS) -> Release | None:
    """The release that stands published now."""
    return Release.objects.filter(table=table, state=State.RELEASED).first()


def added(draft: Release, standing: Release) -> int:
    """How many more reports `draft` counts than the release that it would replace."""
    return draft.records - standing.records


def revised_this_year(table: str, year: int) -> bool:
    """Whether the yearly revision of this calendar year was already released."""
    rows = Release.objects.filter(table=table, yearly_revision=True, released_at__year=year)
    return rows.exists()


def needs_revision(draft: Release, standing: Release | None) -> bool:
    """Whether `draft` adds too little to be released otherwise than as the yearly revision."""
    return standing is not None and added(draft, standing) < MINIMUM_ADDED


def cells(release: Release) -> QuerySet[ReleaseCell]:
    """The numbers of a release, in the order of the table."""
    return release.cells.order_by("pk")


def waiting(user: Actor) -> list[dict[str, Any]]:
    """What waits for an analyst: dicts with label, count, unit, url_name and url."""
    if not may(user, "see", "disclosure.Release"):
        return []
    drafts = Release.objects.filter(state=State.DRAFT).count()
    return [
        {
            "label": _("Drafts to release or discard"),
            "count": drafts,
            "unit": _("tables"),
            "url_name": "disclosure:releases",
            "url": reverse("disclosure:releases"),
        }
    ]
