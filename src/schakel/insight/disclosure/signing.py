"""Four eyes: what one officer made another signs or refuses, and so it is with a withdrawal."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import Answer, Kind, State, StepKind
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.making import (
    Wish,
    counting,
    locked,
    note,
    require_allowed,
    require_ready,
)
from schakel.insight.disclosure.models import Release, Withdrawal
from schakel.insight.disclosure.queries import hash_of
from schakel.knowledge.figures import actions as figures
from schakel.knowledge.figures.faults import UnfitCubeError


def _require_person(by: Actor) -> None:
    """A command has no eyes: what takes four of them takes two persons."""
    if isinstance(by, SystemActor):
        raise PermissionDenied("a signature is somebody's")


def sign(*, by: Actor, release: Release, content_hash: str) -> Release:
    """Publish what another officer offered; `content_hash` is what the signer had before them.

    RefusedError where it is no longer that, or where a rule meanwhile forbids it; then nothing is published.
    """
    _require_person(by)
    try:
        with transaction.atomic():
            row = locked(release, State.OFFERED)
            require(by, "sign", row)
            _require_unchanged(row, content_hash)
            require_allowed(_wish_of(row))
            _publish(row, by)
    # Another release with one of these periods was signed at the same time.
    except (IntegrityError, UnfitCubeError):
        raise RefusedError(
            _("This release has meanwhile changed. Look at its state again.")
        ) from None
    return row


def _require_unchanged(release: Release, content_hash: str) -> None:
    if content_hash != release.content_hash or hash_of(release) != release.content_hash:
        raise RefusedError(_("This is not what was shown to you. Look at the release again."))
    require_ready(release)


def _snapshot(release: Release) -> Snapshot:
    if release.snapshot is None:
        raise RefusedError(_("This release has no snapshot."))
    return release.snapshot


def _wish_of(release: Release) -> Wish:
    return Wish(
        snapshot=_snapshot(release),
        kind=Kind(release.kind),
        periods=[one.period for one in release.periods.all()],
        reason_nl=release.reason_nl,
        reason_en=release.reason_en,
    )


def _publish(row: Release, by: Actor) -> None:
    cubes = counting().cubes_of(row)
    moment = timezone.now()
    row.state, row.published_at, row.signed_by = State.PUBLISHED, moment, by.actor_id
    row.revision_year = timezone.localtime(moment).year if row.is_revision else None
    row.save()
    figures.publish_cubes(by=by, cubes=cubes)
    # From here on the public site holds the counts; a second copy could only differ.
    row.periods.update(cube=None, first=not row.is_revision)
    note(row, by=by, kind=StepKind.SIGNED, event=Event.RELEASE)


@transaction.atomic
def refuse(*, by: Actor, release: Release, reason: str) -> Release:
    """Do not sign, and say why; the counts are removed. The maker starts anew."""
    _require_person(by)
    row = locked(release, State.OFFERED)
    require(by, "sign", row)
    if not reason.strip():
        raise RefusedError(_("Say why you do not sign."))
    row.state = State.REFUSED
    row.save(update_fields=["state"])
    row.periods.update(cube=None)
    note(row, by=by, kind=StepKind.REFUSED, text=reason.strip())
    return row


@transaction.atomic
def ask_withdrawal(*, by: Actor, release: Release, note_nl: str, note_en: str) -> Withdrawal:
    """Ask another officer to agree that a release is withdrawn, with these notes for the public."""
    row = locked(release, State.PUBLISHED)
    require(by, "withdraw", row)
    if row.kind == Kind.TABLE:
        raise RefusedError(_("A single table from before cannot be withdrawn."))
    if not (note_nl.strip() and note_en.strip()):
        raise RefusedError(_("Say in both languages why: everybody can read it."))
    if row.withdrawals.filter(answer=Answer.WAITING).exists():
        raise RefusedError(_("Somebody has already asked for this."))
    asked = Withdrawal.objects.create(
        release=row,
        note_nl=note_nl.strip(),
        note_en=note_en.strip(),
        asked_at=timezone.now(),
        asked_by=by.actor_id,
    )
    note(row, by=by, kind=StepKind.WITHDRAWAL_ASKED, text=asked.note_nl)
    return asked


@transaction.atomic
def answer_withdrawal(
    *, by: Actor, withdrawal: Withdrawal, agree: bool, reason: str = ""
) -> Release:
    """The answer of another officer: the release is withdrawn at once, or stays, for a reason."""
    _require_person(by)
    row = locked(withdrawal.release, State.PUBLISHED)
    asked = row.withdrawals.select_for_update().filter(pk=withdrawal.pk).get()
    require(by, "answer", asked)
    if asked.answer != Answer.WAITING:
        raise RefusedError(_("This has meanwhile been answered."))
    if not agree and not reason.strip():
        raise RefusedError(_("Say why it should stay."))
    asked.answer = Answer.AGREED if agree else Answer.REFUSED
    asked.answered_by = by.actor_id
    asked.save(update_fields=["answer", "answered_by"])
    if not agree:
        note(row, by=by, kind=StepKind.WITHDRAWAL_REFUSED, text=reason.strip())
        return row
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    figures.withdraw(
        by=by, release_number=row.number, note={"nl": asked.note_nl, "en": asked.note_en}
    )
    note(row, by=by, kind=StepKind.WITHDRAWN, event=Event.RELEASE)
    return row
