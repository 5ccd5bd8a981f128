"""What can happen to a release: it is built as a draft, released, or discarded."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.choices import TOTAL, UNKNOWN_YEAR, Unit
from schakel.insight.analysis.cubes import Cell
from schakel.insight.analysis.queries import reports_by_reporter
from schakel.insight.disclosure.choices import BASE, METHOD, MINIMUM_ADDED, REPORTERS, State
from schakel.insight.disclosure.models import Release, ReleaseCell
from schakel.insight.disclosure.protection import Protected, protect
from schakel.insight.disclosure.queries import current, needs_revision, revised_this_year
from schakel.insight.disclosure.wording import KIND_LABELS, WORDING
from schakel.knowledge.figures import actions as figures
from schakel.knowledge.figures.content import Table


class RefusedError(ValueError):
    """The rules of disclosure do not allow this; the message says why, in the user's language."""


@transaction.atomic
def build(*, by: Actor, first_year: int, last_year: int, unknown_year: bool = True) -> Release:
    """A draft over the closed years `first_year`..`last_year`, as the register stands now.

    RefusedError where a year is not over: a period is published once, when nothing is added to it any more.
    """
    require(by, "create", "disclosure.Release")
    moment = timezone.now()
    if first_year > last_year:
        raise RefusedError(_("The first year comes after the last year."))
    if last_year >= timezone.localtime(moment).year:
        raise RefusedError(_("Only years that are over can be released."))
    years = range(first_year, last_year + 1)
    protected = protect(reports_by_reporter(moment, years, unknown_year))
    release = _store(by, moment, protected, years, unknown_year)
    record(by=by, event=Event.CREATE, object_type="release", object_id=release.number)
    return release


def _store(
    by: Actor, moment: datetime, protected: Protected, years: range, unknown_year: bool
) -> Release:
    verdict, before = protected.verdict, protected.before.values()
    release = Release.objects.create(
        table=REPORTERS,
        first_year=years[0],
        last_year=years[-1],
        unknown_year=unknown_year,
        cutoff=moment,
        created_at=moment,
        created_by=by.actor_id,
        records=before[Cell(Unit.REPORTS.value, TOTAL, TOTAL)],
        base=BASE,
        method=METHOD,
        content_hash=protected.content_hash,
        passed=protected.passed,
        small_before=verdict.small_before,
        small_after=verdict.small_cells,
        broken_sums=verdict.broken_sums,
        small_differences=protected.small_differences,
        changed_cells=verdict.changed_cells,
        mean_error=verdict.mean_error,
        largest_error=verdict.largest_error,
    )
    ReleaseCell.objects.bulk_create(
        ReleaseCell(
            release=release,
            unit=cell.unit,
            period=cell.period,
            kind=cell.kind,
            before=before[cell],
            value=value,
        )
        for cell, value in protected.after.values().items()
    )
    return release


@transaction.atomic
def release(
    *, by: Actor, draft: Release, reason: str = "", yearly_revision: bool = False
) -> Release:
    """Publish `draft`; what stood published until now is superseded by it, with `reason`.

    RefusedError where a check failed, where too few records were added, or where nothing changed.
    """
    # Both at once and in one order, so that two analysts cannot each replace the same release.
    locked = {
        row.pk: row
        for row in Release.objects.select_for_update()
        .filter(table=draft.table, state__in=(State.DRAFT, State.RELEASED))
        .order_by("pk")
    }
    if draft.pk not in locked:
        raise RefusedError(_("This is not a draft any more."))
    draft, standing = locked[draft.pk], current(draft.table)
    require(by, "release", draft)
    change = _Change(draft, standing, reason.strip(), yearly_revision)
    change.require_allowed()
    moment = timezone.now()
    if standing is not None:
        standing.state = State.SUPERSEDED
        standing.save(update_fields=["state"])
        record(
            by=by,
            event=Event.CHANGE,
            object_type="release",
            object_id=standing.number,
            data=["state"],
            ground="superseded",
        )
    draft.state = State.RELEASED
    draft.supersedes = standing
    draft.reason = change.reason
    draft.yearly_revision = yearly_revision
    draft.released_at = moment
    draft.released_by = by.actor_id
    draft.save()
    figures.publish(by=by, table=_content(draft))
    record(by=by, event=Event.RELEASE, object_type="release", object_id=draft.number)
    return draft


@dataclass(frozen=True)
class _Change:
    """A draft about to be released in the place of what stands published."""

    draft: Release
    standing: Release | None
    reason: str
    yearly_revision: bool

    def require_allowed(self) -> None:
        if not self.draft.may_become(State.RELEASED):
            raise RefusedError(_("This is not a draft any more."))
        if not self.draft.passed:
            raise RefusedError(_("This draft did not pass the checks and cannot be released."))
        if self.standing is not None:
            self._require_may_replace(self.standing)

    def _require_may_replace(self, standing: Release) -> None:
        if self.draft.content_hash == standing.content_hash:
            raise RefusedError(_("Nothing changed since the last release."))
        if self.draft.cutoff < standing.cutoff:
            raise RefusedError(_("This draft is older than the release that it would replace."))
        if not self.reason:
            raise RefusedError(
                _("Give the reason why a new release takes the place of the old one.")
            )
        if self.yearly_revision:
            if revised_this_year(self.draft.table, timezone.localtime().year):
                raise RefusedError(_("The yearly revision of this year was already released."))
        elif needs_revision(self.draft, standing):
            raise RefusedError(
                _(
                    "Fewer than %(minimum)s reports were added since the last release. The difference "
                    "between the two could point at single reports. Only the yearly revision may add fewer."
                )
                % {"minimum": MINIMUM_ADDED}
            )


def _content(draft: Release) -> Table:
    """What is handed down: protected numbers and words, nothing else."""
    years = [str(year) for year in range(draft.first_year, draft.last_year + 1)]
    return Table(
        slug=draft.table,
        release_number=draft.number,
        wording=WORDING,
        periods=(*years, *([UNKNOWN_YEAR] if draft.unknown_year else [])),
        kinds=KIND_LABELS,
        cutoff=timezone.localtime(draft.cutoff).date(),
        base=draft.base,
        content_hash=draft.content_hash,
        change_note=draft.reason,
        cells={(cell.unit, cell.period, cell.kind): cell.value for cell in draft.cells.all()},
    )


@transaction.atomic
def discard(*, by: Actor, draft: Release) -> None:
    """Put a draft aside for good and remove its numbers."""
    require(by, "discard", draft)
    row = Release.objects.select_for_update().get(pk=draft.pk)
    if not row.may_become(State.DISCARDED):
        raise RefusedError(_("This is not a draft any more."))
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    row.cells.all().delete()
    record(by=by, event=Event.DELETE, object_type="release", object_id=row.number, data=["cells"])
