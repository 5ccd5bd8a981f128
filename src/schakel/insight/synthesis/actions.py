"""What can happen to a synthetic file: it is asked for, signed (which spends) or refused, made, taken out."""

from collections.abc import Mapping, Sequence
from gzip import decompress
from importlib import import_module

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.analysis.models import Snapshot
from schakel.insight.synthesis.choices import COLUMNS, FEWEST_PERSONS, LIFETIME, State
from schakel.insight.synthesis.models import Spending, SyntheticFile
from schakel.insight.synthesis.quality import quality
from schakel.insight.synthesis.queries import ledger
from schakel.knowledge.figures.actions import publish_synthetic, withdraw_synthetic
from schakel.knowledge.figures.content import Category, SyntheticColumn, SyntheticSet
from schakel.knowledge.figures.faults import UnfitSetError
from schakel.knowledge.figures.models import PublishedSynthetic, SyntheticWithdrawal


class RefusedError(ValueError):
    """Not allowed; the message says why, in the language of the page."""


def ask(
    *,
    by: Actor,
    snapshot: Snapshot,
    years: tuple[int, int],
    columns: Sequence[str],
    thousandths: int,
    receiver: str,
    purpose: str,
) -> SyntheticFile:
    """Ask for synthetic records of the persons in `years`. RefusedError where they cannot be made."""
    require(by, "ask", "synthesis.SyntheticFile")
    if not set(columns) <= set(COLUMNS):
        raise RefusedError(_("These columns cannot be in synthetic records."))
    _require_left(thousandths)
    making = import_module("schakel.insight.synthesis.making")
    if len(making.persons(snapshot.number, *years)) < FEWEST_PERSONS:
        raise RefusedError(
            _(
                "There are fewer than %(least)s persons in these years, too few to make others "
                "like them. Take more years together."
            )
            % {"least": FEWEST_PERSONS}
        )
    with transaction.atomic():
        file = SyntheticFile.objects.create(
            snapshot=snapshot,
            first_year=years[0],
            last_year=years[1],
            columns=list(columns),
            thousandths=thousandths,
            receiver=receiver,
            purpose=purpose,
            asked_at=timezone.now(),
            asked_by=by.actor_id,
        )
        record(by=by, event=Event.CREATE, object_type="synthetic_file", object_id=file.number)
    return file


def _require_left(thousandths: int) -> None:
    left = ledger().left
    if not 0 < thousandths <= left:
        raise RefusedError(
            _("The register may still lose %(left)s, and this costs %(cost)s. It is refused.")
            % {"left": left / 1000, "cost": thousandths / 1000}
        )


def _answered(file: SyntheticFile, by: Actor, state: State) -> SyntheticFile:
    """The row, locked and with its answer; not saved. RefusedError where it was answered before."""
    if isinstance(by, SystemActor):
        raise PermissionDenied("a signature is somebody's")
    row = SyntheticFile.objects.select_for_update().get(pk=file.pk)
    require(by, "answer", row)
    if not row.may_become(state):
        raise RefusedError(_("This has meanwhile been answered."))
    row.state, row.answered_at, row.answered_by = state, timezone.now(), by.actor_id
    return row


def sign(*, by: Actor, file: SyntheticFile) -> SyntheticFile:
    """Spend the budget and make the records; in that order, so that nothing is made that was not paid for.

    RefusedError where too little is left, also when two are signed at the same time.
    """
    try:
        with transaction.atomic():
            row = _answered(file, by, State.SIGNED)
            _require_left(row.thousandths)
            Spending.objects.create(
                file=row, thousandths=row.thousandths, moment=timezone.now(), by=by.actor_id
            )
            row.save()
            record(by=by, event=Event.RELEASE, object_type="synthetic_file", object_id=row.number)
    except DatabaseError:
        # The trigger, after somebody else spent at the same time.
        if ledger().left < file.thousandths <= LIFETIME:
            raise RefusedError(
                _("Somebody else has just spent the budget. It is refused.")
            ) from None
        raise
    return make(by=by, file=row)


