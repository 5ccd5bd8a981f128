"""How a release comes to be: it is started from a snapshot, built, attacked, and offered or put aside."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import (
    ATTACKS,
    BASE,
    COMPARISON,
    METHOD,
    MINIMUM_ADDED,
    MINIMUM_CHANGED,
    Kind,
    State,
    StepKind,
)
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.models import Loss, Release, ReleasePeriod, Step, Verdict, in_words
from schakel.insight.disclosure.parts import chapter_of, part_label
from schakel.insight.disclosure.queries import (
    failures,
    hash_of,
    is_closed,
    lacking_attacks,
    last_seen,
    published_periods,
    revised_in,
)
from schakel.knowledge.figures.choices import Chapter


def counting() -> ModuleType:
    """What works with Arrow and SciPy, loaded when it is first needed: the web server starts without."""
    return import_module("schakel.insight.disclosure.building")


def note(
    release: Release, *, by: Actor, kind: StepKind, text: str = "", event: Event = Event.CHANGE
) -> None:
    """Add a line to the history of a release, and to the log."""
    Step.objects.create(
        release=release,
        at=timezone.now(),
        by=by.actor_id,
        kind=kind,
        note=text,
        content_hash=release.content_hash,
    )
    record(
        by=by, event=event, object_type="release", object_id=release.number, ground=str(kind.value)
    )


@dataclass(frozen=True)
class Wish:
    """What to release: from which snapshot, which periods; for a revision the reason in both languages."""

    snapshot: Snapshot
    kind: Kind
    periods: Sequence[str]
    reason_nl: str = ""
    reason_en: str = ""


def start(*, by: Actor, wish: Wish) -> Release:
    """A draft over `wish.periods`; nothing is built yet. RefusedError where a rule forbids it."""
    require(by, "create", "disclosure.Release")
    require_allowed(wish)
    with transaction.atomic():
        counts = _counted(wish)
        moment = timezone.now()
        release = Release.objects.create(
            kind=wish.kind,
            snapshot=wish.snapshot,
            cutoff=wish.snapshot.cutoff,
            created_at=moment,
            created_by=by.actor_id,
            reason_nl=wish.reason_nl.strip(),
            reason_en=wish.reason_en.strip(),
            base=BASE,
            method=METHOD,
        )
        ReleasePeriod.objects.bulk_create(
            ReleasePeriod(release=release, period=period, records=records, changed_records=changed)
            for period, (records, changed) in sorted(counts.items())
        )
        note(release, by=by, kind=StepKind.STARTED, event=Event.CREATE)
    return release


def require_allowed(wish: Wish) -> None:
    """The rules that hold before anything is counted, and once more when it is signed."""
    if not wish.periods:
        raise RefusedError(_("Choose at least one period."))
    still_open = [one for one in wish.periods if not is_closed(one, wish.snapshot.cutoff)]
    if still_open:
        raise RefusedError(
            _(
                "%(periods)s was not over when the snapshot was made. Only years that are over are released."
            )
            % {"periods": in_words(still_open)}
        )
    seen = published_periods()
    if wish.kind == Kind.REVISION:
        _require_revision(wish, seen)
    elif again := [one for one in wish.periods if one in seen]:
        raise RefusedError(
            _(
                "%(periods)s was published before. A period is published once; corrections come with the "
                "yearly revision."
            )
            % {"periods": in_words(again)}
        )


def _require_revision(wish: Wish, seen: Iterable[str]) -> None:
    if unseen := [one for one in wish.periods if one not in seen]:
        raise RefusedError(
            _("%(periods)s was not published yet. The revision only corrects what was published.")
            % {"periods": in_words(unseen)}
        )
    if not (wish.reason_nl.strip() and wish.reason_en.strip()):
        raise RefusedError(_("Say in both languages what changed and why: everybody can read it."))
    if revised_in(timezone.localtime().year):
        raise RefusedError(_("The yearly revision of this calendar year was already published."))


def _counted(wish: Wish) -> dict[str, tuple[int, int | None]]:
    """By period: the reports in it, and for a revision how many records changed. RefusedError: too few."""
    work = counting()
    before = {
        period: row.release.snapshot
        for period, row in last_seen(wish.periods).items()
        if row.release.snapshot is not None
    }
    counts: dict[str, tuple[int, int | None]] = work.counted(wish.snapshot, wish.periods, before)
    if wish.kind == Kind.REVISION:
        for period, (_records, changed) in counts.items():
            _require_enough_changed(period, changed)
    for chapter in Chapter:
        _require_enough([one for code, one in counts.items() if chapter_of(code) == chapter])
    return counts


def _require_enough(counts: Sequence[tuple[int, int | None]]) -> None:
    """Of every chapter that a release has anything of: another chapter hides nobody of it."""
    new = sum(records if changed is None else changed for records, changed in counts)
    if counts and new < MINIMUM_ADDED:
        raise RefusedError(
            ngettext(
                "This release would add %(count)d record. It takes at least %(minimum)d: a smaller addition "
                "could point at single persons. Wait until more periods can be released together.",
                "This release would add %(count)d records. It takes at least %(minimum)d: a smaller addition "
                "could point at single persons. Wait until more periods can be released together.",
                new,
            )
            % {"count": new, "minimum": MINIMUM_ADDED}
        )


def _require_enough_changed(period: str, changed: int | None) -> None:
    if changed is not None and changed < MINIMUM_CHANGED:
        raise RefusedError(
            ngettext(
                "In %(period)s %(count)d record changed since it was published. It takes at least "
                "%(minimum)d, or comparing the two versions could show whom it is about. Leave it out.",
                "In %(period)s %(count)d records changed since it was published. It takes at least "
                "%(minimum)d, or comparing the two versions could show whom it is about. Leave it out.",
                changed,
            )
            % {"period": part_label(period), "count": changed, "minimum": MINIMUM_CHANGED}
        )


def locked(release: Release, *states: State) -> Release:
    """The row as it is now, held until the transaction ends; RefusedError where it is in another state."""
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.state not in states:
        raise RefusedError(_("This release has meanwhile changed. Look at its state again."))
    return row


def build_next(*, by: Actor, release: Release) -> ReleasePeriod | None:
    """Build the cube of the next period; None where all are built. A killed build leaves nothing."""
    require(by, "build", release)
    todo = release.periods.filter(built_at=None).first()
    if todo is None:
        return None
    # Outside of the transaction: it takes about a second, in which others must be able to write.
    built = counting().build(release.snapshot, todo.period)
    with transaction.atomic():
        row = locked(release, State.DRAFT)
        todo = row.periods.select_for_update().get(pk=todo.pk)
        if todo.built_at is None:
            _keep(todo, built)
            if not row.periods.filter(built_at=None).exists():
                row.content_hash = hash_of(row)
                row.save(update_fields=["content_hash"])
            note(row, by=by, kind=StepKind.BUILT, text=todo.period)
    return todo


def _keep(period: ReleasePeriod, built: Any) -> None:
    for name, value in built.facts.items():
        setattr(period, name, value)
    period.cube, period.content_hash = built.cube, built.content_hash
    period.built_at = timezone.now()
    period.save()
    Loss.objects.bulk_create(Loss(period=period, **row) for row in built.losses)
    Verdict.objects.bulk_create(Verdict(period=period, **row) for row in built.checks)


def attack_next(
    *, by: Actor, release: Release, attacks: Collection[str] = ATTACKS
) -> ReleasePeriod | None:
    """Attack the cube of the next period, and keep the verdicts; None where all were attacked."""
    require(by, "build", release)
    todo = release.periods.filter(attacked_at=None).exclude(built_at=None).first()
    if todo is None:
        return None
    # Only a revised period can be compared with another version of itself.
    compared = [COMPARISON] if release.is_revision else []
    verdicts = counting().attack(todo, [*attacks, *compared])
    with transaction.atomic():
        row = locked(release, State.DRAFT)
        todo = row.periods.select_for_update().get(pk=todo.pk)
        if todo.attacked_at is None:
            Verdict.objects.bulk_create(Verdict(period=todo, **one) for one in verdicts)
            todo.attacked_at = timezone.now()
            todo.save(update_fields=["attacked_at"])
            note(row, by=by, kind=StepKind.ATTACKED, text=todo.period)
    return todo


def rebuild(*, by: Actor, period: ReleasePeriod) -> bool:
    """Build a period again from its snapshot: whether every byte is the same. Kept in the history."""
    release = period.release
    require(by, "build", release)
    built = counting().build(release.snapshot, period.period)
    with transaction.atomic():
        row = locked(release, State.DRAFT, State.OFFERED, State.PUBLISHED)
        held = row.periods.select_for_update().get(pk=period.pk)
        same = built.content_hash == held.content_hash and (
            held.cube is None or built.cube == bytes(held.cube)
        )
        held.rebuilt_same = same
        held.save(update_fields=["rebuilt_same"])
        answer = "=" if same else "≠"
        note(row, by=by, kind=StepKind.REBUILT, text=f"{held.period} {answer}")
    return bool(same)


@transaction.atomic
def offer(*, by: Actor, release: Release) -> Release:
    """Ask another officer to sign. RefusedError where something is not built, not attacked or not passed."""
    row = locked(release, State.DRAFT)
    require(by, "offer", row)
    require_ready(row)
    row.state = State.OFFERED
    row.save(update_fields=["state"])
    note(row, by=by, kind=StepKind.OFFERED)
    return row


def require_ready(release: Release) -> None:
    """Built, attacked, and nothing failed. Asked when it is offered and when it is signed."""
    periods = release.periods.all()
    if not release.content_hash or lacking_attacks(release):
        raise RefusedError(_("Not every period is built and attacked yet."))
    if failures(release).exists():
        raise RefusedError(
            _("An attack succeeded or a check failed. This release cannot be signed.")
        )
    if periods.filter(rebuilt_same=False).exists():
        raise RefusedError(
            _("A period came out differently when built again. It cannot be signed.")
        )


@transaction.atomic
def discard(*, by: Actor, release: Release) -> Release:
    """Put a release aside that was not published, and remove its counts."""
    row = locked(release, State.DRAFT, State.OFFERED)
    require(by, "discard", row)
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    row.periods.update(cube=None)
    note(row, by=by, kind=StepKind.DISCARDED, event=Event.DELETE)
    return row
