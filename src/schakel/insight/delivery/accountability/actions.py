"""What can happen to a statement: made, given its amounts, offered, signed or refused, and put aside."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import (
    CORE_TASKS,
    LANGUAGES,
    Quarter,
    State,
    Step,
)
from schakel.insight.delivery.accountability.composing import composed
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.models import (
    Statement,
    StatementPart,
    StatementWithdrawal,
)
from schakel.insight.delivery.accountability.parts import PARTS, Counted, provider_of
from schakel.insight.delivery.accountability.queries import published_before, taken
from schakel.insight.delivery.four_eyes import require_person
from schakel.insight.disclosure.choices import MINIMUM_ADDED

_HERE = "schakel.insight.delivery.accountability"
_REGISTRATIONS = "registrations"


def make(*, by: Actor, snapshot: Snapshot, quarter: Quarter) -> Statement:
    """A draft over `quarter` out of `snapshot`. RefusedError where a rule forbids it."""
    require(by, "prepare", "accountability.Statement")
    _require_closed(quarter, snapshot)
    if taken(quarter):
        raise RefusedError(_("There is a statement of this quarter already."))
    # Outside of the transaction: it takes some seconds, in which others must be able to write.
    figures = figures_of(quarter, snapshot)
    with transaction.atomic():
        if taken(quarter):
            raise RefusedError(_("There is a statement of this quarter already."))
        statement = Statement.objects.create(
            number=quarter.code,
            snapshot=snapshot,
            figures=figures,
            made_at=timezone.now(),
            made_by=by.actor_id,
        )
        _log(by, statement, Step.MADE, Event.CREATE)
    return statement


def _require_closed(quarter: Quarter, snapshot: Snapshot) -> None:
    if timezone.localtime(snapshot.cutoff).date() < quarter.after:
        raise RefusedError(_("This quarter was not over when the snapshot was made."))


def figures_of(quarter: Quarter, snapshot: Snapshot) -> dict[str, Any]:
    """The protected numbers of every part that has any. RefusedError: too few, or an attack succeeded."""
    found = {_REGISTRATIONS: registrations_of(quarter, snapshot)}
    for part in PARTS:
        provider = provider_of(part.code)
        counted = provider(quarter, snapshot) if provider else None
        if counted is not None:
            found[part.code] = _protected(counted, part.code, quarter)
    if any(one["passed"] is False for part in found.values() for one in part["verdicts"]):
        raise RefusedError(_("An attack on these figures succeeded. Nothing was made."))
    return found


def registrations_of(quarter: Quarter, snapshot: Snapshot) -> dict[str, Any]:
    """The protected numbers of the register. RefusedError: too few reports, or a damaged snapshot."""
    counted = import_module(f"{_HERE}.registrations").counted(quarter, snapshot)
    _require_enough(sum(counted.cells.values()))
    return _protected(counted, _REGISTRATIONS, quarter)


def _protected(counted: Counted, part: str, quarter: Quarter) -> dict[str, Any]:
    found: dict[str, Any] = import_module(f"{_HERE}.protection").figures_of(counted, part, quarter)
    return found


def _require_enough(records: int) -> None:
    if records < MINIMUM_ADDED:
        raise RefusedError(
            _(
                "This quarter has fewer than %(minimum)d reports: so few could point at single persons. "
                "They count in the figures of the year."
            )
            % {"minimum": MINIMUM_ADDED}
        )


@transaction.atomic
def set_amounts(*, by: Actor, statement: Statement, amounts: Mapping[str, int]) -> Statement:
    """The subsidy for the quarter by core task, in whole euros; a task that is left out is not told."""
    row = _locked(statement, by, "prepare", State.DRAFT)
    if set(amounts) - set(CORE_TASKS) or any(amount < 0 for amount in amounts.values()):
        raise RefusedError(_("Give an amount of nought or more for each core task."))
    row.amounts = {task: amounts[task] for task in CORE_TASKS if task in amounts}
    row.save(update_fields=["amounts"])
    _log(by, row, Step.AMOUNTS)
    return row


@transaction.atomic
def offer(*, by: Actor, statement: Statement) -> Statement:
    """Ask an officer to sign what is there now; who made it has signed it with this."""
    row = _locked(statement, by, "prepare", State.DRAFT)
    row.content_hash, row.state, row.refused_because = hash_of(row), State.OFFERED, ""
    row.save(update_fields=["content_hash", "state", "refused_because"])
    _log(by, row, Step.OFFERED)
    return row


def sign(*, by: Actor, statement: Statement, content_hash: str) -> Statement:
    """Publish it; `content_hash` is what the signer had before them. RefusedError where it is not that."""
    require_person(by)
    require(by, "sign", statement)
    moment = timezone.now()
    before = published_before(statement)
    # Typesetting takes seconds, in which others must be able to write.
    contents = {language: composed(statement, before, language) for language in LANGUAGES}
    files = {language: typeset(content, moment) for language, content in contents.items()}
    with transaction.atomic():
        row = _locked(statement, by, "sign", State.OFFERED)
        if not content_hash == row.content_hash == hash_of(row) == hash_of(statement):
            raise RefusedError(_("This is not what was shown to you. Look at it again."))
        row.state, row.published_at, row.signed_by = State.PUBLISHED, moment, by.actor_id
        row.save(update_fields=["state", "published_at", "signed_by"])
        StatementPart.objects.bulk_create(
            StatementPart(
                statement=row,
                language=language,
                content=contents[language],
                pdf=files[language],
                digest=sha256(files[language]).hexdigest(),
            )
            for language in LANGUAGES
        )
        _log(by, row, Step.SIGNED, Event.RELEASE)
    return row


def typeset(content: Mapping[str, Any], at: Any) -> bytes:
    """The PDF/UA of a statement."""
    made: bytes = import_module("schakel.insight.delivery.overview.typesetting").typeset(
        content, at
    )
    return made


@transaction.atomic
def refuse(*, by: Actor, statement: Statement, reason: str) -> Statement:
    """Do not sign, and say why; the maker may change it and offer it again."""
    require_person(by)
    row = _locked(statement, by, "sign", State.OFFERED)
    if not reason.strip():
        raise RefusedError(_("Say why you do not sign."))
    row.state, row.content_hash, row.refused_because = State.DRAFT, "", reason.strip()
    row.save(update_fields=["state", "content_hash", "refused_because"])
    _log(by, row, Step.REFUSED)
    return row


@transaction.atomic
def discard(*, by: Actor, statement: Statement) -> Statement:
    """Put aside what was not published, and remove its numbers."""
    row = _locked(statement, by, "prepare", State.DRAFT, State.OFFERED)
    row.state, row.figures, row.content_hash = State.DISCARDED, {}, ""
    row.save(update_fields=["state", "figures", "content_hash"])
    _log(by, row, Step.DISCARDED, Event.DELETE)
    return row


def correct(
    *, by: Actor, statement: Statement, note_nl: str, note_en: str, recount: bool = False
) -> Statement:
    """A new edition of what was published, out of the same snapshot, that says what was wrong.

    Its numbers are those of the published one unless how they are counted was mended (`recount`): a later
    snapshot would tell who came in since.
    """
    require(by, "prepare", statement)
    notes = _notes(note_nl, note_en)
    # Outside of the transaction: it takes some seconds, in which others must be able to write.
    figures = figures_of(statement.quarter, statement.snapshot) if recount else statement.figures
    with transaction.atomic():
        row = _locked(statement, by, "prepare", State.PUBLISHED)
        same = Statement.objects.filter(number=row.number).exclude(state=State.DISCARDED)
        if row.pk != (newest := same.latest("correction")).pk:
            raise RefusedError(_("This statement was corrected already. See %s.") % newest.address)
        made = Statement.objects.create(
            number=row.number,
            correction=row.correction + 1,
            **notes,
            snapshot=row.snapshot,
            figures=figures,
            amounts=row.amounts,
            made_at=timezone.now(),
            made_by=by.actor_id,
        )
        _log(by, made, Step.CORRECTED, Event.CREATE)
    return made


@transaction.atomic
def withdraw(*, by: Actor, statement: Statement, note_nl: str, note_en: str) -> StatementWithdrawal:
    """Take a published statement away from its readers, who see why. The house keeps it.

    One officer does this: taking away must not wait for a second, and shows nothing.
    """
    require_person(by)
    row = _locked(statement, by, "withdraw", State.PUBLISHED)
    if row.note:
        raise RefusedError(_("This statement was withdrawn already."))
    made = StatementWithdrawal.objects.create(
        statement=row,
        **_notes(note_nl, note_en),
        withdrawn_at=timezone.now(),
        withdrawn_by=by.actor_id,
    )
    _log(by, row, Step.WITHDRAWN, Event.RELEASE)
    return made


def _notes(note_nl: str, note_en: str) -> dict[str, str]:
    found = {"note_nl": note_nl.strip(), "note_en": note_en.strip()}
    if not all(found.values()):
        raise RefusedError(_("Say in both languages why: whoever may read the statement reads it."))
    return found


def repeated(*, by: Actor, statement: Statement) -> bool:
    """Make it again, from the snapshot to the bytes of the PDF: whether all is the same. Kept in the log.

    What other parts of the centre counted is as it was handed over; they have no snapshot to count again.
    """
    require(by, "prepare", statement)
    figures = registrations_of(statement.quarter, statement.snapshot)
    same = json.loads(json.dumps(figures)) == statement.figures[_REGISTRATIONS]
    for part in statement.parts.all():
        made = typeset(part.content, statement.published_at)
        same = same and sha256(made).hexdigest() == part.digest
    _log(by, statement, Step.SAME if same else Step.DIFFERENT, Event.VIEW)
    return same


def hash_of(statement: Statement) -> str:
    """SHA-256 of all that would be published, and of what it was made of."""
    told = {
        "number": statement.number,
        "snapshot": statement.snapshot.digest,
        "figures": statement.figures,
        "amounts": statement.amounts,
    }
    if statement.correction:
        told["correction"] = [statement.correction, statement.note_nl, statement.note_en]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _locked(statement: Statement, by: Actor, verb: str, *states: State) -> Statement:
    row = Statement.objects.select_for_update().select_related("snapshot").get(pk=statement.pk)
    require(by, verb, row)
    if row.state not in states:
        raise RefusedError(_("This statement has meanwhile changed. Look at it again."))
    return row


def _log(by: Actor, statement: Statement, step: Step, event: Event = Event.CHANGE) -> None:
    record(
        by=by, event=event, object_type="statement", object_id=statement.address, ground=step.value
    )