def make(*, by: Actor, file: SyntheticFile) -> SyntheticFile:
    """Make the records of a signed file, once: also after a machine failed while it did so."""
    require(by, "make", file)
    # Outside the transaction: it takes seconds, and others must be able to write.
    made = import_module("schakel.insight.synthesis.making").make(file)
    with transaction.atomic():
        row = SyntheticFile.objects.select_for_update().get(pk=file.pk)
        if not row.may_become(State.MADE):
            raise RefusedError(_("These records have been made already, or are not signed."))
        row.state, row.content, row.sha256, row.rows = (
            State.MADE,
            made.content,
            made.sha256,
            made.rows,
        )
        row.statement, row.measures = made.statement, made.measures
        row.save()
        record(by=by, event=Event.CHANGE, object_type="synthetic_file", object_id=row.number)
    return row


@transaction.atomic
def refuse(*, by: Actor, file: SyntheticFile, reason: str) -> SyntheticFile:
    """Do not sign, and say why; nothing is spent."""
    row = _answered(file, by, State.REFUSED)
    row.reason = reason
    row.save()
    record(
        by=by,
        event=Event.CHANGE,
        object_type="synthetic_file",
        object_id=row.number,
        ground="refused",
    )
    return row


def records(*, by: Actor, file: SyntheticFile) -> bytes:
    """The records as a CSV file; that they were taken out is in the log."""
    require(by, "see", file)
    if file.content is None:
        raise RefusedError(_("These records have not been made yet."))
    record(by=by, event=Event.EXPORT, object_type="synthetic_file", object_id=file.number)
    return decompress(bytes(file.content))


def publish(*, by: Actor, file: SyntheticFile) -> PublishedSynthetic:
    """Let anybody take these records. It costs nothing more: what was made is nobody's, whoever reads it.

    By an officer who did not ask for them. RefusedError where they are not made, or were published before.
    """
    require(by, "answer", file)
    if isinstance(by, SystemActor):
        raise PermissionDenied("a signature is somebody's")
    if file.content is None:
        raise RefusedError(_("These records have not been made yet."))
    content = decompress(bytes(file.content))
    with transaction.atomic():
        try:
            published = publish_synthetic(by=by, found=_handed_down(file, content))
        except UnfitSetError:
            raise RefusedError(_("These records were published before.")) from None
        record(by=by, event=Event.RELEASE, object_type="synthetic_file", object_id=file.number)
    return published


def _handed_down(file: SyntheticFile, content: bytes) -> SyntheticSet:
    return SyntheticSet(
        number=file.number,
        years=(file.first_year, file.last_year),
        columns=tuple(_column(name, codes) for name, codes in file.statement["columns"].items()),
        rows=file.rows or 0,
        thousandths=file.thousandths,
        lifetime=LIFETIME,
        statement={
            name: file.statement[name] for name in ("epsilon", "delta", "neighbours", "tree")
        },
        quality=quality(file, content),
        csv=content,
    )


def _column(name: str, codes: Sequence[str]) -> SyntheticColumn:
    """The words of a column in both languages, as the explorer has them."""
    words: dict[str, list[str]] = {}
    for language in ("nl", "en"):
        with override(language):
            dimension = dimensions()[name]
            words[language] = [str(dimension.label), *map(dimension.name, codes)]
    values = tuple(
        Category(code, "", nl, en)
        for code, nl, en in zip(codes, words["nl"][1:], words["en"][1:], strict=True)
    )
    return SyntheticColumn(name, words["nl"][0], words["en"][0], values)


def withdraw(*, by: Actor, file: SyntheticFile, note: Mapping[str, str]) -> SyntheticWithdrawal:
    """Take published records away from everybody, with a note in both languages."""
    require(by, "answer", file)
    try:
        return withdraw_synthetic(by=by, number=file.number, note=note)
    except UnfitSetError:
        raise RefusedError(_("These records were not published, or have been withdrawn.")) from None
